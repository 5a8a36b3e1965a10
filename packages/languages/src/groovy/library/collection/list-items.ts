import type { Closure } from "../../runtime/closure.ts";
import { span } from "../../runtime/elements.ts";
import { same } from "../../runtime/equality.ts";
import { itemsOf } from "../../runtime/items.ts";
import { allOf, iterate } from "../../runtime/iterate.ts";
import { Cursor } from "../../runtime/iterator.ts";
import {
  ARRAY_DEQUE,
  ARRAY_LIST,
  JList,
  LINKED_LIST,
  PRIORITY_QUEUE,
  STACK,
  UNMODIFIABLE_LIST,
  VECTOR,
} from "../../runtime/list.ts";
import { JSet, UNMODIFIABLE_SET } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Range } from "../../runtime/range.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { define } from "../define.ts";
import { unique } from "./gather.ts";
import { like } from "./like.ts";
import { natural } from "./sorting.ts";
import { ValueView } from "./views.ts";

export function bounds(what: string): Error {
  return throwNew("java.lang.IndexOutOfBoundsException", what) as unknown as Error;
}

/** Checks an index that an item must stand at. */
export function at(self: Obj, index: number): number {
  const { length } = allOf(self);
  if (index < 0 || index >= length) throw bounds(`Index ${index} out of bounds for length ${length}`);
  return index;
}

/** Removes items that a condition holds for, in place; whether there were any. */
export function removeWhere(self: Obj, gone: (item: Obj) => boolean): boolean {
  if (self instanceof JSet) {
    const items = self.items.filter(gone);
    for (const item of items) self.delete(item);
    return items.length > 0;
  }
  if (self instanceof ValueView) return self.removeWhere(gone, false);
  const list = self as JList;
  const kept = list.items.filter((item) => !gone(item));
  if (kept.length === list.items.length) return false;
  list.grow().splice(0, list.items.length, ...kept);
  return true;
}

export function removeItem(run: Run, self: Obj, item: Obj): boolean {
  if (self instanceof JSet) return self.delete(item) !== undefined;
  if (self instanceof ValueView) return self.removeWhere((one) => same(one, item), true);
  const list = self as JList;
  run.steps(list.items.length >> 3);
  const index = list.items.findIndex((one) => same(one, item));
  if (index < 0) {
    list.grow();
    list.modified--;
    return false;
  }
  list.grow().splice(index, 1);
  return true;
}

export function uniqueInto(run: Run, self: Obj, mutate: boolean, by?: Closure): Obj {
  const items = unique(run, allOf(self), by);
  if (!mutate) return like(run, self, items);
  if (self instanceof JSet) {
    if (items.length < self.size) {
      self.clear();
      for (const item of items) self.add(item);
    }
    return self;
  }
  const list = self as JList;
  list.grow().splice(0, list.items.length, ...items);
  return self;
}

export function frozen(self: Obj): Obj {
  if (self instanceof JSet) return new JSet(self.items).freeze(UNMODIFIABLE_SET);
  return new JList([...allOf(self)], UNMODIFIABLE_LIST);
}

export const insert = (run: Run, self: JList, index: number, items: readonly Obj[]) => {
  if (index < 0 || index > self.items.length) throw bounds(`Index: ${index}, Size: ${self.items.length}`);
  run.take(items.length * 8);
  run.steps(items.length + (self.items.length >> 6));
  self.grow().splice(index, 0, ...items);
};

export function removeAt(run: Run, self: JList, index: number): Obj {
  run.steps(1 + (self.items.length >> 6));
  return self.grow().splice(index, 1)[0] as Obj;
}

export function putRange(run: Run, self: JList, range: Obj, value: Obj): null {
  const [from, to] = span(range as Range, self.items.length);
  const items = itemsOf(value) ?? [value];
  run.take(items.length * 8);
  self.grow().splice(from, to - from + 1, ...items);
  return null;
}

export function shuffleItems(run: Run, items: Obj[]): void {
  for (let i = items.length - 1; i > 0; i--) {
    run.step();
    const j = Math.floor(run.exchange.scope.random() * (i + 1));
    [items[i], items[j]] = [items[j] as Obj, items[i] as Obj];
  }
}

export function iteratorOf(self: Obj): Cursor {
  if (!(self instanceof JList)) return new Cursor(iterate(self));
  let index = 0;
  let { modified } = self;
  return new Cursor(
    () => {
      if (index >= self.items.length) return undefined;
      if (self.modified !== modified) throw throwNew("java.util.ConcurrentModificationException");
      return self.items[index++];
    },
    () => {
      self.grow().splice(--index, 1);
      ({ modified } = self);
    },
  );
}

for (const cls of [ARRAY_LIST, LINKED_LIST, VECTOR, STACK, ARRAY_DEQUE, PRIORITY_QUEUE]) {
  define(cls, [
    ["new()", `new ${cls.simpleName}().size()`, () => new JList([], cls)],
    ["new(int size)", `new ${cls.simpleName}(10).size()`, (_run, _self, _size: number) => new JList([], cls)],
    [
      "new(Iterable items)",
      `new ${cls.simpleName}([1, 2]).size()`,
      (run, _self, items: Obj) => {
        run.take(allOf(items).length * 8);
        return new JList([...allOf(items)], cls);
      },
    ],
  ]);
}

export const noElement = () => throwNew("java.util.NoSuchElementException");

/** A queue by priority is put in order when it is looked at. */
export function inOrder(self: JList): Obj[] {
  const items = self.grow();
  if (self.cls === PRIORITY_QUEUE) items.sort((left, right) => natural(left, right));
  return items;
}
