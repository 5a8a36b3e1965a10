import { javaDouble } from "@mortise/contract";
import { GClass } from "./class.ts";
import { Closure } from "./closure.ts";
import { BigDecimal } from "./decimal.ts";
import { GString } from "./gstring.ts";
import { identityOf } from "./key.ts";
import { Bytes, JArray, JList } from "./list.ts";
import { Entry, JMap, JSet } from "./map.ts";
import { BigInt_, Byte, Char, Double, Float, Short } from "./number.ts";
import type { GObject, Obj } from "./object.ts";
import { Range } from "./range.ts";
import { Throwable } from "./throwable.ts";

/** Collections within collections beyond this are refused; a list that holds itself would never end. */
const MAX_DEPTH = 400;

/** A value's text as Groovy writes it in strings and output: `[1, a]`, `[a:1]`, `null`. */
export function textOf(value: Obj, depth = 0): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "bigint":
    case "boolean":
      return String(value);
    default:
      return value === null ? "null" : objectText(value, depth, true);
  }
}

/** A value's own `toString()`; it differs from `textOf` for the maps that JsonSlurper makes. */
export function toStringOf(value: Obj): string {
  return typeof value === "object" && value !== null ? objectText(value, 0, false) : textOf(value);
}

function objectText(value: GObject, depth: number, groovy: boolean): string {
  if (depth > MAX_DEPTH) return "…";
  if (value instanceof GString || value instanceof BigDecimal) return value.toString();
  if (value instanceof Double) return javaDouble(value.v);
  if (value instanceof Float) return floatText(value.v);
  if (value instanceof BigInt_ || value instanceof Short || value instanceof Byte) return String(value.v);
  if (value instanceof Char) return value.text();
  if (value instanceof JList) return listText(value, value.items, depth);
  if (value instanceof JMap) return mapText(value, depth, groovy);
  if (value instanceof JSet) return listText(value, value.items, depth);
  if (value instanceof Range) return rangeText(value, depth);
  if (value instanceof Entry) return `${textOf(value.key, depth + 1)}=${textOf(value.value, depth + 1)}`;
  if (value instanceof JArray) {
    if (groovy && value.element === "char") return value.items.map((item) => textOf(item)).join("");
    return groovy ? listText(value, value.items, depth) : identityText(value);
  }
  if (value instanceof Bytes) return groovy ? listText(value, value.items(), depth) : identityText(value);
  if (value instanceof GClass) return `${value.isInterface ? "interface" : "class"} ${value.name}`;
  if (value instanceof Throwable) return throwableText(value);
  if (value instanceof Closure) return `${value.cls.name}@${identityOf(value).toString(16)}`;
  return value.text?.() ?? identityText(value);
}

function identityText(value: GObject): string {
  return `${value.cls.name}@${identityOf(value).toString(16)}`;
}

function listText(self: GObject, items: readonly Obj[], depth: number): string {
  return `[${items.map((item) => (item === self ? "(this Collection)" : textOf(item, depth + 1))).join(", ")}]`;
}

function rangeText(range: Range, depth: number): string {
  return `[${range
    .list()
    .map((item) => textOf(item, depth + 1))
    .join(", ")}]`;
}

function mapText(map: JMap, depth: number, groovy: boolean): string {
  // JsonSlurper's map keeps Java's own form when it is asked itself, and Groovy's when it is written into a string.
  const java = !groovy && map.cls.name.endsWith(".LazyMap");
  const entries = map.entries().map(({ key, value }) => {
    const left = key === map ? "(this Map)" : textOf(key, depth + 1);
    const right = value === map ? "(this Map)" : java ? toStringOf(value) : textOf(value, depth + 1);
    return java ? `${left}=${right}` : `${left}:${right}`;
  });
  if (java) return `{${entries.join(", ")}}`;
  return entries.length ? `[${entries.join(", ")}]` : "[:]";
}

/** `Throwable.toString()`. */
export function throwableText(value: Throwable): string {
  return value.message === null ? value.cls.name : `${value.cls.name}: ${textOf(value.message)}`;
}

/** `Float.toString`: the shortest text that gives the same float back. */
export function floatText(value: number): string {
  if (!Number.isFinite(value) || value === 0) return javaDouble(value);
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return javaDouble(short);
  }
  return javaDouble(value);
}
