import type { Spec } from "@mortise/contract";
import type { JsonSchema } from "./document-schema.ts";

const closed = new WeakMap<object, JsonSchema>();

/**
 * The schema of a component's settings as documents are held against it: a setting that is not declared is a mistake
 * at every level, and one with a default can be left out.
 */
export function settingsSchema(spec: Spec): JsonSchema {
  let schema = closed.get(spec.settings);
  if (!schema) {
    schema = close(JSON.parse(JSON.stringify(spec.settings)) as JsonSchema);
    closed.set(spec.settings, schema);
  }
  return schema;
}

function close(schema: JsonSchema): JsonSchema {
  const result: { [keyword: string]: unknown } = { ...schema };
  for (const keyword of ["items", "additionalProperties"]) {
    if (isSchema(result[keyword])) result[keyword] = close(result[keyword]);
  }
  for (const keyword of ["anyOf", "oneOf"]) {
    if (Array.isArray(result[keyword])) result[keyword] = result[keyword].map((branch: JsonSchema) => close(branch));
  }
  for (const keyword of ["properties", "patternProperties"]) {
    if (isSchema(result[keyword])) result[keyword] = mapValues(result[keyword], close);
  }
  const { properties, patternProperties, required } = result;
  if (!isSchema(properties)) return result;
  if (result.additionalProperties === undefined && patternProperties === undefined) result.additionalProperties = false;
  if (Array.isArray(required)) {
    const rest = required.filter((name: string) => (properties[name] as JsonSchema | undefined)?.default === undefined);
    if (rest.length > 0) result.required = rest;
    else delete result.required;
  }
  return result;
}

function isSchema(value: unknown): value is JsonSchema {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function mapValues(schemas: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isSchema(schema) ? change(schema) : schema]),
  );
}
