import type { Closure } from "../../runtime/closure.ts";
import { allOf } from "../../runtime/iterate.ts";
import { HASH_SET, IMMUTABLE_SET, JSet, LINKED_HASH_SET, TREE_SET } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { SET, SORTED_SET } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { orderOf } from "./sorting.ts";

for (const cls of [HASH_SET, LINKED_HASH_SET, TREE_SET]) {
  define(cls, [
    ["new()", `new ${cls.simpleName}().size()`, () => new JSet([], cls)],
    ["new(int size)", `new ${cls.simpleName}().size()`, (_run, _self, _size: number) => new JSet([], cls)],
    [
      "new(Iterable items)",
      `new ${cls.simpleName}([2, 1, 2]).size()`,
      (run, _self, items: Obj) => {
        run.take(allOf(items).length * 64);
        return new JSet(allOf(items), cls);
      },
    ],
  ]);
}

define<JSet>(SET, [
  ["boolean contains(Object item)", "[1, 2].toSet().contains(1)", (_run, self, item: Obj) => self.has(item)],
  ["int size()", "[1, 1].toSet().size()", (_run, self) => self.size],
  ["boolean isEmpty()", "[].toSet().isEmpty()", (_run, self) => self.size === 0],
  [
    "Object clone()",
    "new HashSet([1]).clone()",
    (run, self) => {
      run.take(self.size * 64);
      return new JSet(self.items, self.cls, self.comparison);
    },
  ],
  [
    "static Set of(Object... items)",
    "Set.of(1).size()",
    (_run, _self, items: Obj[]) => {
      const set = new JSet(items);
      if (set.size < items.length) throw throwNew("java.lang.IllegalArgumentException", "duplicate element");
      return set.freeze(IMMUTABLE_SET);
    },
  ],
  [
    "static Set copyOf(Collection items)",
    "Set.copyOf([1, 1]).size()",
    (_run, _self, items: Obj) => new JSet(allOf(items)).freeze(IMMUTABLE_SET),
  ],
]);

define<JSet>(TREE_SET, [
  [
    "new(Comparator order)",
    "new TreeSet(Comparator.reverseOrder()).size()",
    (_run, _self, order: Closure) => new JSet([], TREE_SET, orderOf(order)),
  ],
]);

const part = (self: JSet, keep: (order: number) => boolean, at: Obj) =>
  self.items.filter((item) => keep(self.comparison?.(item, at) ?? 0));

define<JSet>(SORTED_SET, [
  [
    "Object first()",
    "new TreeSet([2, 1]).first()",
    (_run, self) => {
      if (self.size === 0) throw throwNew("java.util.NoSuchElementException");
      return self.items[0] as Obj;
    },
  ],
  [
    "Object last()",
    "new TreeSet([2, 1]).last()",
    (_run, self) => {
      if (self.size === 0) throw throwNew("java.util.NoSuchElementException");
      return self.items.at(-1) as Obj;
    },
  ],
  [
    "Object pollFirst()",
    "new TreeSet([2, 1]).pollFirst()",
    (_run, self) => {
      const first = self.items[0];
      if (first === undefined) return null;
      self.delete(first);
      return first;
    },
  ],
  [
    "Object pollLast()",
    "new TreeSet([2, 1]).pollLast()",
    (_run, self) => {
      const last = self.items.at(-1);
      if (last === undefined) return null;
      self.delete(last);
      return last;
    },
  ],
  [
    "Object floor(Object item)",
    "new TreeSet([1, 5]).floor(3)",
    (_run, self, item: Obj) => part(self, (order) => order <= 0, item).at(-1) ?? null,
  ],
  [
    "Object ceiling(Object item)",
    "new TreeSet([1, 5]).ceiling(3)",
    (_run, self, item: Obj) => part(self, (order) => order >= 0, item)[0] ?? null,
  ],
  [
    "Object lower(Object item)",
    "new TreeSet([1, 5]).lower(5)",
    (_run, self, item: Obj) => part(self, (order) => order < 0, item).at(-1) ?? null,
  ],
  [
    "Object higher(Object item)",
    "new TreeSet([1, 5]).higher(1)",
    (_run, self, item: Obj) => part(self, (order) => order > 0, item)[0] ?? null,
  ],
  [
    "SortedSet headSet(Object to)",
    "new TreeSet([1, 5]).headSet(3)",
    (_run, self, to: Obj) =>
      new JSet(
        part(self, (order) => order < 0, to),
        TREE_SET,
        self.comparison,
      ),
  ],
  [
    "SortedSet tailSet(Object from)",
    "new TreeSet([1, 5]).tailSet(3)",
    (_run, self, from: Obj) =>
      new JSet(
        part(self, (order) => order >= 0, from),
        TREE_SET,
        self.comparison,
      ),
  ],
  [
    "SortedSet descendingSet()",
    "new TreeSet([1, 5]).descendingSet()",
    (_run, self) => new JSet([...self.items].reverse()),
  ],
]);
