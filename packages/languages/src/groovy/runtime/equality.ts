import { GString } from "./gstring.ts";
import { keyText } from "./key.ts";
import { Bytes, JArray, JList } from "./list.ts";
import { Entry, JMap, JSet } from "./map.ts";
import { Char, isNumber } from "./number.ts";
import type { Obj } from "./object.ts";
import { tryCompare } from "./order.ts";
import { Range } from "./range.ts";
import { COMPARABLE } from "./types.ts";

/** Groovy's `==`: by value, numbers across their types, a GString like its text. */
export function equal(left: Obj, right: Obj): boolean {
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (typeof left !== "object") {
    return typeof left === typeof right ? false : tryCompare(left, right, true) === 0;
  }
  if (isNumber(left) || left instanceof Char || left instanceof GString) return tryCompare(left, right, true) === 0;
  const items = listItems(left);
  if (items) {
    const others = listItems(right);
    return others !== undefined && equalItems(items, others);
  }
  if (left instanceof JSet) return right instanceof JSet && equalSets(left, right);
  if (left instanceof JMap) return right instanceof JMap && equalMaps(left, right);
  if (left instanceof Entry) {
    return right instanceof Entry && equal(left.key, right.key) && equal(left.value, right.value);
  }
  if (left.equals) return left.equals(right);
  if (left.cls.is(COMPARABLE) && left.compareTo) return tryCompare(left, right, true) === 0;
  return same(left, right);
}

/** Java's `equals()`: types count, a GString is no String. */
export function same(left: Obj, right: Obj): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== "object") return false;
  if (left instanceof JList || left instanceof Range || left instanceof JMap || left instanceof JSet) {
    return equal(left, right);
  }
  if (left.equals) return left.equals(right);
  return typeof right === "object" && keyText(left) === keyText(right);
}

function listItems(value: Obj): readonly Obj[] | undefined {
  if (value instanceof JList || value instanceof JArray) return value.items;
  if (value instanceof Range) return value.list();
  if (value instanceof Bytes) return value.items();
  return undefined;
}

function equalItems(left: readonly Obj[], right: readonly Obj[]): boolean {
  return left.length === right.length && left.every((item, i) => equal(item, right[i] as Obj));
}

function equalSets(left: JSet, right: JSet): boolean {
  if (left.size !== right.size) return false;
  const others = right.items;
  return left.items.every((item) => right.has(item) || (isNumber(item) && others.some((other) => equal(item, other))));
}

function equalMaps(left: JMap, right: JMap): boolean {
  return (
    left.size === right.size &&
    left.entries().every((entry) => {
      const other = right.entry(entry.key);
      return other !== undefined && equal(entry.value, other.value);
    })
  );
}
