import type { Closure } from "../../runtime/closure.ts";
import { Comparator } from "../../runtime/comparator.ts";
import { getAt, putAt } from "../../runtime/elements.ts";
import { same } from "../../runtime/equality.ts";
import { itemsOf } from "../../runtime/items.ts";
import { allOf, iterate } from "../../runtime/iterate.ts";
import { ARRAY_LIST, IMMUTABLE_LIST, JArray, JList, LINKED_LIST, STACK } from "../../runtime/list.ts";
import { JSet } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { truth } from "../../runtime/truth.ts";
import { COLLECTION, LIST } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { addTo } from "../object.ts";
import { containsAll } from "./iterable-items.ts";
import {
  at,
  bounds,
  frozen,
  insert,
  iteratorOf,
  putRange,
  removeAt,
  removeItem,
  removeWhere,
  shuffleItems,
  uniqueInto,
} from "./list-items.ts";
import { sorted } from "./sorting.ts";
import { streamOf } from "./stream.ts";

define(COLLECTION, [
  ["boolean add(Object item)", "def l = [1]\nl.add(2)\nl", (run, self, item: Obj) => addTo(run, self, item)],
  [
    "boolean addAll(Collection items)",
    "def l = [1]\nl.addAll([2, 3])\nl",
    (run, self, items: Obj) => {
      let changed = false;
      for (const item of [...allOf(items)]) changed = addTo(run, self, item) || changed;
      return changed;
    },
  ],
  [
    "boolean addAll(Object[] items)",
    "def l = [1]\nl.addAll([2, 3] as Object[])\nl",
    (run, self, items: Obj) => {
      for (const item of allOf(items)) addTo(run, self, item);
      return allOf(items).length > 0;
    },
  ],
  [
    "boolean remove(Object item)",
    "def l = ['a', 'b']\nl.remove('a')\nl",
    (run, self, item: Obj) => removeItem(run, self, item),
  ],
  [
    "boolean removeElement(Object item)",
    "def l = [5, 6]\nl.removeElement(5)\nl",
    (run, self, item: Obj) => removeItem(run, self, item),
  ],
  [
    "boolean removeAll(Collection items)",
    "def l = [1, 2, 3]\nl.removeAll([1, 2])\nl",
    (_run, self, items: Obj) => {
      const gone = new JSet(allOf(items));
      return removeWhere(self, (item) => gone.has(item));
    },
  ],
  [
    "boolean removeAll(Closure condition)",
    "def l = [1, 2, 3]\nl.removeAll { it > 1 }\nl",
    (_run, self, condition: Closure) => removeWhere(self, (item) => truth(condition.call1(item))),
  ],
  [
    "boolean removeIf(Predicate condition)",
    "def l = [1, 2, 3]\nl.removeIf { it > 1 }\nl",
    (_run, self, condition: Closure) => removeWhere(self, (item) => truth(condition.call1(item))),
  ],
  [
    "boolean retainAll(Collection items)",
    "def l = [1, 2, 3]\nl.retainAll([2])\nl",
    (_run, self, items: Obj) => {
      const kept = new JSet(allOf(items));
      return removeWhere(self, (item) => !kept.has(item));
    },
  ],
  [
    "boolean retainAll(Closure condition)",
    "def l = [1, 2, 3]\nl.retainAll { it > 1 }\nl",
    (_run, self, condition: Closure) => removeWhere(self, (item) => !truth(condition.call1(item))),
  ],
  [
    "void clear()",
    "def l = [1]\nl.clear()\nl",
    (_run, self) => {
      if (self instanceof JSet) self.clear();
      else (self as JList).grow().splice(0);
      return null;
    },
  ],
  [
    "boolean containsAll(Collection items)",
    "[1, 2, 3].containsAll([1, 3])",
    (run, self, items: Obj) => containsAll(run, allOf(self), allOf(items)),
  ],
  [
    "Collection leftShift(Object item)",
    "[1] << 2",
    (run, self, item: Obj) => {
      addTo(run, self, item);
      return self;
    },
  ],
  [
    "Object[] toArray()",
    "[1, 2].toArray().length",
    (run, self) => {
      run.take(allOf(self).length * 8);
      return new JArray([...allOf(self)]);
    },
  ],
  [
    "Object[] toArray(Object[] into)",
    "['a'].toArray(new String[0]).length",
    (_run, self, into: JArray) => new JArray([...allOf(self)], into.element),
  ],
  ["Collection unique()", "[1, 2, 1].unique()", (run, self) => uniqueInto(run, self, true)],
  [
    "Collection unique(boolean mutate)",
    "[1, 2, 1].unique(false)",
    (run, self, mutate: boolean) => uniqueInto(run, self, mutate),
  ],
  [
    "Collection unique(Closure by)",
    "['a', 'b', 'cc'].unique { it.size() }",
    (run, self, by: Closure) => uniqueInto(run, self, true, by),
  ],
  [
    "Collection unique(boolean mutate, Closure by)",
    "['a', 'b', 'cc'].unique(false) { it.size() }",
    (run, self, mutate: boolean, by: Closure) => uniqueInto(run, self, mutate, by),
  ],
  ["Collection asImmutable()", "[1].asImmutable()", (_run, self) => frozen(self)],
  ["Collection asUnmodifiable()", "[1].asUnmodifiable()", (_run, self) => frozen(self)],
  ["Collection asSynchronized()", "[1].asSynchronized()", (_run, self) => self],
  ["Range getIndices()", "['a', 'b'].indices", (_run, self) => new JList(allOf(self).map((_item, i) => i))],
  ["Stream stream()", "[1, 2].stream().count()", (run, self) => streamOf(run, allOf(self))],
  ["Stream parallelStream()", "[1, 2].parallelStream().count()", (run, self) => streamOf(run, allOf(self))],
  [
    "void forEach(Consumer action)",
    "def n = 0\n[1, 2].forEach { n += it }\nn",
    (_run, self, action: Closure) => {
      const next = iterate(self);
      for (let item = next(); item !== undefined; item = next()) action.call1(item);
      return null;
    },
  ],
  ["String toListString()", "[1, 2].toListString()", (_run, self) => textOf(self)],
  ["String toListString(int max)", "[1, 2].toListString(20)", (_run, self, _max: number) => textOf(self)],
]);

define<JList>(LIST, [
  ["Object get(int index)", "[1, 2].get(1)", (_run, self, index: number) => allOf(self)[at(self, index)] as Obj],
  ["Object getAt(Object place)", "[1, 2, 3][0..1]", (run, self, place: Obj) => getAt(run, self, place)],
  [
    "void putAt(int index, Object value)",
    "def l = [1]\nl[2] = 3\nl",
    (run, self, index: number, value: Obj) => {
      putAt(run, self, index, value);
      return null;
    },
  ],
  [
    "void putAt(Range range, Object value)",
    "def l = [1, 2, 3, 4]\nl[1..2] = ['x']\nl",
    (run, self, range: Obj, value: Obj) => putRange(run, self, range, value),
  ],
  [
    "Object set(int index, Object value)",
    "def l = [1, 2]\nl.set(0, 5)\nl",
    (_run, self, index: number, value: Obj) => {
      const place = at(self, index);
      const before = self.items[place] as Obj;
      self.change()[place] = value;
      return before;
    },
  ],
  [
    "boolean add(int index, Object item)",
    "def l = [1, 3]\nl.add(1, 2)\nl",
    (run, self, index: number, item: Obj) => {
      insert(run, self, index, [item]);
      return null;
    },
  ],
  [
    "boolean addAll(int index, Collection items)",
    "def l = [1, 4]\nl.addAll(1, [2, 3])\nl",
    (run, self, index: number, items: Obj) => {
      insert(run, self, index, [...allOf(items)]);
      return true;
    },
  ],
  [
    "Object remove(int index)",
    "def l = ['a', 'b']\nl.remove(0)\nl",
    (run, self, index: number) => removeAt(run, self, at(self, index)),
  ],
  [
    "Object removeAt(int index)",
    "def l = ['a', 'b']\nl.removeAt(0)\nl",
    (run, self, index: number) => removeAt(run, self, at(self, index)),
  ],
  [
    "int indexOf(Object item)",
    "['a', 'b'].indexOf('b')",
    (run, self, item: Obj) => {
      run.steps(allOf(self).length >> 3);
      return allOf(self).findIndex((one) => same(one, item));
    },
  ],
  [
    "int lastIndexOf(Object item)",
    "['a', 'b', 'a'].lastIndexOf('a')",
    (run, self, item: Obj) => {
      run.steps(allOf(self).length >> 3);
      return allOf(self).findLastIndex((one) => same(one, item));
    },
  ],
  [
    "List subList(int from, int to)",
    "[1, 2, 3].subList(0, 2)",
    (run, self, from: number, to: number) => {
      const items = allOf(self);
      if (from < 0) throw bounds(`fromIndex = ${from}`);
      if (to > items.length) throw bounds(`toIndex = ${to}`);
      if (from > to) throw throwNew("java.lang.IllegalArgumentException", `fromIndex(${from}) > toIndex(${to})`);
      run.take((to - from) * 8);
      return new JList(items.slice(from, to));
    },
  ],
  [
    "void replaceAll(UnaryOperator how)",
    "def l = [1, 2]\nl.replaceAll { it * 2 }\nl",
    (_run, self, how: Closure) => {
      const items = self.change();
      for (let i = 0; i < items.length; i++) items[i] = how.call1(items[i] as Obj);
      return null;
    },
  ],
  [
    "List reverse()",
    "[1, 2, 3].reverse()",
    (run, self) => {
      run.take(allOf(self).length * 8);
      return new JList([...allOf(self)].reverse());
    },
  ],
  [
    "List reverse(boolean mutate)",
    "def l = [1, 2]\nl.reverse(true)\nl",
    (run, self, mutate: boolean) => {
      run.take(allOf(self).length * 8);
      if (!mutate) return new JList([...allOf(self)].reverse());
      self.change().reverse();
      return self;
    },
  ],
  ["List asReversed()", "[1, 2].asReversed()", (_run, self) => new JList([...allOf(self)].reverse())],
  [
    "List reverseEach(Closure action)",
    "def l = []\n[1, 2].reverseEach { l << it }\nl",
    (_run, self, action: Closure) => {
      for (const item of [...allOf(self)].reverse()) action.call1(item);
      return self;
    },
  ],
  [
    "List transpose()",
    "[['a', 'b'], [1, 2]].transpose()",
    (run, self) => {
      const rows = allOf(self).map((row) => itemsOf(row) ?? []);
      const width = rows.length ? Math.min(...rows.map((row) => row.length)) : 0;
      run.take(width * rows.length * 8);
      return new JList(Array.from({ length: width }, (_none, i) => new JList(rows.map((row) => row[i] as Obj))));
    },
  ],
  [
    "Object pop()",
    "def l = [1, 2]\n[l.pop(), l]",
    (_run, self) => {
      if (self.cls === STACK) {
        if (self.items.length === 0) throw throwNew("java.util.EmptyStackException");
        return self.grow().pop() as Obj;
      }
      if (self.items.length === 0)
        throw throwNew(
          "java.util.NoSuchElementException",
          self.cls === LINKED_LIST ? null : "Cannot pop() an empty List",
        );
      return self.grow().shift() as Obj;
    },
  ],
  [
    "boolean push(Object item)",
    "def l = [1]\nl.push(0)\nl",
    (run, self, item: Obj) => {
      run.take(8);
      if (self.cls === STACK) {
        self.grow().push(item);
        return item;
      }
      self.grow().unshift(item);
      return self.cls === ARRAY_LIST ? true : null;
    },
  ],
  [
    "Object removeLast()",
    "def l = [1, 2]\nl.removeLast()\nl",
    (_run, self) => {
      if (self.items.length === 0)
        throw throwNew(
          "java.util.NoSuchElementException",
          self.cls === ARRAY_LIST ? "Cannot removeLast() element from an empty List" : null,
        );
      return self.grow().pop() as Obj;
    },
  ],
  [
    "List swap(int a, int b)",
    "[1, 2, 3].swap(0, 2)",
    (_run, self, a: number, b: number) => {
      const items = self.change();
      [items[at(self, a)], items[at(self, b)]] = [items[b] as Obj, items[a] as Obj];
      return self;
    },
  ],
  [
    "void shuffle()",
    "def l = [1]\nl.shuffle()\nl",
    (run, self) => {
      shuffleItems(run, self.change());
      return null;
    },
  ],
  [
    "List shuffled()",
    "[1].shuffled()",
    (run, self) => {
      const items = [...allOf(self)];
      shuffleItems(run, items);
      return new JList(items);
    },
  ],
  [
    "Set subsequences()",
    "[1, 2].subsequences().size()",
    (run, self) => {
      let all: Obj[][] = [];
      for (const item of allOf(self)) {
        run.steps(all.length);
        run.take(all.length * 64);
        all = [...all, ...all.map((one) => [...one, item]), [item]];
      }
      return new JSet(all.map((one) => new JList(one)));
    },
  ],
  [
    "void sort(Comparator order)",
    "def l = ['b', 'a']\nl.sort(String.CASE_INSENSITIVE_ORDER)\nl",
    (run, self, order: Closure) => {
      if (!(self instanceof JList)) throw throwNew("java.lang.UnsupportedOperationException");
      const items = sorted(run, self.items, order);
      self.change().splice(0, items.length, ...items);
      // A comparator of the library means java.util.List's own method, which answers nothing.
      return order instanceof Comparator ? null : self;
    },
  ],
  ["ListIterator listIterator()", "[1, 2].listIterator().next()", (_run, self) => iteratorOf(self)],
  ["Iterator iterator()", "[1, 2].iterator().next()", (_run, self) => iteratorOf(self)],
  ["void ensureCapacity(int size)", "[].ensureCapacity(5)", () => null],
  ["void trimToSize()", "[].trimToSize()", () => null],
  [
    "Object clone()",
    "[1].clone()",
    (run, self) => {
      run.take(self.items.length * 8);
      return new JList([...self.items], self.cls);
    },
  ],
  ["static List of(Object... items)", "List.of(1, 2)", (_run, _self, items: Obj[]) => new JList(items, IMMUTABLE_LIST)],
  [
    "static List copyOf(Collection items)",
    "List.copyOf([1, 2])",
    (_run, _self, items: Obj) => new JList([...allOf(items)], IMMUTABLE_LIST),
  ],
]);
