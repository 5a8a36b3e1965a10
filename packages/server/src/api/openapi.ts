import type { TSchema } from "@mortise/contract";
import type { Answer, Route } from "./route.ts";
import { ProblemSchema } from "./schemas.ts";

/** Where the API's routes are mounted. */
export const PREFIX = "/api/v1";

type Json = { [key: string]: unknown };

/** Inbound HTTP is no route of the API: the flow decides what comes in and what goes out. Any method will do. */
const INBOUND = Object.fromEntries(
  ["get", "post"].map((method) => [
    method,
    {
      operationId: `${method}Inbound`,
      tags: ["inbound"],
      summary: "Starts the flow that has this endpoint, with any method the endpoint accepts",
      description:
        "Query parameters and headers become headers of the message. The endpoint itself says whether it wants a key of the tenant (role operator), a user and password, or nothing.",
      "x-role": "public",
      security: [{ key: [] }, {}],
      parameters: ["environment", "tenant", "endpoint"].map((name) => ({
        name,
        in: "path",
        required: true,
        schema: { type: "string" },
      })),
      responses: {
        default: { description: "What the flow answers; 503 while it is suspended, 504 when it takes too long" },
      },
    },
  ]),
);

/** What may come back beside a route's own answers. */
const PROBLEMS = {
  400: "The request is malformed",
  401: "No valid key came along",
  403: "The key may not do that",
  404: "There is no such thing",
  409: "It was changed by another, or is in a state in which that cannot be done",
  413: "The body is too large",
  415: "The body is not JSON",
  422: "The document has mistakes; all of them are in errors",
  429: "Too much at once",
  500: "A defect of the server, which is in its log",
  503: "The database cannot be reached",
} as const;

/** The API as OpenAPI 3.1 describes it, made from the routes themselves. */
export function describeApi(routes: readonly Route[], outside: readonly Route[], version: string): object {
  const schemas: Json = {};
  const hoist = hoister(schemas);
  const paths: { [path: string]: Json } = {};
  const add = (route: Route, path: string) => {
    paths[path] ??= {};
    (paths[path] as Json)[route.method.toLowerCase()] = operation(route, hoist);
  };
  for (const route of routes) add(route, PREFIX + route.path);
  for (const route of outside) add(route, route.path);
  paths["/in/{environment}/{tenant}/{endpoint}"] = INBOUND;
  const tags = [...new Set([...routes, ...outside].map((route) => route.tag)), "inbound"].map((name) => ({ name }));
  return {
    openapi: "3.1.0",
    info: {
      title: "Mortise",
      version,
      description:
        "Every error is a problem of RFC 9457 with a code of the error catalogue. Lists page by `limit` and `cursor`. Reads give an `ETag`, and writes take it back as `If-Match`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{ key: [] }, { session: [] }],
    tags,
    paths,
    components: {
      schemas,
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key: `Authorization: Bearer <key>`." },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "mortise_session",
          description: "The session of the console, as `POST /session` gives it; `__Host-` before its name on https.",
        },
      },
    },
  };
}

type Hoist = (schema: unknown) => unknown;

function operation(route: Route, hoist: Hoist): Json {
  const { id, tag, summary, description, role, params, query, body, optionalBody, answers } = route;
  const problem = { "application/problem+json": { schema: hoist(ProblemSchema) } };
  const responses: Json = {};
  for (const [status, answer] of Object.entries(answers)) responses[status] = response(answer, hoist);
  for (const [status, text] of Object.entries(PROBLEMS))
    if (mayAnswer(route, Number(status))) responses[status] ??= { description: text, content: problem };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    "x-role": role,
    ...(role === "public" ? { security: [] } : {}),
    parameters: [...parameters(params, "path", hoist), ...parameters(query, "query", hoist)],
    ...(body
      ? { requestBody: { required: !optionalBody, content: { "application/json": { schema: hoist(body) } } } }
      : {}),
    responses,
  };
}

function mayAnswer({ method, role, path, body }: Route, status: number): boolean {
  if (status === 401 || status === 403) return role !== "public";
  if (status === 404) return path.includes("{");
  if (status === 409) return method !== "GET";
  if (status === 413 || status === 415 || status === 422) return body !== undefined;
  return true;
}

function response({ description, schema, type = "application/json" }: Answer, hoist: Hoist): Json {
  return { description, ...(schema ? { content: { [type]: { schema: hoist(schema) } } } : {}) };
}

function parameters(schema: TSchema | undefined, place: "path" | "query", hoist: Hoist): Json[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: { [name: string]: TSchema };
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = hoist(property) as Json;
    return {
      name,
      in: place,
      required: place === "path" || required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

/** Moves schemas that have a name of their own to `components`, and takes off what is not JSON. */
function hoister(schemas: Json): Hoist {
  const walk = (schema: unknown): unknown => {
    if (Array.isArray(schema)) return schema.map(walk);
    if (schema === null || typeof schema !== "object") return schema;
    const { title, ...rest } = schema as Json;
    const named = typeof title === "string" && /^[A-Z][A-Za-z]+$/.test(title);
    const walked = Object.fromEntries(Object.entries(named ? rest : schema).map(([key, value]) => [key, walk(value)]));
    if (!named) return walked;
    schemas[title] ??= walked;
    return { $ref: `#/components/schemas/${title}` };
  };
  return (schema) => walk(JSON.parse(JSON.stringify(schema)));
}
