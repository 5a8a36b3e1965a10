import { MAX_DEPTH, mortiseError, Typed, toText, type Value } from "@mortise/contract";

const NUMBERS = ["Double", "Float", "Short", "Byte", "BigInteger", "BigDecimal"];

/** A value as JSON text, numbers of every kind written with all their digits. */
export function toJson(value: Value, depth = 0): string {
  if (depth > MAX_DEPTH) throw mortiseError("VALUE_INVALID", { what: `more than ${MAX_DEPTH} levels deep` });
  if (value === null) return "null";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  if (value instanceof Typed && NUMBERS.includes(value.type)) return /^-?\d/.test(value.text) ? value.text : "null";
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (value instanceof Map) {
    const fields = [...value].map(([key, item]) => `${JSON.stringify(toText(key))}:${toJson(item, depth + 1)}`);
    return `{${fields.join(",")}}`;
  }
  if (Array.isArray(value) || value instanceof Set)
    return `[${[...value].map((item) => toJson(item, depth + 1)).join(",")}]`;
  return JSON.stringify(toText(value));
}
