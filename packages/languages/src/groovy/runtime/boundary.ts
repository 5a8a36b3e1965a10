import { double, isInteger, mortiseError, Typed, type Value } from "@mortise/contract";
import { JDate } from "./date.ts";
import { BigDecimal } from "./decimal.ts";
import { GString } from "./gstring.ts";
import { itemsOf } from "./items.ts";
import { Bytes, JArray, JList } from "./list.ts";
import { JMap, JSet } from "./map.ts";
import { BigInt_, Byte, Char, Double, Float, Short } from "./number.ts";
import type { GObject, Obj } from "./object.ts";
import { Range } from "./range.ts";
import { floatText, textOf } from "./text.ts";
import { fromTypedText, isTimeType } from "./typed.ts";

/** Deeper values pass no codec. */
const MAX_DEPTH = 200;

/** A value of a message as scripts see it: collections are copied, so that a script changes its own. */
export function toObj(value: Value): Obj {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value;
    case "number":
      if (isInteger(value)) return value;
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : new Double(value);
    default:
      return value === null ? null : toObject(value);
  }
}

function toObject(value: Exclude<Value, null | string | boolean | bigint | number>): Obj {
  if (Array.isArray(value)) return new JList(value.map(toObj));
  if (value instanceof Map) {
    const map = new JMap();
    for (const [key, item] of value) map.set(toObj(key), toObj(item));
    return map;
  }
  if (value instanceof Typed) return fromTyped(value);
  if (value instanceof Uint8Array) return new Bytes(Uint8Array.from(value));
  if (value instanceof Date) return new JDate(value.getTime());
  return new JSet([...value].map(toObj));
}

function fromTyped(value: Typed): Obj {
  const { type, text } = value;
  switch (type) {
    case "Double":
      return new Double(Number(text));
    case "Float":
      return new Float(Number(text));
    case "Short":
      return new Short(Number(text));
    case "Byte":
      return new Byte(Number(text));
    case "Character":
      return new Char(text.charCodeAt(0));
    case "GString":
      return new GString([text], []);
    case "BigInteger":
      return new BigInt_(BigInt(text));
    case "BigDecimal":
      return BigDecimal.parse(text) ?? text;
    default:
      return fromTypedText(type, text);
  }
}

/** What a script made, as a value of a message. What has no value there becomes its text. */
export function fromObj(value: Obj, depth = 0): Value {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
    case "number":
      return value;
    default:
      return value === null ? null : fromObject(value, depth);
  }
}

function fromObject(value: GObject, depth: number): Value {
  if (depth >= MAX_DEPTH) throw mortiseError("VALUE_INVALID", { what: `more than ${MAX_DEPTH} levels deep` });
  if (value instanceof GString) return new Typed("GString", value.toString());
  if (value instanceof BigDecimal) return new Typed("BigDecimal", value.toString());
  if (value instanceof Double) return double(value.v);
  if (value instanceof JMap) {
    const map = new Map<Value, Value>();
    for (const entry of value.entries()) map.set(fromObj(entry.key, depth + 1), fromObj(entry.value, depth + 1));
    return map;
  }
  if (value instanceof JSet) return new Set(value.items.map((item) => fromObj(item, depth + 1)));
  if (value instanceof JList || value instanceof JArray) return value.items.map((item) => fromObj(item, depth + 1));
  if (value instanceof Range) return value.list().map((item) => fromObj(item, depth + 1));
  if (value instanceof Bytes) return value.data;
  if (value instanceof JDate) return new Date(value.ms);
  if (value instanceof BigInt_) return new Typed("BigInteger", String(value.v));
  if (value instanceof Float) return new Typed("Float", floatText(value.v));
  if (value instanceof Short) return new Typed("Short", String(value.v));
  if (value instanceof Byte) return new Typed("Byte", String(value.v));
  if (value instanceof Char) return new Typed("Character", value.text());
  const { name } = value.cls;
  if (isTimeType(name)) return new Typed(name as `java.time.${string}`, textOf(value));
  // What has a text of its own is that text, though it may be gone through as well.
  const items = value.text ? undefined : itemsOf(value);
  return items ? items.map((item) => fromObj(item, depth + 1)) : textOf(value);
}
