import { openApiDocument } from "@mortise/server";
import type { Page } from "./page.ts";

type Json = { readonly [key: string]: unknown };

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Json;
  }[];
  readonly requestBody?: { readonly required: boolean; readonly content: Json };
  readonly responses: { readonly [status: string]: { readonly content?: Json } };
}

/** The types of the API as the console sees them, and where each operation is; from openapi.json. */
export async function consoleTypesPage(): Promise<Page> {
  const api = (await openApiDocument()) as {
    readonly paths: { readonly [path: string]: { readonly [method: string]: Operation } };
    readonly components: { readonly schemas: { readonly [name: string]: Json } };
  };
  const operations = Object.entries(api.paths)
    .filter(([path]) => path.startsWith("/api/"))
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  const text = [
    "// Generated from docs/reference/openapi.json by npm run docs. Do not edit.",
    "",
    ...Object.entries(api.components.schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema)};\n`),
    "/** What each operation takes and answers. */",
    "export interface Operations {",
    ...operations.map(({ operation }) => `  ${operation.operationId}: ${operationType(operation)};`),
    "}",
    "",
    "/** Where each operation is. */",
    "export const OPERATIONS = {",
    ...operations.map(
      ({ path, method, operation }) =>
        `  ${operation.operationId}: { method: "${method.toUpperCase()}", path: ${JSON.stringify(path)} },`,
    ),
    "} as const satisfies Record<keyof Operations, { method: string; path: string }>;",
    "",
  ].join("\n");
  return { path: "packages/console/src/api/schema.generated.ts", text };
}

function operationType({ parameters, requestBody, responses }: Operation): string {
  const part = (place: string) =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, required, schema }) => `${name}${required ? "" : "?"}: ${typeOf(schema)}`);
  const params = part("path");
  const query = part("query");
  const body = requestBody?.content["application/json"] as { schema: Json } | undefined;
  const fields = [
    ...(params.length > 0 ? [`params: { ${params.join("; ")} }`] : []),
    ...(query.length > 0 ? [`query?: { ${query.join("; ")} }`] : []),
    ...(body ? [`body${requestBody?.required ? "" : "?"}: ${typeOf(body.schema)}`] : []),
  ];
  const answers = Object.entries(responses).filter(([status]) => status.startsWith("2"));
  const shapes = answers.map(([, { content }]) => {
    const answer = content?.["application/json"] as { schema: Json } | undefined;
    return answer ? typeOf(answer.schema) : "undefined";
  });
  return `{ request: { ${fields.join("; ")} }; answer: ${[...new Set(shapes)].join(" | ")} }`;
}

function typeOf(schema: Json): string {
  if (typeof schema.$ref === "string") return schema.$ref.split("/").at(-1) as string;
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const union = (schema.anyOf ?? schema.oneOf) as readonly Json[] | undefined;
  if (union) return [...new Set(union.map(typeOf))].join(" | ");
  switch (schema.type) {
    case "string":
      return "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return `readonly (${schema.items ? typeOf(schema.items as Json) : "unknown"})[]`;
    case "object":
      return objectType(schema);
    default:
      return "unknown";
  }
}

function objectType(schema: Json): string {
  const required = (schema.required ?? []) as readonly string[];
  const fields = Object.entries((schema.properties ?? {}) as { [name: string]: Json }).map(
    ([name, property]) => `readonly ${name}${required.includes(name) ? "" : "?"}: ${typeOf(property)}`,
  );
  if (fields.length > 0) return `{ ${fields.join("; ")} }`;
  // A record: its values are under a pattern, or under additionalProperties.
  const [values] = Object.values((schema.patternProperties ?? {}) as { [pattern: string]: Json });
  const more =
    values ?? (typeof schema.additionalProperties === "object" ? (schema.additionalProperties as Json) : undefined);
  return `{ readonly [name: string]: ${more ? typeOf(more) : "unknown"} }`;
}
