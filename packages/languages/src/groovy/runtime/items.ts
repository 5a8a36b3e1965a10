import { Cursor } from "./iterator.ts";
import { Bytes, JArray, JList } from "./list.ts";
import { JSet } from "./map.ts";
import type { Obj } from "./object.ts";
import { Range } from "./range.ts";

/** The items of a collection, array, range or iterator; undefined for what has none. Not to be changed. */
export function itemsOf(value: Obj): readonly Obj[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof JList || value instanceof JArray) return value.items;
  if (value instanceof JSet) return value.items;
  if (value instanceof Range) return value.list();
  if (value instanceof Bytes) return value.items();
  if (value instanceof Cursor) return value.rest();
  return value.children?.();
}
