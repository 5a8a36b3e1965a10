import { foreignProblem, ProblemError } from "./problem.ts";
import { OPERATIONS, type Operations, type Problem } from "./schema.generated.ts";

export type OperationId = keyof Operations;
export type RequestOf<Id extends OperationId> = Operations[Id]["request"];
export type AnswerOf<Id extends OperationId> = Operations[Id]["answer"];

/** What goes along beside the request itself. */
export interface CallOptions {
  /** Of the thing as it was read; a write is refused when it changed since. `none`: nothing may be there yet. */
  readonly etag?: string | "none" | undefined;
  readonly signal?: AbortSignal;
}

/** An answer with the version that it shows. */
export interface Versioned<Data> {
  readonly data: Data;
  readonly etag: string | undefined;
}

interface AnyRequest {
  readonly params?: { readonly [name: string]: unknown };
  readonly query?: { readonly [name: string]: unknown };
  readonly body?: unknown;
}

/** Calls an operation of the API. Throws `ProblemError`. */
export async function call<Id extends OperationId>(
  id: Id,
  request: RequestOf<Id>,
  options: CallOptions = {},
): Promise<AnswerOf<Id>> {
  return (await callVersioned(id, request, options)).data;
}

/** Calls an operation and tells the version of what came. Throws `ProblemError`. */
export async function callVersioned<Id extends OperationId>(
  id: Id,
  request: RequestOf<Id>,
  { etag, signal }: CallOptions = {},
): Promise<Versioned<AnswerOf<Id>>> {
  const { body } = request as AnyRequest;
  let response: Response;
  try {
    response = await fetch(addressOf(id, request), {
      method: OPERATIONS[id].method,
      credentials: "same-origin",
      headers: {
        Accept: "application/json",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...(etag === "none" ? { "If-None-Match": "*" } : etag === undefined ? {} : { "If-Match": etag }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ProblemError(foreignProblem(0, "The server cannot be reached."));
  }
  const text = await response.text();
  const data = parse(text);
  if (!response.ok)
    throw new ProblemError(isProblem(data) ? data : foreignProblem(response.status, text.slice(0, 300)));
  return { data: data as AnswerOf<Id>, etag: response.headers.get("ETag") ?? undefined };
}

/** All items of a list, page after page, up to so many. */
export async function callAll<Item>(
  id: OperationId,
  request: { readonly params?: object; readonly query?: object },
  most = 5_000,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const query = { ...request.query, limit: 500, ...(cursor === undefined ? {} : { cursor }) };
    const page = (await call(id, { ...request, query } as never)) as { items: Item[]; cursor?: string };
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined && items.length < most);
  return items;
}

/** Where an operation is, with its parameters filled in. */
export function addressOf<Id extends OperationId>(id: Id, request: RequestOf<Id>): string {
  const { params = {}, query = {} } = request as AnyRequest;
  const path = OPERATIONS[id].path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search === "" ? path : `${path}?${search}`;
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(data: unknown): data is Problem {
  return typeof data === "object" && data !== null && "code" in data && "detail" in data;
}
