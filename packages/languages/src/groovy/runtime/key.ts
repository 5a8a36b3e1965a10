import { BigDecimal } from "./decimal.ts";
import { GString } from "./gstring.ts";
import { JArray, JList } from "./list.ts";
import { Entry, JMap, JSet } from "./map.ts";
import { BigInt_, Byte, Char, Double, Float, Short } from "./number.ts";
import type { GObject, Obj } from "./object.ts";

const identities = new WeakMap<GObject, number>();
let lastIdentity = 0;

/** A number that no other object has. */
export function identityOf(value: GObject): number {
  let id = identities.get(value);
  if (id === undefined) {
    id = ++lastIdentity;
    identities.set(value, id);
  }
  return id;
}

/**
 * What JavaScript's Map can hold a Groovy value under: the same for values that are equal to Java. Strings and
 * numbers stand for themselves; whatever else begins with a zero character, which a string key gets doubled.
 */
export function keyOf(value: Obj): unknown {
  switch (typeof value) {
    case "string":
      return value.charCodeAt(0) === 0 ? `\0\0${value}` : value;
    case "object":
      if (value === null) return null;
      return `\0${keyText(value)}`;
    default:
      return value;
  }
}

/** A text that two values share only when Java calls them equal. */
export function keyText(value: Obj): string {
  switch (typeof value) {
    case "string":
      return `s${value.length}:${value}`;
    case "number":
      return `i${value}`;
    case "bigint":
      return `l${value}`;
    case "boolean":
      return value ? "t" : "f";
    default:
      return value === null ? "n" : objectKey(value);
  }
}

function objectKey(value: GObject): string {
  if (value instanceof GString) return `g${keyText(value.toString())}`;
  if (value instanceof BigDecimal) return `d${value.unscaled}e${value.scale}`;
  if (value instanceof BigInt_) return `b${value.v}`;
  if (value instanceof Double) return `D${Object.is(value.v, -0) ? "-0" : value.v}`;
  if (value instanceof Float) return `F${Object.is(value.v, -0) ? "-0" : value.v}`;
  if (value instanceof Short) return `S${value.v}`;
  if (value instanceof Byte) return `B${value.v}`;
  if (value instanceof Char) return `c${value.code}`;
  if (value instanceof JList) return `[${value.items.map(keyText).join(",")}]`;
  if (value instanceof JArray) return `#${identityOf(value)}`;
  if (value instanceof Entry) return `e${keyText(value.key)}=${keyText(value.value)}`;
  if (value instanceof JMap) return `{${value.entries().map(objectKey).sort().join(",")}}`;
  if (value instanceof JSet) return `(${value.items.map(keyText).sort().join(",")})`;
  return value.keyText?.() ?? `#${identityOf(value)}`;
}
