import { decode, encode, encodeTyped, type Json, Typed, type Value } from "@mortise/contract";

/** Whether a number is written with a fraction: a BigDecimal where Groovy reads JSON. */
const FRACTION = /[.eE]/;

/** A value of a request. Groovy's JSON has BigDecimals where other languages have doubles, as `9.99` has no double. */
export function readValue(json: Json, decimals: boolean): Value {
  const value = decode(json);
  return decimals ? withDecimals(value) : value;
}

function withDecimals(value: Value): Value {
  if (typeof value === "number" && !Number.isInteger(value)) {
    const text = String(value);
    return FRACTION.test(text) && Number.isFinite(value) ? new Typed("BigDecimal", text) : value;
  }
  if (Array.isArray(value)) return value.map(withDecimals);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, withDecimals(item)]));
  return value;
}

/** How an answer writes values: `{ t, v }`, or plain JSON with `$date` and `$bytes` where JSON has nothing. */
export type Writer = (value: Value) => Json;

export const writeTyped: Writer = encodeTyped;

/** JSON as people and Camel's own tests write it: a Long, a Double and a BigDecimal are numbers, a Set is a list. */
export const writePlain: Writer = (value) => plain(encode(value));

function plain(json: Json): Json {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map(plain);
  if ("$long" in json) return exactNumber(String(json.$long)) ?? json;
  if ("$set" in json) return plain(json.$set as Json);
  if ("$" in json) return NUMBERS.has(String(json.$)) ? (exactNumber(String(json.v)) ?? json) : (json.v as Json);
  return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, plain(item)]));
}

const NUMBERS = new Set(["Double", "Float", "Short", "Byte", "BigInteger", "BigDecimal"]);

/** A number that stands for this text and no other; undefined when JSON would change it. */
function exactNumber(text: string): number | undefined {
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? undefined : number;
}
