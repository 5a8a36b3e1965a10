import type { Closure } from "../../runtime/closure.ts";
import { equal, same } from "../../runtime/equality.ts";
import { allOf, iterate } from "../../runtime/iterate.ts";
import { Cursor } from "../../runtime/iterator.ts";
import { ARRAY, JList } from "../../runtime/list.ts";
import { JMap, JSet } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import { truth } from "../../runtime/truth.ts";
import { ITERABLE, ITERATOR } from "../../runtime/types.ts";
import { type Definition, define } from "../define.ts";
import { joinAll } from "../text/string.ts";
import { flattened, groupInto, unique, withoutItems } from "./gather.ts";
import {
  atLeast,
  average,
  collated,
  combinations,
  containsAll,
  copy,
  firstOf,
  indexed,
  nested,
  noSuch,
  partsOf,
  permutations,
  putEntries,
  sortInto,
  total,
  withIndex,
} from "./iterable-items.ts";
import { like } from "./like.ts";
import { extreme } from "./sorting.ts";

const methods: Definition<Obj>[] = [
  ["int size()", "(1..3).size()", (_run, self) => allOf(self).length],
  ["boolean isEmpty()", "[].isEmpty()", (_run, self) => allOf(self).length === 0],
  [
    "boolean contains(Object item)",
    "[1, 2].contains(2)",
    (run, self, item: Obj) => {
      const items = allOf(self);
      run.steps(items.length >> 2);
      return items.some((one) => same(item, one));
    },
  ],
  [
    "boolean containsAll(Iterable items)",
    "[1, 2, 3].containsAll([1, 3])",
    (run, self, items: Obj) => containsAll(run, allOf(self), allOf(items)),
  ],
  ["Object first()", "[1, 2].first()", (_run, self) => firstOf(self, "first")],
  ["Object head()", "[1, 2].head()", (_run, self) => firstOf(self, "head")],
  [
    "Object last()",
    "[1, 2].last()",
    (_run, self) => {
      const items = allOf(self);
      if (items.length === 0) throw noSuch("last");
      return items.at(-1) as Obj;
    },
  ],
  [
    "Collection tail()",
    "[1, 2, 3].tail()",
    (run, self) => {
      if (allOf(self).length === 0) throw noSuch("tail");
      return like(run, self, copy(run, self).slice(1));
    },
  ],
  [
    "Collection init()",
    "[1, 2, 3].init()",
    (run, self) => {
      if (allOf(self).length === 0) throw noSuch("init");
      return like(run, self, copy(run, self).slice(0, -1));
    },
  ],
  [
    "Collection take(int count)",
    "[1, 2, 3].take(2)",
    (run, self, count: number) => like(run, self, copy(run, self).slice(0, atLeast(count))),
  ],
  [
    "Collection drop(int count)",
    "[1, 2, 3].drop(2)",
    (run, self, count: number) => like(run, self, copy(run, self).slice(atLeast(count))),
  ],
  [
    "Collection takeRight(int count)",
    "[1, 2, 3].takeRight(2)",
    (run, self, count: number) => like(run, self, count <= 0 ? [] : copy(run, self).slice(-count)),
  ],
  [
    "Collection dropRight(int count)",
    "[1, 2, 3].dropRight(2)",
    (run, self, count: number) => like(run, self, count <= 0 ? copy(run, self) : copy(run, self).slice(0, -count)),
  ],
  [
    "Collection takeWhile(Closure condition)",
    "[1, 2, 3, 1].takeWhile { it < 3 }",
    (run, self, condition: Closure) => {
      const items = allOf(self);
      const end = items.findIndex((item) => !truth(condition.call1(item)));
      return like(run, self, items.slice(0, end < 0 ? undefined : end));
    },
  ],
  [
    "Collection dropWhile(Closure condition)",
    "[1, 2, 3, 1].dropWhile { it < 3 }",
    (run, self, condition: Closure) => {
      const items = allOf(self);
      const end = items.findIndex((item) => !truth(condition.call1(item)));
      return like(run, self, end < 0 ? [] : items.slice(end));
    },
  ],
  ["String join()", "['a', 'b'].join()", (run, self) => joinAll(run, "", allOf(self))],
  [
    "String join(String between)",
    "[1, null, 'x'].join('|')",
    (run, self, between: string | null) => joinAll(run, between ?? "", allOf(self)),
  ],
  ["Object sum()", "[1, 2, 3].sum()", (run, self) => total(run, allOf(self), undefined)],
  [
    "Object sum(Closure of)",
    "['a', 'bb'].sum { it.size() }",
    (run, self, of: Closure) => total(run, allOf(self), undefined, of),
  ],
  ["Object sum(Object initial)", "[1, 2].sum(10)", (run, self, initial: Obj) => total(run, allOf(self), initial)],
  [
    "Object sum(Object initial, Closure of)",
    "['a', 'bb'].sum(10) { it.size() }",
    (run, self, initial: Obj, of: Closure) => total(run, allOf(self), initial, of),
  ],
  ["Object average()", "[1, 2, 4].average()", (run, self) => average(run, allOf(self))],
  [
    "Object average(Closure of)",
    "['a', 'bbb'].average { it.size() }",
    (run, self, of: Closure) =>
      average(
        run,
        allOf(self).map((item) => of.call1(item)),
      ),
  ],
  ["Object max()", "[3, 7, 5].max()", (run, self) => extreme(run, allOf(self), 1)],
  [
    "Object max(Closure by)",
    "['a', 'ccc', 'bb'].max { it.size() }",
    (run, self, by: Closure) => extreme(run, allOf(self), 1, by),
  ],
  ["Object min()", "[3, 7, 5].min()", (run, self) => extreme(run, allOf(self), -1)],
  [
    "Object min(Closure by)",
    "['aa', 'c', 'bb'].min { it.size() }",
    (run, self, by: Closure) => extreme(run, allOf(self), -1, by),
  ],
  [
    "int count(Object item)",
    "[1, 2, 1].count(1)",
    (run, self, item: Obj) => {
      run.steps(allOf(self).length >> 2);
      return allOf(self).filter((one) => equal(one, item)).length;
    },
  ],
  [
    "Map countBy(Closure key)",
    "['a', 'bb', 'c'].countBy { it.size() }",
    (run, self, key: Closure) => {
      const map = new JMap();
      for (const item of allOf(self)) {
        run.take(64);
        const found = key.call1(item);
        map.set(found, ((map.get(found) as number | null) ?? 0) + 1);
      }
      return map;
    },
  ],
  [
    "Map groupBy(Closure key)",
    "[1, 2, 3].groupBy { it % 2 }",
    (run, self, key: Closure) => groupInto(run, allOf(self), [key]),
  ],
  [
    "Map groupBy(List keys)",
    "[1, 2, 3].groupBy([{ it % 2 }])",
    (run, self, keys: JList) => groupInto(run, allOf(self), keys.items as Closure[]),
  ],
  [
    "Map groupBy(Object... keys)",
    "[1, 2, 3].groupBy({ it % 2 }, { it > 2 })",
    (run, self, keys: Obj[]) => groupInto(run, allOf(self), keys as Closure[]),
  ],
  [
    "Map collectEntries()",
    "[['a', 1], ['b', 2]].collectEntries()",
    (run, self) => {
      const map = new JMap();
      for (const item of allOf(self)) putEntries(run, map, item);
      return map;
    },
  ],
  [
    "Map collectEntries(Closure transform)",
    "['a', 'bb'].collectEntries { [it, it.size()] }",
    (run, self, transform: Closure) => {
      const map = new JMap();
      const next = iterate(self);
      for (let item = next(); item !== undefined; item = next()) putEntries(run, map, transform.call1(item));
      return map;
    },
  ],
  [
    "Map collectEntries(Map into, Closure transform)",
    "['a'].collectEntries([z: 0]) { [it, 1] }",
    (run, self, into: JMap, transform: Closure) => {
      for (const item of allOf(self)) putEntries(run, into, transform.call1(item));
      return into;
    },
  ],
  [
    "List collectMany(Closure transform)",
    "[1, 2].collectMany { [it, it * 10] }",
    (run, self, transform: Closure) => {
      const items: Obj[] = [];
      for (const item of allOf(self)) {
        const made = allOf(transform.call1(item));
        run.take(made.length * 8);
        items.push(...made);
      }
      return new JList(items);
    },
  ],
  [
    "List collectNested(Closure transform)",
    "[1, [2, 3]].collectNested { it * 2 }",
    (run, self, transform: Closure) => nested(run, self, transform, 0),
  ],
  [
    "List findResults()",
    "[1, null].findResults()",
    (_run, self) => new JList(allOf(self).filter((item) => item !== null)),
  ],
  [
    "List findResults(Closure transform)",
    "[1, 2, 3].findResults { it > 1 ? it * 2 : null }",
    (_run, self, transform: Closure) => {
      const items: Obj[] = [];
      for (const item of allOf(self)) {
        const made = transform.call1(item);
        if (made !== null) items.push(made);
      }
      return new JList(items);
    },
  ],
  ["List toList()", "(1..3).toList()", (run, self) => new JList(copy(run, self))],
  ["List asList()", "(1..3).asList()", (run, self) => new JList(copy(run, self))],
  ["Collection asCollection()", "[1].asCollection()", (_run, self) => self],
  [
    "Set toSet()",
    "[1, 2, 1].toSet()",
    (run, self) => {
      run.take(allOf(self).length * 64);
      return new JSet(allOf(self));
    },
  ],
  ["List sort()", "[3, 1, 2].sort()", (run, self) => sortInto(run, self, null, true)],
  [
    "List sort(boolean mutate)",
    "[3, 1, 2].sort(false)",
    (run, self, mutate: boolean) => sortInto(run, self, null, mutate),
  ],
  [
    "List sort(Closure by)",
    "['ccc', 'a'].sort { it.size() }",
    (run, self, by: Closure) => sortInto(run, self, by, true),
  ],
  [
    "List sort(boolean mutate, Closure by)",
    "['ccc', 'a'].sort(false) { it.size() }",
    (run, self, mutate: boolean, by: Closure) => sortInto(run, self, by, mutate),
  ],
  ["List toSorted()", "[3, 1].toSorted()", (run, self) => sortInto(run, self, null, false)],
  [
    "List toSorted(Closure by)",
    "['bb', 'a'].toSorted { it.size() }",
    (run, self, by: Closure) => sortInto(run, self, by, false),
  ],
  ["Collection toUnique()", "[1, 2, 1].toUnique()", (run, self) => like(run, self, unique(run, allOf(self)))],
  [
    "Collection toUnique(Closure by)",
    "['a', 'b', 'cc'].toUnique { it.size() }",
    (run, self, by: Closure) => like(run, self, unique(run, allOf(self), by)),
  ],
  ["List withIndex()", "['a', 'b'].withIndex()", (run, self) => withIndex(run, self, 0)],
  ["List withIndex(int from)", "['a', 'b'].withIndex(1)", (run, self, from: number) => withIndex(run, self, from)],
  ["Map indexed()", "['a', 'b'].indexed()", (run, self) => indexed(run, self, 0)],
  ["Map indexed(int from)", "['a', 'b'].indexed(1)", (run, self, from: number) => indexed(run, self, from)],
  ["Collection flatten()", "[1, [2, [3]]].flatten()", (run, self) => like(run, self, flattened(run, allOf(self)))],
  [
    "Collection flatten(Closure how)",
    "[1, 2].flatten { [it, it] }",
    (run, self, how: Closure) =>
      like(
        run,
        self,
        flattened(
          run,
          allOf(self).map((item) => how.call1(item)),
        ),
      ),
  ],
  ["List collate(int size)", "(1..5).collate(2)", (run, self, size: number) => collated(run, self, size, size, true)],
  [
    "List collate(int size, boolean rest)",
    "(1..5).collate(2, false)",
    (run, self, size: number, rest: boolean) => collated(run, self, size, size, rest),
  ],
  [
    "List collate(int size, int step)",
    "(1..5).collate(2, 1)",
    (run, self, size: number, step: number) => collated(run, self, size, step, true),
  ],
  [
    "List collate(int size, int step, boolean rest)",
    "(1..5).collate(3, 2, false)",
    (run, self, size: number, step: number, rest: boolean) => collated(run, self, size, step, rest),
  ],
  [
    "List chop(int... sizes)",
    "(1..5).chop(2, -1)",
    (_run, self, sizes: number[]) => {
      const items = allOf(self);
      let at = 0;
      return new JList(
        sizes.map((size) => {
          const part = size < 0 ? items.slice(at) : items.slice(at, at + size);
          at += part.length;
          return new JList([...part]);
        }),
      );
    },
  ],
  ["List inits()", "[1, 2].inits()", (run, self) => partsOf(run, self, (items, i) => items.slice(0, items.length - i))],
  ["List tails()", "[1, 2].tails()", (run, self) => partsOf(run, self, (items, i) => items.slice(i))],
  [
    "boolean disjoint(Iterable other)",
    "[1, 2].disjoint([3])",
    (run, self, other: Obj) => {
      run.steps(allOf(self).length);
      return !allOf(self).some((item) => allOf(other).some((one) => equal(item, one)));
    },
  ],
  [
    "Collection intersect(Iterable other)",
    "[1, 2, 3].intersect([2, 3, 4])",
    (run, self, other: Obj) => {
      const wanted = unique(run, allOf(other));
      run.steps(wanted.length * Math.min(50, allOf(self).length));
      const kept = unique(run, allOf(self)).filter((item) => wanted.some((one) => equal(item, one)));
      return like(run, self, kept);
    },
  ],
  [
    "Collection plus(Iterable other)",
    "[1] + [2]",
    (run, self, other: Obj) => like(run, self, [...copy(run, self), ...(other === null ? [null] : allOf(other))]),
  ],
  ["Collection plus(Object item)", "[1] + 2", (run, self, item: Obj) => like(run, self, [...copy(run, self), item])],
  [
    "Collection minus(Iterable other)",
    "[1, 2, 3, 2] - [2]",
    (run, self, other: Obj) => like(run, self, withoutItems(run, allOf(self), allOf(other))),
  ],
  [
    "Collection minus(Object item)",
    "[1, 2, 1] - 1",
    (run, self, item: Obj) => like(run, self, withoutItems(run, allOf(self), [item])),
  ],
  [
    "Collection multiply(Number count)",
    "[1, 2] * 2",
    (run, self, count: Obj) => {
      const items = allOf(self);
      const times = atLeast(Number(count));
      run.take(items.length * times * 8);
      return like(run, self, Array.from({ length: times }, () => items).flat());
    },
  ],
  [
    "List combinations()",
    "[[1, 2], ['x', 'y']].combinations()",
    (run, self) => new JList(combinations(run, allOf(self)).map((one) => new JList(one))),
  ],
  [
    "List combinations(Closure transform)",
    "[[1, 2], [10]].combinations { a, b -> a * b }",
    (run, self, transform: Closure) =>
      new JList(combinations(run, allOf(self)).map((one) => transform.call1(new JList(one)))),
  ],
  [
    "void eachCombination(Closure action)",
    "def l = []\n[[1, 2], [3]].eachCombination { l << it }\nl",
    (run, self, action: Closure) => {
      for (const one of combinations(run, allOf(self))) action.call1(new JList(one));
      return null;
    },
  ],
  [
    "Set permutations()",
    "[1, 2].permutations().size()",
    (run, self) => new JSet(permutations(run, allOf(self)).map((one) => new JList(one))),
  ],
  [
    "Iterator eachPermutation(Closure action)",
    "def n = 0\n[1, 2, 3].eachPermutation { n++ }\nn",
    (run, self, action: Closure) => {
      const all = permutations(run, allOf(self));
      for (const one of all) action.call1(new JList(one));
      return Cursor.over([]);
    },
  ],
];

define(ITERABLE, methods);

define(ARRAY, methods);

define(ITERATOR, methods);
