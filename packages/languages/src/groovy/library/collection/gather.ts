import { Closure } from "../../runtime/closure.ts";
import { equal } from "../../runtime/equality.ts";
import { itemsOf } from "../../runtime/items.ts";
import { JArray, JList } from "../../runtime/list.ts";
import { JMap, JSet } from "../../runtime/map.ts";
import { isNumber } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { Range } from "../../runtime/range.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { orderOf } from "./sorting.ts";

/** Lists by key, and within them by the next key. */
export function groupInto(
  run: Run,
  items: readonly Obj[],
  keys: readonly Closure[],
  call = (key: Closure, item: Obj) => key.call1(item),
): JMap {
  const [key, ...more] = keys;
  if (key && !(key instanceof Closure)) throw throwNew("java.lang.ClassCastException", "groupBy takes closures");
  const groups = new JMap();
  if (!key) return groups;
  for (const item of items) {
    run.take(24);
    const name = call(key, item);
    const group = groups.get(name);
    if (group instanceof JList) group.items.push(item);
    else {
      run.take(96);
      groups.set(name, new JList([item]));
    }
  }
  if (more.length) {
    for (const entry of groups.entries()) entry.value = groupInto(run, (entry.value as JList).items, more, call);
  }
  return groups;
}

/** Whether two values that are alike to a map are alike to `==` as well, and no others are. */
function isPlain(item: Obj): boolean {
  return typeof item === "string";
}

/** The items without repetitions: by `==`, by what a closure gives, or where it compares two as equal. */
export function unique(run: Run, items: readonly Obj[], by?: Closure): Obj[] {
  if (by?.arity === 2) {
    const order = orderOf(by);
    const kept: Obj[] = [];
    for (const item of items) if (!kept.some((one) => order(one, item) === 0)) kept.push(item);
    return kept;
  }
  const keys = by ? items.map((item) => by.call1(item)) : items;
  run.steps(items.length);
  if (keys.every(isPlain)) {
    const seen = new Set<Obj>();
    return items.filter((_item, i) => {
      const key = keys[i] as Obj;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }
  const kept: Obj[] = [];
  const keptKeys: Obj[] = [];
  items.forEach((item, i) => {
    const key = keys[i] as Obj;
    run.steps(keptKeys.length >> 3);
    if (keptKeys.some((one) => equal(one, key))) return;
    kept.push(item);
    keptKeys.push(key);
  });
  return kept;
}

/** The items that are not among others, by `==`. */
export function withoutItems(run: Run, items: readonly Obj[], others: readonly Obj[]): Obj[] {
  if (others.every(isPlain)) {
    const gone = new Set(others);
    run.steps(items.length >> 2);
    return items.filter(
      (item) =>
        !gone.has(
          typeof item === "object" && item !== null && item.actsAsText?.() ? (item.text?.() ?? String(item)) : item,
        ),
    );
  }
  const set = new JSet(others);
  const numbers = others.filter((one) => isNumber(one) || (typeof one === "object" && one !== null));
  run.steps(items.length * Math.min(100, numbers.length + 1));
  return items.filter((item) => !set.has(item) && !numbers.some((one) => equal(item, one)));
}

/** The items of lists within lists, one after the other; maps stay as they are. */
export function flattened(run: Run, items: readonly Obj[]): Obj[] {
  const flat: Obj[] = [];
  const add = (list: readonly Obj[], depth: number): void => {
    if (depth > 200) throw run.limit("200 lists within lists", "depth");
    for (const item of list) {
      const inner =
        item instanceof JList || item instanceof JSet || item instanceof JArray || item instanceof Range
          ? itemsOf(item)
          : undefined;
      if (inner) add(inner, depth + 1);
      else {
        run.take(8);
        flat.push(item);
      }
    }
  };
  run.steps(items.length);
  add(items, 0);
  return flat;
}
