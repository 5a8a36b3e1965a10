import { divideNumbers } from "../../runtime/arithmetic.ts";
import type { Closure } from "../../runtime/closure.ts";
import { itemsOf } from "../../runtime/items.ts";
import { allOf, iterate } from "../../runtime/iterate.ts";
import { JArray, JList } from "../../runtime/list.ts";
import { Entry, JMap, JSet } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import { binary } from "../../runtime/operators.ts";
import { Range } from "../../runtime/range.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { sorted } from "./sorting.ts";

export const noSuch = (method: string) =>
  throwNew(
    "java.util.NoSuchElementException",
    `Cannot access ${method}() element from an empty ${method === "pop" ? "List" : "Iterable"}`,
  );

/** The same of a list, by its own name. */
const noSuchIn = (self: Obj, method: string) =>
  self instanceof JList && method !== "pop"
    ? throwNew("java.util.NoSuchElementException", `Cannot access ${method}() element from an empty List`)
    : noSuch(method);

/** The items, copied for the caller to keep. */
export function copy(run: Run, self: Obj): Obj[] {
  const items = allOf(self);
  run.take(items.length * 8 + 32);
  return [...items];
}

export function entryOf(made: Obj): readonly [Obj, Obj] {
  if (made instanceof Entry) return [made.key, made.value];
  const items = itemsOf(made);
  return [items?.[0] ?? null, items?.[1] ?? null];
}

/** Puts what a closure made into a map: a map, an entry or a pair. */
export function putEntries(run: Run, map: JMap, made: Obj): void {
  run.take(64);
  if (made instanceof JMap) for (const { key, value } of made.entries()) map.set(key, value);
  else map.set(...entryOf(made));
}

export function total(run: Run, items: readonly Obj[], initial: Obj | undefined, of?: Closure): Obj {
  let sum = initial;
  for (const item of items) {
    const value = of ? of.call1(item) : item;
    if (sum === undefined) sum = value;
    else if (typeof sum === "number" && typeof value === "number") sum = (sum + value) | 0;
    else sum = binary(run, "+", sum, value);
  }
  run.steps(items.length);
  return sum ?? null;
}

export const atLeast = (count: number) => Math.max(0, count);

export function firstOf(self: Obj, method: string): Obj {
  const found = iterate(self)();
  if (found === undefined) throw noSuchIn(self, method);
  return found;
}

/** Whether all of some items are among others. */
export function containsAll(run: Run, items: readonly Obj[], wanted: readonly Obj[]): boolean {
  run.steps(items.length + wanted.length);
  const set = new JSet(items);
  return wanted.every((item) => set.has(item));
}

export function average(run: Run, items: readonly Obj[]): Obj {
  if (items.length === 0) return null;
  const sum = items.reduce((left, right) => binary(run, "+", left, right));
  return divideNumbers(sum, items.length);
}

export function nested(run: Run, self: Obj, transform: Closure, depth: number): Obj {
  if (depth > 200) throw run.limit("200 lists within lists", "depth");
  const items = allOf(self).map((item) =>
    item instanceof JList || item instanceof JSet ? nested(run, item, transform, depth + 1) : transform.call1(item),
  );
  return new JList(items);
}

/** Sorts a list in its place; anything else gives a new list. */
export function sortInto(run: Run, self: Obj, by: Closure | null, mutate: boolean): Obj {
  const items = sorted(run, allOf(self), by);
  if (mutate && self instanceof JList) {
    const own = self.change();
    for (let i = 0; i < items.length; i++) own[i] = items[i] as Obj;
    return self;
  }
  if (self instanceof JArray) {
    if (!mutate) return new JArray(items, self.element);
    self.items.splice(0, items.length, ...items);
    return self;
  }
  return new JList(items);
}

export function withIndex(run: Run, self: Obj, from: number): Obj {
  const items = allOf(self);
  run.take(items.length * 48);
  return new JList(items.map((item, i) => new JList([item, from + i])));
}

export function indexed(run: Run, self: Obj, from: number): Obj {
  const map = new JMap();
  allOf(self).forEach((item, i) => {
    run.take(64);
    map.set(from + i, item);
  });
  return map;
}

export function collated(run: Run, self: Obj, size: number, step: number, rest: boolean): Obj {
  const items = allOf(self);
  const parts: Obj[] = [];
  if (size <= 0) return new JList([new JList([...items])]);
  if (step === 0) throw throwNew("java.lang.IllegalArgumentException", "step cannot be zero");
  for (let at = 0; at < items.length && at > -1; at += step) {
    if (!rest && at > items.length - size) break;
    run.step();
    run.take(32 + size * 8);
    parts.push(new JList(items.slice(at, at + size)));
  }
  return new JList(parts);
}

export function partsOf(run: Run, self: Obj, part: (items: readonly Obj[], index: number) => readonly Obj[]): Obj {
  const items = allOf(self);
  run.take(items.length * items.length * 4);
  return new JList(Array.from({ length: items.length + 1 }, (_none, i) => new JList([...part(items, i)])));
}

export function combinations(run: Run, lists: readonly Obj[]): Obj[][] {
  let all: Obj[][] = [[]];
  for (const list of lists) {
    const items =
      list instanceof JList || list instanceof JSet || list instanceof Range || list instanceof JArray
        ? allOf(list)
        : [list];
    run.steps(all.length * items.length);
    run.take(all.length * items.length * 48);
    all = items.flatMap((item) => all.map((one) => [...one, item]));
  }
  return lists.length ? all : [];
}

export function permutations(run: Run, items: readonly Obj[]): Obj[][] {
  let all: Obj[][] = [[]];
  for (const item of items) {
    const more: Obj[][] = [];
    for (const one of all) {
      run.steps(one.length + 1);
      run.take((one.length + 1) * (one.length * 8 + 48));
      for (let i = 0; i <= one.length; i++) more.push([...one.slice(0, i), item, ...one.slice(i)]);
    }
    all = more;
  }
  return all;
}
