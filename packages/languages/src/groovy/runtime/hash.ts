import { BigDecimal } from "./decimal.ts";
import { GString } from "./gstring.ts";
import { identityOf } from "./key.ts";
import { JArray, JList } from "./list.ts";
import { Entry, JMap, JSet } from "./map.ts";
import { BigInt_, Char, Double, Float } from "./number.ts";
import type { Obj } from "./object.ts";

/** Java's `hashCode()`: the order of a HashMap and the value that scripts print depend on it. */
export function hashOf(value: Obj): number {
  switch (typeof value) {
    case "string":
      return hashText(value);
    case "number":
      return value;
    case "bigint":
      return hashLong(value);
    case "boolean":
      return value ? 1231 : 1237;
    default:
      return value === null ? 0 : hashObject(value);
  }
}

/** `String.hashCode()`. */
export function hashText(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function hashLong(value: bigint): number {
  return Number(BigInt.asIntN(32, value ^ (value >> 32n)));
}

const bits = new DataView(new ArrayBuffer(8));

/** `Double.hashCode()`. */
function hashDouble(value: number): number {
  bits.setFloat64(0, value);
  return bits.getInt32(0) ^ bits.getInt32(4);
}

function hashBig(value: bigint): number {
  let magnitude = value < 0n ? -value : value;
  const words: number[] = [];
  for (; magnitude > 0n; magnitude >>= 32n) words.unshift(Number(magnitude & 0xffffffffn));
  let hash = 0;
  for (const word of words) hash = (Math.imul(31, hash) + word) | 0;
  return value < 0n ? -hash | 0 : hash;
}

function hashObject(value: Exclude<Obj, null | boolean | number | bigint | string>): number {
  if (value instanceof Char) return value.code;
  if (value instanceof Double) return hashDouble(value.v);
  if (value instanceof Float) {
    bits.setFloat32(0, value.v);
    return bits.getInt32(0);
  }
  if (value instanceof BigInt_) return hashBig(value.v);
  if (value instanceof BigDecimal) return (Math.imul(31, hashBig(value.unscaled)) + value.scale) | 0;
  if (value instanceof GString) return (37 + hashText(value.toString())) | 0;
  if (value instanceof JList) return hashList(value.items);
  if (value instanceof JSet) return sum(value.items.map(hashOf));
  if (value instanceof Entry) return hashOf(value.key) ^ hashOf(value.value);
  if (value instanceof JMap) return sum(value.entries().map(hashObject));
  if (value instanceof JArray) return identityOf(value);
  return value.hash?.() ?? (value.keyText ? hashText(value.keyText()) : identityOf(value));
}

/** `List.hashCode()`. */
export function hashList(items: readonly Obj[]): number {
  let hash = 1;
  for (const item of items) hash = (Math.imul(31, hash) + hashOf(item)) | 0;
  return hash;
}

function sum(hashes: readonly number[]): number {
  let total = 0;
  for (const hash of hashes) total = (total + hash) | 0;
  return total;
}
