import { JArray, JList } from "../../runtime/list.ts";
import { JSet, SORTED_CLASSES } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";

/** Items in a collection of the kind they came from: a set stays a set, an array an array, all else becomes a list. */
export function like(run: Run, self: Obj, items: Obj[]): Obj {
  run.take(items.length * 8 + 32);
  if (self instanceof JSet) {
    run.take(items.length * 56);
    return SORTED_CLASSES.has(self.cls) ? new JSet(items, self.cls, self.comparison) : new JSet(items);
  }
  if (self instanceof JArray) return new JArray(items, self.element);
  return new JList(items);
}
