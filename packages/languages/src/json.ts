import { double, javaText, Typed, type Value } from "@mortise/contract";
import { failed } from "./failures.ts";
import { LIMITS, spend, spendText } from "./work.ts";

/** Deeper JSON than this is refused, as at every other door. */
const MAX_LEVELS = 200;

/**
 * JSON text as a value: objects are maps, `5.0` stays a Double and whole numbers keep all their digits. Unlike the
 * codec's `decode`, `$`-keys mean nothing here: the text comes from outside.
 */
export function parseJson(text: string): Value {
  spendText(text.length);
  spend(text.length >> 2);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, reviveNumber);
  } catch (error) {
    throw failed(`the text is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return toValue(parsed, 0);
}

/** Keeps what JavaScript's number would lose: digits beyond 2^53, and that `5.0` is a Double. */
function reviveNumber(_: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  const { source } = context;
  if (/[.eE]/.test(source)) return double(value);
  if (Number.isSafeInteger(value)) return value;
  const whole = source.length < 400 ? BigInt(source) : undefined;
  if (whole === undefined) return double(value);
  return BigInt.asIntN(64, whole) === whole ? whole : new Typed("BigInteger", source);
}

function toValue(json: unknown, level: number): Value {
  if (json === null || typeof json !== "object") return json as Value;
  if (json instanceof Typed) return json;
  if (level >= MAX_LEVELS) throw failed(`the JSON is more than ${MAX_LEVELS} levels deep`);
  if (Array.isArray(json)) return json.map((item) => toValue(item, level + 1));
  const map = new Map<Value, Value>();
  for (const key of Object.keys(json)) map.set(key, toValue((json as { [key: string]: unknown })[key], level + 1));
  return map;
}

/** A value as JSON text: a map's keys as text, dates in ISO 8601, bytes as text. */
export function formatJson(value: Value, indent = ""): string {
  const text = write(value, indent, "\n", 0);
  spendText(text.length);
  return text;
}

function write(value: Value, indent: string, line: string, level: number): string {
  spend(1);
  if (level > MAX_LEVELS) throw failed(`the value is more than ${MAX_LEVELS} levels deep`);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (typeof value === "bigint") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof Date) return JSON.stringify(Number.isNaN(value.getTime()) ? String(value) : value.toISOString());
  if (value instanceof Typed)
    return /^(Double|Float|Short|Byte|BigInteger|BigDecimal)$/.test(value.type) &&
      /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value.text)
      ? value.text
      : JSON.stringify(value.text);
  if (value instanceof Uint8Array) return JSON.stringify(javaText(value));
  const inner = indent === "" ? "" : line + indent;
  const joiner = indent === "" ? "," : `,${inner}`;
  if (value instanceof Map) {
    if (value.size === 0) return "{}";
    const colon = indent === "" ? ":" : ": ";
    const parts = [...value].map(
      ([key, item]) => JSON.stringify(javaText(key)) + colon + write(item, indent, line + indent, level + 1),
    );
    return `{${inner}${parts.join(joiner)}${indent === "" ? "" : line}}`;
  }
  const items = [...value].map((item) => write(item, indent, line + indent, level + 1));
  if (items.length === 0) return "[]";
  return `[${inner}${items.join(joiner)}${indent === "" ? "" : line}]`;
}

/** Whether a text looks like a JSON object or list. */
export function looksLikeJson(text: string): boolean {
  const first = /^\s*([[{])/.exec(text.slice(0, LIMITS.pattern))?.[1];
  return first !== undefined && text.trimEnd().endsWith(first === "{" ? "}" : "]");
}
