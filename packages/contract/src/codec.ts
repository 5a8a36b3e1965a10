import { mortiseError } from "./errors/error.ts";
import { isInteger, JavaArray, javaDouble, Typed, type TypedName, typeName, type Value } from "./value.ts";

/** JSON as `JSON.parse` gives it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Deeper values are refused at every door: `JSON.stringify` overflows the stack at 5,000 levels. */
export const MAX_DEPTH = 200;

/**
 * The one codec of journal, trace, worker hop and `/evaluate`. What JSON has stands as it is; the rest is an
 * object with one key that starts with `$`: `{"$date": ms}`, `{"$bytes": "text"}`, `{"$base64": "…"}`, `{"$long": "5"}`,
 * `{"$set": []}`, `{"$array": []}` (read only, a `JavaArray`), `{"$map": [[key, value]]}` for a map that JSON cannot write
 * (keys that are not strings, or one that starts with `$`), and `{"$": type, "v": text}` for `Typed`.
 */
export function encode(value: Value, depth = 0): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: "Double", v: javaSpecial(value) };
  if (typeof value === "bigint") return { $long: String(value) };
  if (value instanceof Typed) return { $: value.type, v: value.text };
  if (value instanceof Date) return { $date: value.getTime() };
  if (value instanceof Uint8Array) return encodeBytes(value);
  if (depth >= MAX_DEPTH) throw mortiseError("VALUE_INVALID", { what: `more than ${MAX_DEPTH} levels deep` });
  if (Array.isArray(value)) return value.map((item) => encode(item, depth + 1));
  if (value instanceof Set) return { $set: [...value].map((item) => encode(item, depth + 1)) };
  return encodeMap(value, depth);
}

/** The inverse of `encode`. Throws `VALUE_INVALID` for an unknown tag or more than 200 levels. */
export function decode(json: Json, depth = 0): Value {
  if (json === null || typeof json !== "object") return json;
  if (depth >= MAX_DEPTH) throw mortiseError("VALUE_INVALID", { what: `more than ${MAX_DEPTH} levels deep` });
  if (Array.isArray(json)) return json.map((item) => decode(item, depth + 1));
  const keys = Object.keys(json);
  const first = keys[0];
  if (first?.startsWith("$") && (keys.length === 1 || (first === "$" && keys.length === 2)))
    return decodeTag(first, json, depth);
  const map = new Map<Value, Value>();
  for (const key of keys) map.set(key, decode(json[key] as Json, depth + 1));
  return map;
}

/** `{ "t": "BigDecimal", "v": "3.33" }`: the form that `"typed": true` of `/evaluate` answers with. */
export function encodeTyped(value: Value): Json {
  const t = typeName(value);
  if (value === null) return { t };
  if (typeof value === "boolean") return { t, v: value };
  if (value instanceof Map) return { t, v: [...value].map(([key, item]) => [encodeTyped(key), encodeTyped(item)]) };
  if (Array.isArray(value) || value instanceof Set) return { t, v: [...value].map(encodeTyped) };
  if (value instanceof Date) return { t, v: value.toISOString() };
  if (value instanceof Uint8Array)
    return { t, v: [...value].map((byte) => encodeTyped(new Typed("Byte", String((byte << 24) >> 24)))) };
  return { t, v: t === "Double" ? javaDouble(Number(value)) : String(value) };
}

function encodeBytes(value: Uint8Array): Json {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? { $bytes: text } : { $base64: bytes.toString("base64") };
}

function encodeMap(map: Map<Value, Value>, depth: number): Json {
  // Object keys that look like array indexes would lose their place: JavaScript iterates them first.
  for (const key of map.keys()) {
    if (typeof key !== "string" || key === "" || key.startsWith("$") || key === "__proto__" || /^\d/.test(key)) {
      return { $map: [...map].map(([name, item]) => [encode(name, depth + 1), encode(item, depth + 1)]) };
    }
  }
  const json: { [key: string]: Json } = {};
  for (const [key, item] of map) json[key as string] = encode(item, depth + 1);
  return json;
}

const TYPED = /^(Double|Float|Short|Byte|Character|GString|BigInteger|BigDecimal|java\.(time|util)\.[A-Za-z.]+)$/;

function decodeTag(tag: string, json: { [key: string]: Json }, depth: number): Value {
  const value = json[tag] as Json;
  if (tag === "$" && typeof value === "string" && TYPED.test(value))
    return decodeTyped(value as TypedName, String(json.v));
  if (tag === "$date" && typeof value === "number") return dateOf(value);
  if (tag === "$bytes" && typeof value === "string") return new Uint8Array(Buffer.from(value, "utf8"));
  if (tag === "$base64" && typeof value === "string") return new Uint8Array(Buffer.from(value, "base64"));
  if (tag === "$long" && typeof value === "string" && /^-?\d{1,19}$/.test(value)) return BigInt(value);
  if (tag === "$array" && Array.isArray(value)) return JavaArray.from(value.map((item) => decode(item, depth + 1)));
  if (tag === "$set" && Array.isArray(value)) return new Set(value.map((item) => decode(item, depth + 1)));
  if (tag === "$map" && Array.isArray(value) && value.every(isPair)) {
    return new Map((value as [Json, Json][]).map(([key, item]) => [decode(key, depth + 1), decode(item, depth + 1)]));
  }
  throw mortiseError("VALUE_INVALID", { what: `an unknown tag ${JSON.stringify(tag)}` });
}

function isPair(item: Json): boolean {
  return Array.isArray(item) && item.length === 2;
}

/** Whoever prints an instant that no date has would fail far from where it came in. */
function dateOf(ms: number): Date {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) throw mortiseError("VALUE_INVALID", { what: `there is no instant ${ms}` });
  return date;
}

function decodeTyped(type: TypedName, text: string): Value {
  if (type === "Double" && (text === "-0.0" || !Number.isSafeInteger(Number(text)))) return Number(text);
  return new Typed(type, text);
}

function javaSpecial(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value);
}

/** JSON text of a value whose numbers are Integers where they fit; for bodies and headers that come in as JSON. */
export function fromJson(json: Json): Value {
  return decode(json);
}

/** Whether two values are the same by type and content. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (isInteger(left) || isInteger(right)) return false;
  return JSON.stringify(encode(left)) === JSON.stringify(encode(right));
}
