import { GString } from "./gstring.ts";
import { itemsOf } from "./items.ts";
import { Cursor } from "./iterator.ts";
import { concurrentChange, JList } from "./list.ts";
import { JMap } from "./map.ts";
import type { Obj } from "./object.ts";
import { Range } from "./range.ts";

/** What a `for` runs through, one after the other, undefined at the end: items, entries, characters, or the value itself. */
export function iterate(value: Obj): () => Obj | undefined {
  if (value === null) return () => undefined;
  let at = 0;
  if (value instanceof JList) {
    const { items, modified } = value;
    return () => {
      if (at === items.length) return undefined;
      if (value.modified !== modified) throw concurrentChange();
      return items[at++];
    };
  }
  if (value instanceof Range) return () => (at < value.size ? value.get(at++) : undefined);
  if (value instanceof Cursor) return () => (value.hasNext() ? value.next() : undefined);
  if (typeof value === "string" || value instanceof GString) {
    const text = value.toString();
    return () => (at < text.length ? text[at++] : undefined);
  }
  if (value instanceof JMap) {
    const entries = value.entries();
    const { modified } = value;
    return () => {
      if (at === entries.length) return undefined;
      if (value.modified !== modified) throw concurrentChange();
      return entries[at++];
    };
  }
  const items = itemsOf(value) ?? [value];
  return () => (at < items.length ? items[at++] : undefined);
}

/** All that a `for` would run through. */
export function allOf(value: Obj): readonly Obj[] {
  if (value === null) return [];
  if (value instanceof JMap) return value.entries();
  if (typeof value === "string" || value instanceof GString) return value.toString().split("");
  return itemsOf(value) ?? [value];
}
