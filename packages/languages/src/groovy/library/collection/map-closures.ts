import { type Closure, NativeClosure } from "../../runtime/closure.ts";
import { Comparator } from "../../runtime/comparator.ts";
import { equal } from "../../runtime/equality.ts";
import { allOf } from "../../runtime/iterate.ts";
import type { JList } from "../../runtime/list.ts";
import { Entry, IMMUTABLE_MAP, JMap, TREE_MAP, UNMODIFIABLE_MAP } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { truth } from "../../runtime/truth.ts";
import { MAP } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { groupInto } from "./gather.ts";
import { callEntry, entryKey, likeLinked, likeMap, put, removeWhere, walk } from "./map-entries.ts";
import { extreme, orderOf, sorted } from "./sorting.ts";

/** A map whose keys are in order. */
function byKeys(run: Run, self: JMap, order: Closure): JMap {
  run.take(self.size * 64);
  const map = new JMap(TREE_MAP, orderOf(order));
  for (const { key, value } of self.entries()) map.set(key, value);
  return map;
}

define<JMap>(MAP, [
  [
    "boolean every(Closure condition)",
    "[a: 1].every { k, v -> v == 1 }",
    (_run, self, condition: Closure) => {
      for (const entry of walk(self)) if (!truth(callEntry(condition, entry))) return false;
      return true;
    },
  ],
  [
    "int count(Closure condition)",
    "[a: 1, b: 2].count { k, v -> v > 1 }",
    (_run, self, condition: Closure) => [...walk(self)].filter((entry) => truth(callEntry(condition, entry))).length,
  ],
  [
    "Map countBy(Closure key)",
    "[a: 1, b: 1].countBy { k, v -> v }",
    (run, self, key: Closure) => {
      const map = new JMap();
      for (const entry of walk(self)) {
        const found = callEntry(key, entry);
        put(run, map, found, ((map.get(found) as number | null) ?? 0) + 1);
      }
      return map;
    },
  ],
  [
    "Map groupBy(Closure key)",
    "[a: 1, b: 2, c: 1].groupBy { k, v -> v }",
    (run, self, key: Closure) => {
      const groups = groupInto(run, [...walk(self)], [entryKey(key)]);
      for (const entry of groups.entries()) entry.value = likeMap(run, self, (entry.value as JList).items as Entry[]);
      return groups;
    },
  ],
  [
    "Map groupEntriesBy(Closure key)",
    "[a: 1, b: 1].groupEntriesBy { k, v -> v }.keySet()",
    (run, self, key: Closure) => groupInto(run, [...walk(self)], [entryKey(key)]),
  ],
  [
    "Object inject(Object initial, Closure combine)",
    "[a: 1, b: 2].inject(0) { sum, k, v -> sum + v }",
    (_run, self, initial: Obj, combine: Closure) => {
      let result = initial;
      for (const entry of walk(self))
        result = combine.arity === 3 ? combine.call([result, entry.key, entry.value]) : combine.call2(result, entry);
      return result;
    },
  ],
  [
    "Map$Entry max(Closure by)",
    "[a: 1, b: 2].max { it.value }.key",
    (run, self, by: Closure) => extreme(run, self.entries(), 1, by),
  ],
  [
    "Map$Entry min(Closure by)",
    "[a: 1, b: 2].min { it.value }.key",
    (run, self, by: Closure) => extreme(run, self.entries(), -1, by),
  ],
  [
    "Map sort()",
    "[b: 1, a: 2].sort()",
    (run, self) => {
      run.take(self.size * 64);
      const map = new JMap(TREE_MAP);
      for (const { key, value } of self.entries()) map.set(key, value);
      return map;
    },
  ],
  [
    "Map sort(Closure by)",
    "[b: 2, a: 1].sort { it.value }",
    // What the library makes, such as Comparator.naturalOrder(), is a Comparator: it orders keys.
    (run, self, by: Closure) =>
      by instanceof Comparator ? byKeys(run, self, by) : likeLinked(run, sorted(run, self.entries(), by) as Entry[]),
  ],
  [
    "Map sort(Comparator order)",
    "[b: 2, a: 1].sort(Comparator.naturalOrder())",
    (run, self, order: Closure) => byKeys(run, self, order),
  ],
  [
    "Map toSorted()",
    "[b: 2, a: 1].toSorted()",
    (run, self) =>
      likeLinked(
        run,
        sorted(run, self.entries(), new NativeClosure(1, ([entry]) => (entry as Entry).value)) as Entry[],
      ),
  ],
  [
    "Map toSorted(Closure by)",
    "[b: 2, a: 1].toSorted { it.key }",
    (run, self, by: Closure) => likeLinked(run, sorted(run, self.entries(), by) as Entry[]),
  ],
  [
    "Map subMap(Collection keys)",
    "[a: 1, b: 2].subMap(['a'])",
    (run, self, keys: Obj) =>
      likeLinked(
        run,
        allOf(keys).flatMap((key) => self.entry(key) ?? []),
      ),
  ],
  [
    "Map subMap(Collection keys, Object otherwise)",
    "[a: 1].subMap(['a', 'b'], 0)",
    (run, self, keys: Obj, otherwise: Obj) =>
      likeLinked(
        run,
        allOf(keys).map((key) => self.entry(key) ?? new Entry(key, otherwise)),
      ),
  ],
  [
    "Map plus(Map other)",
    "[a: 1] + [b: 2]",
    (run, self, other: JMap) => likeMap(run, self, [...self.entries(), ...other.entries()]),
  ],
  [
    "Map plus(Collection entries)",
    "[a: 1] + [[b: 2].entrySet().first()]",
    (run, self, entries: Obj) => likeMap(run, self, [...self.entries(), ...(allOf(entries) as Entry[])]),
  ],
  [
    "Map minus(Map other)",
    "[a: 1, b: 2] - [a: 1]",
    (run, self, other: JMap) =>
      likeMap(
        run,
        self,
        self.entries().filter((entry) => {
          const found = other.entry(entry.key);
          return !(found && equal(found.value, entry.value));
        }),
      ),
  ],
  [
    "Map intersect(Map other)",
    "[a: 1, b: 2].intersect([a: 1, b: 3])",
    (run, self, other: JMap) =>
      likeMap(
        run,
        self,
        self.entries().filter((entry) => {
          const found = other.entry(entry.key);
          return found !== undefined && equal(found.value, entry.value);
        }),
      ),
  ],
  [
    "Map leftShift(Map other)",
    "[a: 1] << [b: 2]",
    (run, self, other: JMap) => {
      for (const { key, value } of other.entries()) put(run, self, key, value);
      return self;
    },
  ],
  [
    "Map leftShift(Map$Entry entry)",
    "[a: 1] << [b: 2].entrySet().first()",
    (run, self, entry: Entry) => {
      put(run, self, entry.key, entry.value);
      return self;
    },
  ],
  [
    "Map take(int count)",
    "[a: 1, b: 2].take(1)",
    (run, self, count: number) => likeMap(run, self, self.entries().slice(0, Math.max(0, count))),
  ],
  [
    "Map drop(int count)",
    "[a: 1, b: 2].drop(1)",
    (run, self, count: number) => likeMap(run, self, self.entries().slice(Math.max(0, count))),
  ],
  [
    "Map takeWhile(Closure condition)",
    "[a: 1, b: 2].takeWhile { k, v -> v < 2 }",
    (run, self, condition: Closure) => {
      const entries = self.entries();
      const end = entries.findIndex((entry) => !truth(callEntry(condition, entry)));
      return likeMap(run, self, entries.slice(0, end < 0 ? undefined : end));
    },
  ],
  [
    "Map dropWhile(Closure condition)",
    "[a: 1, b: 2].dropWhile { k, v -> v < 2 }",
    (run, self, condition: Closure) => {
      const entries = self.entries();
      const end = entries.findIndex((entry) => !truth(callEntry(condition, entry)));
      return likeMap(run, self, end < 0 ? [] : entries.slice(end));
    },
  ],
  [
    "boolean removeAll(Closure condition)",
    "def m = [a: 1, b: 2]\nm.removeAll { it.value > 1 }\nm",
    (_run, self, condition: Closure) => removeWhere(self, (entry) => truth(callEntry(condition, entry))),
  ],
  [
    "boolean retainAll(Closure condition)",
    "def m = [a: 1, b: 2]\nm.retainAll { it.value > 1 }\nm",
    (_run, self, condition: Closure) => removeWhere(self, (entry) => !truth(callEntry(condition, entry))),
  ],
  [
    "Map withDefault(Closure make)",
    "def m = [:].withDefault { 0 }\nm.a += 5\nm",
    (run, self, make: Closure) => {
      const map = self;
      map.missing = (key) => {
        const value = make.call1(key);
        put(run, map, key, value);
        return value;
      };
      return map;
    },
  ],
  [
    "Map asImmutable()",
    "[a: 1].asImmutable()",
    (_run, self) => JMap.of(self.entries().map(({ key, value }) => [key, value] as const)).freeze(UNMODIFIABLE_MAP),
  ],
  [
    "Map asUnmodifiable()",
    "[a: 1].asUnmodifiable()",
    (_run, self) => JMap.of(self.entries().map(({ key, value }) => [key, value] as const)).freeze(UNMODIFIABLE_MAP),
  ],
  ["Map asSynchronized()", "[a: 1].asSynchronized()", (_run, self) => self],
  ["Map spread()", "[*: [a: 1].spread()]", (_run, self) => self],
  ["String toMapString()", "[a: 1].toMapString()", (_run, self) => textOf(self)],
  ["Object clone()", "[a: 1].clone()", (run, self) => likeMap(run, self, self.entries())],
  [
    "boolean isCase(Object value)",
    "[a: true].isCase('a')",
    (_run, self, value: Obj) => self.has(value) && truth(self.get(value)),
  ],
  [
    "static Map of(Object... pairs)",
    "Map.of('a', 1).size()",
    (_run, _self, pairs: Obj[]) => {
      const map = new JMap();
      for (let i = 0; i + 1 < pairs.length; i += 2) map.set(pairs[i] as Obj, pairs[i + 1] as Obj);
      return map.freeze(IMMUTABLE_MAP);
    },
  ],
  [
    "static Map$Entry entry(Object key, Object value)",
    "Map.entry('a', 1).key",
    (_run, _self, key: Obj, value: Obj) => new Entry(key, value),
  ],
  [
    "static Map ofEntries(Map$Entry... entries)",
    "Map.ofEntries(Map.entry('a', 1)).size()",
    (_run, _self, entries: Entry[]) =>
      JMap.of(entries.map(({ key, value }) => [key, value] as const)).freeze(IMMUTABLE_MAP),
  ],
  [
    "static Map copyOf(Map other)",
    "Map.copyOf([a: 1]).size()",
    (_run, _self, other: JMap) =>
      JMap.of(other.entries().map(({ key, value }) => [key, value] as const)).freeze(IMMUTABLE_MAP),
  ],
]);
