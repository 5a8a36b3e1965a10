import type { Closure } from "../../runtime/closure.ts";
import { getAt } from "../../runtime/elements.ts";
import { same } from "../../runtime/equality.ts";
import { itemsOf } from "../../runtime/items.ts";
import type { Cursor } from "../../runtime/iterator.ts";
import { ARRAY, JArray, JList } from "../../runtime/list.ts";
import { isNumber } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { compare } from "../../runtime/order.ts";
import { RANGE, type Range } from "../../runtime/range.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { ITERATOR } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { inspected } from "../inspect.ts";

function stepped(run: Run, self: Range, step: number): Obj[] {
  const items: Obj[] = [];
  const size = self.size;
  if (step === 0) return items;
  for (let i = step > 0 ? 0 : size - 1; i >= 0 && i < size; i += step) {
    run.step();
    run.take(8);
    items.push(self.get(i));
  }
  return items;
}

define<Range>(RANGE, [
  ["int size()", "(1..5).size()", (_run, self) => self.size],
  ["Object getFrom()", "(1..5).from", (_run, self) => self.from],
  ["Object getTo()", "(1..5).to", (_run, self) => self.to],
  ["boolean isReverse()", "(5..1).isReverse()", (_run, self) => self.reverse],
  ["boolean contains(Object item)", "(1..5).contains(3)", (run, self, item: Obj) => has(run, self, item)],
  [
    "boolean containsWithinBounds(Object item)",
    "(1..5).containsWithinBounds(2.5)",
    (_run, self, item: Obj) => compare(item, self.from) >= 0 && compare(item, self.to) <= 0,
  ],
  ["boolean isCase(Object item)", "(1..5).isCase(3)", (run, self, item: Obj) => has(run, self, item)],
  ["List step(int step)", "(1..10).step(3)", (run, self, step: number) => new JList(stepped(run, self, step))],
  [
    "void step(int step, Closure action)",
    "def l = []\n(1..10).step(4) { l << it }\nl",
    (run, self, step: number, action: Closure) => {
      for (const item of stepped(run, self, step)) action.call1(item);
      return null;
    },
  ],
  ["List by(int step)", "(1..10).by(4)", (run, self, step: number) => new JList(stepped(run, self, step))],
  [
    "Object get(int index)",
    "(1..5).get(1)",
    (run, self, index: number) => {
      if (index >= 0 && index < self.size) return getAt(run, self, index);
      const what =
        index < 0
          ? `Index: ${index} should not be negative`
          : `Index: ${index} too big for range: ${inspected(self.from)}..${inspected(self.to)}`;
      throw throwNew("java.lang.IndexOutOfBoundsException", what);
    },
  ],
  [
    "String inspect()",
    "(1..5).inspect()",
    (_run, self) =>
      `${inspected(self.reverse ? self.to : self.from)}..${inspected(self.reverse ? self.from : self.to)}`,
  ],
  [
    "String toString()",
    "(1..3).toString()",
    (run, self) => {
      run.take(self.size * 4);
      return self.reverse
        ? `${inspected(self.to)}..${inspected(self.from)}`
        : `${inspected(self.from)}..${inspected(self.to)}`;
    },
  ],
]);

/** Whether an item is one of a range's: numbers by their value when the range is of Integers. */
function has(run: Run, self: Range, item: Obj): boolean {
  if (self.integral) {
    if (!isNumber(item) || typeof item !== "number") return false;
    return (
      item >= Math.min(self.first, self.get(self.size - 1) as number) &&
      item <= Math.max(self.first, self.get(self.size - 1) as number)
    );
  }
  run.steps(self.size >> 2);
  return self.list().some((one) => same(one, item) || (isNumber(one) && isNumber(item) && compare(one, item) === 0));
}

define<Cursor>(ITERATOR, [
  ["boolean hasNext()", "[1].iterator().hasNext()", (_run, self) => self.hasNext()],
  ["Object next()", "[1].iterator().next()", (_run, self) => self.next()],
  [
    "void remove()",
    "def l = [1, 2]\ndef i = l.iterator()\ni.next()\ni.remove()\nl",
    (_run, self) => {
      self.remove();
      return null;
    },
  ],
  ["Iterator iterator()", "[1].iterator().iterator().next()", (_run, self) => self],
]);

define<JArray>(ARRAY, [
  ["int size()", "(['a'] as String[]).size()", (_run, self) => self.items.length],
  [
    "Object clone()",
    "([1] as int[]).clone()",
    (run, self) => {
      run.take(self.items.length * 8);
      return new JArray([...self.items], self.element);
    },
  ],
  ["Object getAt(Object place)", "(['a', 'b'] as String[])[1]", (run, self, place: Obj) => getAt(run, self, place)],
  [
    "Object[] reverse()",
    "([1, 2] as int[]).reverse()",
    (run, self) => {
      const items = itemsOf(self) ?? [];
      run.take(items.length * 8);
      return new JArray([...items].reverse(), self.element ?? "byte");
    },
  ],
]);
