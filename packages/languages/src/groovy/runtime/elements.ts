import { boxOf, cast } from "./cast.ts";
import { getProperty, invoke, setProperty } from "./dispatch.ts";
import { GString } from "./gstring.ts";
import { itemsOf } from "./items.ts";
import { Bytes, JArray, JList } from "./list.ts";
import { JMap } from "./map.ts";
import { isNumber, toInt } from "./number.ts";
import type { Obj } from "./object.ts";
import { Range } from "./range.ts";
import type { Run } from "./run.ts";
import { throwNew } from "./throwable.ts";

/** `object[key]`. */
export function getAt(run: Run, object: Obj, key: Obj): Obj {
  if (object === null) {
    throw throwNew("java.lang.NullPointerException", "Cannot invoke method getAt() on null object");
  }
  if (object instanceof JMap) return object.get(key);
  if (typeof object === "string" || object instanceof GString) return textAt(run, object.toString(), key);
  const items = sequence(object);
  if (items) {
    if (isNumber(key)) return itemAt(object, items, toInt(key));
    const indexes = itemsOf(key);
    if (indexes) return itemsAt(run, items, key, indexes);
  }
  if (typeof key === "string" || key instanceof GString) return getProperty(run, object, key.toString());
  return invoke(run, object, "getAt", [key]);
}

function sequence(object: Obj): readonly Obj[] | undefined {
  if (object instanceof JList || object instanceof JArray) return object.items;
  return object instanceof Range || object instanceof Bytes ? itemsOf(object) : undefined;
}

function itemAt(object: Obj, items: readonly Obj[], index: number): Obj {
  if (index >= 0) {
    const item = items[index];
    if (item !== undefined) return item;
    if (object instanceof JList || object instanceof Range) return null;
    throw outOfBounds(index, items.length);
  }
  const at = index + items.length;
  const item = items[at];
  if (item !== undefined) return item;
  throw throwNew(
    "java.lang.ArrayIndexOutOfBoundsException",
    `Negative array index [${index}] too large for array size ${items.length}`,
  );
}

function outOfBounds(index: number, length: number): Error {
  return throwNew(
    "java.lang.ArrayIndexOutOfBoundsException",
    `Index ${index} out of bounds for length ${length}`,
  ) as unknown as Error;
}

function itemsAt(run: Run, items: readonly Obj[], key: Obj, indexes: readonly Obj[]): Obj {
  run.take(indexes.length * 8);
  if (key instanceof Range) {
    const [from, to, reverse] = span(key, items.length);
    const part = items.slice(from, to + 1);
    return new JList(reverse ? part.reverse() : part);
  }
  const found: Obj[] = [];
  for (const index of indexes) {
    const nested = itemsOf(index);
    if (nested) found.push(...((itemsAt(run, items, index, nested) as JList).items as Obj[]));
    else {
      const at = toInt(index);
      found.push(items[at < 0 ? at + items.length : at] ?? null);
    }
  }
  return new JList(found);
}

/** The part of a sequence that a range means: first, last, and whether backwards. */
export function span(range: Range, size: number): [number, number, boolean] {
  if (range.size === 0) {
    const at = toInt(range.from);
    const from = at < 0 ? at + size : at;
    return [from, from - 1, false];
  }
  let from = toInt(range.from);
  let to = toInt(range.to);
  let { reverse } = range;
  if (from < 0) from += size;
  if (to < 0) to += size;
  if (from > to) {
    [from, to] = [to, from];
    reverse = !reverse;
  }
  if (from < 0 || to >= size) {
    throw throwNew("java.lang.IndexOutOfBoundsException", from < 0 ? `fromIndex = ${from}` : `toIndex = ${to + 1}`);
  }
  return [from, to, reverse];
}

function textAt(run: Run, text: string, key: Obj): Obj {
  if (isNumber(key)) {
    const index = toInt(key);
    const at = index < 0 ? index + text.length : index;
    const char = text[at];
    if (char !== undefined && at >= 0) return char;
    throw throwNew(
      `java.lang.${index < 0 ? "Array" : "String"}IndexOutOfBoundsException`,
      index < 0
        ? `Negative array index [${index}] too large for array size ${text.length}`
        : `begin ${at}, end ${at + 1}, length ${text.length}`,
    );
  }
  if (key instanceof Range) {
    const [from, to, reverse] = textSpan(key, text.length);
    const part = text.slice(from, to + 1);
    return reverse ? [...part].reverse().join("") : part;
  }
  const indexes = itemsOf(key);
  if (!indexes) return getProperty(run, text, String(key));
  return indexes.map((index) => textAt(run, text, index)).join("");
}

function textSpan(range: Range, size: number): [number, number, boolean] {
  const [from, to, reverse] = unchecked(range, size);
  if (from < 0 || to >= size || from > to + 1) {
    throw throwNew("java.lang.StringIndexOutOfBoundsException", `begin ${from}, end ${to + 1}, length ${size}`);
  }
  return [from, to, reverse];
}

function unchecked(range: Range, size: number): [number, number, boolean] {
  if (range.size === 0) {
    const at = toInt(range.from);
    return [at < 0 ? at + size : at, (at < 0 ? at + size : at) - 1, false];
  }
  let from = toInt(range.from);
  let to = toInt(range.to);
  let { reverse } = range;
  if (from < 0) from += size;
  if (to < 0) to += size;
  if (from > to) {
    [from, to] = [to, from];
    reverse = !reverse;
  }
  return [from, to, reverse];
}

/** `object[key] = value`. */
export function putAt(run: Run, object: Obj, key: Obj, value: Obj): void {
  if (object === null) {
    throw throwNew("java.lang.NullPointerException", "Cannot invoke method putAt() on null object");
  }
  if (object instanceof JMap) {
    run.take(64);
    object.set(key, value);
  } else if (object instanceof JList && isNumber(key)) putItem(run, object, toInt(key), value);
  else if (object instanceof JArray && isNumber(key)) putElement(run, object, toInt(key), value);
  else if (object instanceof Bytes && isNumber(key)) {
    const at = toInt(key) < 0 ? toInt(key) + object.data.length : toInt(key);
    if (at < 0 || at >= object.data.length) throw outOfBounds(toInt(key), object.data.length);
    object.data[at] = toInt(value) & 0xff;
  } else if (typeof key === "string" && typeof object === "object" && !(object instanceof JList)) {
    setProperty(run, object, key, value);
  } else invoke(run, object, "putAt", [key, value]);
}

function putItem(run: Run, list: JList, index: number, value: Obj): void {
  const { items } = list;
  const at = index < 0 ? index + items.length : index;
  if (at < 0) {
    throw throwNew(
      "java.lang.ArrayIndexOutOfBoundsException",
      `Negative array index [${index}] too large for array size ${items.length}`,
    );
  }
  if (at < items.length) {
    list.change()[at] = value;
    return;
  }
  run.take((at - items.length + 1) * 8);
  const grown = list.grow();
  while (grown.length < at) grown.push(null);
  grown.push(value);
}

function putElement(run: Run, array: JArray, index: number, value: Obj): void {
  const at = index < 0 ? index + array.items.length : index;
  if (at < 0 || at >= array.items.length) throw outOfBounds(index, array.items.length);
  const box = boxOf(array.element);
  array.items[at] = box ? cast(run, value, box, array.element) : value;
}
