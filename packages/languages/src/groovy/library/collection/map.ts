import { type Closure, NativeClosure } from "../../runtime/closure.ts";
import { equal, same } from "../../runtime/equality.ts";
import { allOf } from "../../runtime/iterate.ts";
import { concurrentChange, JList } from "../../runtime/list.ts";
import {
  CONCURRENT_MAP,
  ENTRY_SET,
  Entry,
  HASH_MAP,
  HASHTABLE,
  IMMUTABLE_MAP,
  JMap,
  JSet,
  KEY_SET,
  LINKED_HASH_MAP,
  PROPERTIES,
  SORTED_CLASSES,
  TREE_MAP,
  UNMODIFIABLE_MAP,
} from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import { binary } from "../../runtime/operators.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { truth } from "../../runtime/truth.ts";
import { ENTRY, MAP, SORTED_MAP } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { groupInto } from "./gather.ts";
import { putEntries } from "./iterable.ts";
import { extreme, orderOf, sorted } from "./sorting.ts";
import { EntryView, KeyView, ValueView } from "./views.ts";

/** Calls a closure with an entry, or with its key and value when it takes two. */
export function callEntry(closure: Closure, entry: Entry): Obj {
  return closure.arity === 2 ? closure.call2(entry.key, entry.value) : closure.call1(entry);
}

/** The entries one after the other; a change of the keys meanwhile is an error, as in Java. */
function* walk(map: JMap): Generator<Entry> {
  const { modified } = map;
  const entries = map.entries();
  for (let i = 0; i < entries.length; i++) {
    if (map.modified !== modified) throw concurrentChange();
    yield entries[i] as Entry;
  }
}

/** Entries in a map of the kind they came from. */
function likeMap(run: Run, self: JMap, entries: readonly Entry[]): JMap {
  run.take(entries.length * 64 + 64);
  const map = SORTED_CLASSES.has(self.cls)
    ? new JMap(self.cls, self.comparison)
    : new JMap(self.cls === HASH_MAP ? HASH_MAP : LINKED_HASH_MAP);
  for (const { key, value } of entries) map.set(key, value);
  return map;
}

function put(run: Run, map: JMap, key: Obj, value: Obj): Obj {
  run.take(64);
  return map.set(key, value);
}

const isPair = (closure: Closure) => closure.arity === 2;
const entryKey = (closure: Closure) =>
  isPair(closure)
    ? new NativeClosure(1, ([entry]) => closure.call2((entry as Entry).key, (entry as Entry).value))
    : closure;
/** In sort, min and max a closure of two parameters compares two entries. */
const filtered = (run: Run, self: JMap, condition: Closure, wanted: boolean) =>
  likeMap(
    run,
    self,
    [...walk(self)].filter((entry) => truth(callEntry(condition, entry)) === wanted),
  );

define<JMap>(MAP, [
  ["int size()", "[a: 1].size()", (_run, self) => self.size],
  ["boolean isEmpty()", "[:].isEmpty()", (_run, self) => self.size === 0],
  ["Object get(Object key)", "[a: 1].get('a')", (_run, self, key: Obj) => self.get(key)],
  [
    "Object get(Object key, Object otherwise)",
    "def m = [:]\nm.get('a', 5)\nm",
    (run, self, key: Obj, otherwise: Obj) => {
      if (!self.has(key)) put(run, self, key, otherwise);
      return self.get(key);
    },
  ],
  ["Object getAt(Object key)", "[a: 1]['a']", (_run, self, key: Obj) => self.get(key)],
  [
    "Object getOrDefault(Object key, Object otherwise)",
    "[a: 1].getOrDefault('b', 2)",
    (_run, self, key: Obj, otherwise: Obj) => (self.has(key) ? self.get(key) : otherwise),
  ],
  [
    "Object put(Object key, Object value)",
    "def m = [a: 1]\nm.put('b', 2)\nm",
    (run, self, key: Obj, value: Obj) => put(run, self, key, value),
  ],
  [
    "Object putAt(Object key, Object value)",
    "def m = [:]\nm['a'] = 1\nm",
    (run, self, key: Obj, value: Obj) => {
      put(run, self, key, value);
      return value;
    },
  ],
  [
    "void putAll(Map other)",
    "def m = [a: 1]\nm.putAll([b: 2])\nm",
    (run, self, other: JMap) => {
      for (const { key, value } of other.entries()) put(run, self, key, value);
      return null;
    },
  ],
  [
    "Map putAll(Collection entries)",
    "def m = [:]\nm.putAll([a: 1].entrySet())\nm",
    (run, self, entries: Obj) => {
      for (const entry of allOf(entries)) putEntries(run, self, entry);
      return self;
    },
  ],
  [
    "Object putIfAbsent(Object key, Object value)",
    "def m = [a: 1]\nm.putIfAbsent('a', 5)\nm",
    (run, self, key: Obj, value: Obj) => {
      const before = self.entry(key)?.value ?? null;
      if (before === null) put(run, self, key, value);
      return before;
    },
  ],
  [
    "Object remove(Object key)",
    "def m = [a: 1, b: 2]\nm.remove('a')\nm",
    (_run, self, key: Obj) => self.delete(key)?.value ?? null,
  ],
  [
    "boolean remove(Object key, Object value)",
    "def m = [a: 1]\nm.remove('a', 1)\nm",
    (_run, self, key: Obj, value: Obj) => {
      const entry = self.entry(key);
      return entry !== undefined && same(entry.value, value) && self.delete(key) !== undefined;
    },
  ],
  [
    "Object replace(Object key, Object value)",
    "def m = [a: 1]\nm.replace('a', 2)\nm",
    (run, self, key: Obj, value: Obj) => (self.has(key) ? put(run, self, key, value) : null),
  ],
  [
    "void replaceAll(BiFunction how)",
    "def m = [a: 1]\nm.replaceAll { k, v -> v * 2 }\nm",
    (_run, self, how: Closure) => {
      for (const entry of self.entries()) entry.value = how.call2(entry.key, entry.value);
      return null;
    },
  ],
  [
    "void clear()",
    "def m = [a: 1]\nm.clear()\nm",
    (_run, self) => {
      self.clear();
      return null;
    },
  ],
  ["boolean containsKey(Object key)", "[a: 1].containsKey('a')", (_run, self, key: Obj) => self.has(key)],
  [
    "boolean containsValue(Object value)",
    "[a: 1].containsValue(1)",
    (run, self, value: Obj) => {
      run.steps(self.size >> 2);
      return self.entries().some((entry) => same(entry.value, value));
    },
  ],
  [
    "Set keySet()",
    "[a: 1, b: 2].keySet()",
    (run, self) => {
      run.take(self.size * 64);
      return new KeyView(self, KEY_SET);
    },
  ],
  [
    "Collection values()",
    "[a: 1, b: 2].values()",
    (run, self) => {
      run.take(self.size * 8);
      return new ValueView(self);
    },
  ],
  [
    "Set entrySet()",
    "[a: 1].entrySet().size()",
    (run, self) => {
      run.take(self.size * 64);
      return new EntryView(self, ENTRY_SET);
    },
  ],
  [
    "Object computeIfAbsent(Object key, Function make)",
    "def m = [:]\nm.computeIfAbsent('a') { [] }\nm",
    (run, self, key: Obj, make: Closure) => {
      const before = self.entry(key)?.value ?? null;
      if (before !== null) return before;
      const value = make.call1(key);
      if (value !== null) put(run, self, key, value);
      return value;
    },
  ],
  [
    "Object computeIfPresent(Object key, BiFunction how)",
    "def m = [a: 1]\nm.computeIfPresent('a') { k, v -> v + 1 }\nm",
    (run, self, key: Obj, how: Closure) => {
      const before = self.entry(key)?.value ?? null;
      if (before === null) return null;
      const value = how.call2(key, before);
      if (value === null) self.delete(key);
      else put(run, self, key, value);
      return value;
    },
  ],
  [
    "Object compute(Object key, BiFunction how)",
    "def m = [a: 1]\nm.compute('a') { k, v -> v + 1 }\nm",
    (run, self, key: Obj, how: Closure) => {
      const value = how.call2(key, self.entry(key)?.value ?? null);
      if (value === null) self.delete(key);
      else put(run, self, key, value);
      return value;
    },
  ],
  [
    "Object merge(Object key, Object value, BiFunction how)",
    "def m = [a: 1]\nm.merge('a', 5) { x, y -> x + y }\nm",
    (run, self, key: Obj, value: Obj, how: Closure) => {
      const before = self.entry(key)?.value ?? null;
      const now = before === null ? value : how.call2(before, value);
      if (now === null) self.delete(key);
      else put(run, self, key, now);
      return now;
    },
  ],
  [
    "void forEach(BiConsumer action)",
    "def l = []\n[a: 1].forEach { k, v -> l << k + v }\nl",
    (_run, self, action: Closure) => {
      for (const entry of walk(self)) action.call2(entry.key, entry.value);
      return null;
    },
  ],
  [
    "Map each(Closure action)",
    "def l = []\n[a: 1].each { k, v -> l << k + v }\nl",
    (run, self, action: Closure) => {
      for (const entry of walk(self)) {
        run.step();
        callEntry(action, entry);
      }
      return self;
    },
  ],
  [
    "Map eachWithIndex(Closure action)",
    "def l = []\n[a: 1].eachWithIndex { k, v, i -> l << k + v + i }\nl",
    (_run, self, action: Closure) => {
      let i = 0;
      for (const entry of walk(self)) {
        if (action.arity === 3) action.call([entry.key, entry.value, i++]);
        else action.call2(entry, i++);
      }
      return self;
    },
  ],
  [
    "Map reverseEach(Closure action)",
    "def l = []\n[a: 1, b: 2].reverseEach { k, v -> l << k }\nl",
    (_run, self, action: Closure) => {
      for (const entry of [...self.entries()].reverse()) callEntry(action, entry);
      return self;
    },
  ],
  [
    "List collect(Closure transform)",
    "[a: 1, b: 2].collect { k, v -> k + v }",
    (run, self, transform: Closure) => {
      run.take(self.size * 8);
      return new JList([...walk(self)].map((entry) => callEntry(transform, entry)));
    },
  ],
  [
    "Collection collect(Collection into, Closure transform)",
    "[a: 1].collect([]) { k, v -> v }",
    (run, self, into: JList, transform: Closure) => {
      for (const entry of walk(self)) {
        run.take(8);
        into.grow().push(callEntry(transform, entry));
      }
      return into;
    },
  ],
  [
    "List collectMany(Closure transform)",
    "[a: [1, 2]].collectMany { k, v -> v }",
    (run, self, transform: Closure) => {
      const items = [...walk(self)].flatMap((entry) => allOf(callEntry(transform, entry)));
      run.take(items.length * 8);
      return new JList(items);
    },
  ],
  [
    "Map collectEntries(Closure transform)",
    "[a: 1].collectEntries { k, v -> [k.toUpperCase(), v * 2] }",
    (run, self, transform: Closure) => {
      const map = new JMap();
      for (const entry of walk(self)) putEntries(run, map, callEntry(transform, entry));
      return map;
    },
  ],
  [
    "Map collectEntries(Map into, Closure transform)",
    "[a: 1].collectEntries([z: 0]) { k, v -> [k, v] }",
    (run, self, into: JMap, transform: Closure) => {
      for (const entry of walk(self)) putEntries(run, into, callEntry(transform, entry));
      return into;
    },
  ],
  [
    "Map$Entry find(Closure condition)",
    "[a: 1, b: 2].find { k, v -> v > 1 }.key",
    (_run, self, condition: Closure) => {
      for (const entry of walk(self)) if (truth(callEntry(condition, entry))) return entry;
      return null;
    },
  ],
  [
    "Map findAll(Closure condition)",
    "[a: 1, b: 2].findAll { k, v -> v > 1 }",
    (run, self, condition: Closure) => filtered(run, self, condition, true),
  ],
  [
    "Object findResult(Closure transform)",
    "[a: 1, b: 2].findResult { k, v -> v > 1 ? k : null }",
    (_run, self, transform: Closure) => {
      for (const entry of walk(self)) {
        const found = callEntry(transform, entry);
        if (found !== null) return found;
      }
      return null;
    },
  ],
  [
    "List findResults(Closure transform)",
    "[a: 1, b: 2].findResults { k, v -> v > 1 ? k : null }",
    (_run, self, transform: Closure) =>
      new JList([...walk(self)].map((entry) => callEntry(transform, entry)).filter((one) => one !== null)),
  ],
  ["boolean any()", "[a: 1].any()", (_run, self) => self.size > 0],
  [
    "boolean any(Closure condition)",
    "[a: 1].any { k, v -> v == 1 }",
    (_run, self, condition: Closure) => {
      for (const entry of walk(self)) if (truth(callEntry(condition, entry))) return true;
      return false;
    },
  ],
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
    "Object sum(Closure of)",
    "[a: 1, b: 2].sum { it.value }",
    (run, self, of: Closure) => {
      let sum: Obj | undefined;
      for (const entry of walk(self)) {
        const value = callEntry(of, entry);
        sum = sum === undefined ? value : binary(run, "+", sum, value);
      }
      return sum ?? null;
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
    (run, self, by: Closure) => likeLinked(run, sorted(run, self.entries(), by) as Entry[]),
  ],
  [
    "Map sort(Comparator order)",
    "[b: 2, a: 1].sort(Comparator.naturalOrder())",
    (run, self, order: Closure) => {
      run.take(self.size * 64);
      const map = new JMap(TREE_MAP, orderOf(order));
      for (const { key, value } of self.entries()) map.set(key, value);
      return map;
    },
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

function likeLinked(run: Run, entries: readonly Entry[]): JMap {
  run.take(entries.length * 64);
  return JMap.of(entries.map(({ key, value }) => [key, value] as const));
}

function removeWhere(self: JMap, gone: (entry: Entry) => boolean): boolean {
  const keys = self
    .entries()
    .filter(gone)
    .map((entry) => entry.key);
  for (const key of keys) self.delete(key);
  return keys.length > 0;
}

define<Entry>(ENTRY, [
  ["Object getKey()", "[a: 1].entrySet().first().key", (_run, self) => self.key],
  ["Object getValue()", "[a: 1].entrySet().first().value", (_run, self) => self.value],
  [
    "Object setValue(Object value)",
    "def m = [a: 1]\nm.each { it.setValue(5) }\nm",
    (_run, self, value: Obj) => {
      const before = self.value;
      self.value = value;
      return before;
    },
  ],
]);

for (const cls of [HASH_MAP, LINKED_HASH_MAP, TREE_MAP, CONCURRENT_MAP, HASHTABLE, PROPERTIES]) {
  define(cls, [
    ["new()", `new ${cls.name.startsWith("java.util.con") ? cls.name : cls.simpleName}().size()`, () => new JMap(cls)],
    [
      "new(int size)",
      `new ${cls.name.startsWith("java.util.con") ? cls.name : cls.simpleName}().size()`,
      (_run, _self, _size: number) => new JMap(cls),
    ],
    [
      "new(Map other)",
      `new ${cls.name.startsWith("java.util.con") ? cls.name : cls.simpleName}([a: 1]).size()`,
      (run, _self, other: JMap) => {
        const map = new JMap(cls);
        for (const { key, value } of other.entries()) put(run, map, key, value);
        return map;
      },
    ],
  ]);
}

const none = () => throwNew("java.util.NoSuchElementException");
const copyOfEntry = (entry: Entry | undefined) => entry ?? null;

define<JMap>(TREE_MAP, [
  [
    "new(Comparator order)",
    "new TreeMap(Comparator.reverseOrder()).size()",
    (_run, _self, order: Closure) => new JMap(TREE_MAP, orderOf(order)),
  ],
]);
define<JMap>(SORTED_MAP, [
  [
    "Object firstKey()",
    "new TreeMap([b: 1, a: 2]).firstKey()",
    (_run, self) => {
      const first = self.entries()[0];
      if (!first) throw none();
      return first.key;
    },
  ],
  [
    "Object lastKey()",
    "new TreeMap([b: 1, a: 2]).lastKey()",
    (_run, self) => {
      const last = self.entries().at(-1);
      if (!last) throw none();
      return last.key;
    },
  ],
  [
    "Map$Entry firstEntry()",
    "new TreeMap([b: 1, a: 2]).firstEntry().key",
    (_run, self) => copyOfEntry(self.entries()[0]),
  ],
  [
    "Map$Entry lastEntry()",
    "new TreeMap([b: 1, a: 2]).lastEntry().key",
    (_run, self) => copyOfEntry(self.entries().at(-1)),
  ],
  [
    "Map$Entry pollFirstEntry()",
    "new TreeMap([b: 1, a: 2]).pollFirstEntry().key",
    (_run, self) => {
      const first = self.entries()[0];
      if (first) self.delete(first.key);
      return copyOfEntry(first);
    },
  ],
  [
    "Object floorKey(Object key)",
    "new TreeMap([1: 'a', 5: 'b']).floorKey(3)",
    (_run, self, key: Obj) =>
      self
        .entries()
        .filter((entry) => (self.comparison?.(entry.key, key) ?? 0) <= 0)
        .at(-1)?.key ?? null,
  ],
  [
    "Object ceilingKey(Object key)",
    "new TreeMap([1: 'a', 5: 'b']).ceilingKey(3)",
    (_run, self, key: Obj) =>
      self.entries().find((entry) => (self.comparison?.(entry.key, key) ?? 0) >= 0)?.key ?? null,
  ],
  [
    "Map$Entry floorEntry(Object key)",
    "new TreeMap([1: 'a', 5: 'b']).floorEntry(3).value",
    (_run, self, key: Obj) =>
      copyOfEntry(
        self
          .entries()
          .filter((entry) => (self.comparison?.(entry.key, key) ?? 0) <= 0)
          .at(-1),
      ),
  ],
  [
    "Map$Entry ceilingEntry(Object key)",
    "new TreeMap([1: 'a', 5: 'b']).ceilingEntry(3).value",
    (_run, self, key: Obj) =>
      copyOfEntry(self.entries().find((entry) => (self.comparison?.(entry.key, key) ?? 0) >= 0)),
  ],
  [
    "Object higherKey(Object key)",
    "new TreeMap([1: 'a', 5: 'b']).higherKey(1)",
    (_run, self, key: Obj) => self.entries().find((entry) => (self.comparison?.(entry.key, key) ?? 0) > 0)?.key ?? null,
  ],
  [
    "Object lowerKey(Object key)",
    "new TreeMap([1: 'a', 5: 'b']).lowerKey(5)",
    (_run, self, key: Obj) =>
      self
        .entries()
        .filter((entry) => (self.comparison?.(entry.key, key) ?? 0) < 0)
        .at(-1)?.key ?? null,
  ],
  [
    "SortedMap headMap(Object to)",
    "new TreeMap([1: 'a', 5: 'b']).headMap(3)",
    (run, self, to: Obj) =>
      likeMap(
        run,
        self,
        self.entries().filter((entry) => (self.comparison?.(entry.key, to) ?? 0) < 0),
      ),
  ],
  [
    "SortedMap tailMap(Object from)",
    "new TreeMap([1: 'a', 5: 'b']).tailMap(3)",
    (run, self, from: Obj) =>
      likeMap(
        run,
        self,
        self.entries().filter((entry) => (self.comparison?.(entry.key, from) ?? 0) >= 0),
      ),
  ],
  [
    "SortedMap descendingMap()",
    "new TreeMap([1: 'a', 5: 'b']).descendingMap()",
    (run, self) => likeLinked(run, [...self.entries()].reverse()),
  ],
  [
    "Set descendingKeySet()",
    "new TreeMap([1: 'a', 5: 'b']).descendingKeySet()",
    (_run, self) => new JSet([...self.entries()].reverse().map((entry) => entry.key)),
  ],
]);

define<JMap>(PROPERTIES, [
  [
    "String getProperty(String name)",
    "def p = new Properties()\np.setProperty('a', '1')\np.getProperty('a')",
    (_run, self, name: string) => self.get(name),
  ],
  [
    "String getProperty(String name, String otherwise)",
    "new Properties().getProperty('a', 'x')",
    (_run, self, name: string, otherwise: string) => self.get(name) ?? otherwise,
  ],
  [
    "Object setProperty(String name, String value)",
    "def p = new Properties()\np.setProperty('a', '1')\np",
    (run, self, name: string, value: string) => put(run, self, name, value),
  ],
  [
    "Set stringPropertyNames()",
    "new Properties().stringPropertyNames().size()",
    (_run, self) => new JSet(self.entries().map((entry) => entry.key)),
  ],
]);
