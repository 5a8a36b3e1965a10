import { isSecretName } from "@mortise/contract";
import type { JsonSchema } from "./document-schema.ts";

const KINDS: { readonly [kind: string]: string } = {
  expression: "an expression: text, or { language, source }",
  predicate: "a condition: text, or { language, source }",
  duration: 'a length of time, such as 20000, "20s" or "1 week"',
  source: 'a script: text, a list of lines, or { "file": … }',
  cron: "a cron expression",
  timeZone: 'a time zone, such as "Europe/Amsterdam"',
};

/** What a schema asks for, in people's words. */
export function describe(schema: JsonSchema): string {
  const kind = KINDS[String(schema.kind)];
  if (kind) return kind;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return either(schema.enum.map((value) => JSON.stringify(value)));
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) return either([...new Set(branches.map((branch) => describe(branch as JsonSchema)))]);
  const types = [schema.type].flat();
  return either(types.map((type) => describeType(String(type), schema)));
}

function describeType(type: string, schema: JsonSchema): string {
  switch (type) {
    case "string":
      return describeText(schema);
    case "integer":
      return `a whole number${describeRange(schema)}`;
    case "number":
      return `a number${describeRange(schema)}`;
    case "boolean":
      return "true or false";
    case "null":
      return "null";
    case "array":
      return describeList(schema);
    case "object":
      return schema.properties ? `an object with ${Object.keys(schema.properties).join(", ")}` : "an object";
  }
  return "another value";
}

function describeText(schema: JsonSchema): string {
  const example = Array.isArray(schema.examples)
    ? schema.examples.find((value) => typeof value === "string")
    : undefined;
  const such = typeof example === "string" ? `, such as ${JSON.stringify(example)}` : "";
  if (typeof schema.form === "string") return `${schema.form}${such}`;
  if (schema.pattern !== undefined)
    return such ? `text in the right form${such}` : `text that fits ${String(schema.pattern)}`;
  if (typeof schema.maxLength === "number" && schema.minLength === undefined)
    return `text of at most ${schema.maxLength} characters`;
  return schema.minLength === undefined ? "text" : `text that is not empty${such}`;
}

function describeRange({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${String(minimum)} to ${String(maximum)}`;
  if (minimum !== undefined) return ` of at least ${String(minimum)}`;
  return maximum === undefined ? "" : ` of at most ${String(maximum)}`;
}

function describeList({ minItems, maxItems, items }: JsonSchema): string {
  if (minItems === 2 && maxItems === 2) return "a pair [x, y] of numbers";
  const of = items && typeof items === "object" ? ` of which each is ${describe(items as JsonSchema)}` : "";
  const count =
    typeof minItems === "number" && minItems > 0
      ? ` with at least ${minItems} ${minItems === 1 ? "entry" : "entries"}`
      : "";
  return `a list${count}${of}`;
}

/** What was found there, in people's words and short; a secret only by its type. */
export function describeFound(value: unknown, schema: JsonSchema | undefined, name: string): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") {
    const keys = Object.keys(value);
    if (keys.length === 0) return "an empty object";
    return `an object with ${keys.slice(0, 5).join(", ")}${keys.length > 5 ? ", …" : ""}`;
  }
  if (typeof value !== "string") return String(value);
  if (schema?.kind === "secret" || isSecretName(name)) return "text";
  return JSON.stringify(brief(value));
}

/** A name or text as a message shows it. */
export function brief(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
