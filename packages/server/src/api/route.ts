import type { KeyRecord, Static, TObject, TSchema } from "@mortise/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Runtime } from "../runtime.ts";
import type { Access } from "./role.ts";

/** What a route's handler gets: everything is checked against the route's schemas. */
export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly runtime: Runtime;
  /** Whose key it is; for a public route nobody's. */
  readonly who: KeyRecord;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The version that `If-Match` names; 0 for `If-None-Match: *`, which says that nothing may be there yet. */
  readonly ifVersion: number | undefined;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** One kind of answer. */
export interface Answer {
  readonly description: string;
  /** Absent: no body. */
  readonly schema?: TSchema;
  /** Defaults to application/json. */
  readonly type?: string;
}

/** A route of the API as data: it is mounted, documented and tested from this. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Under the API's prefix, with `{name}` for parameters. */
  readonly path: string;
  /** Its name in openapi.json. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly role: Access;
  /** Needs a key that is good for every tenant. */
  readonly allTenants?: true;
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: TSchema;
  /** The body may be left out. */
  readonly optionalBody?: true;
  /** Bytes; defaults to 1 MB. */
  readonly bodyLimit?: number;
  /** By status; the first one is what a plain return value is sent with. */
  readonly answers: { readonly [status: number]: Answer };
  handle(call: Call): Promise<unknown> | unknown;
}

type Declared<P extends TObject, Q extends TObject, B extends TSchema> = Omit<
  Route,
  "params" | "query" | "body" | "handle"
> & {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  handle(call: Call<Static<P>, Static<Q>, Static<B>>): Promise<unknown> | unknown;
};

/** Declares a route; gives its handler the types of its schemas. */
export function route<P extends TObject, Q extends TObject, B extends TSchema>(declared: Declared<P, Q, B>): Route {
  return declared as unknown as Route;
}
