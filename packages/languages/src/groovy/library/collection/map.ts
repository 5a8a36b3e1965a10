import type { Closure } from "../../runtime/closure.ts";
import { same } from "../../runtime/equality.ts";
import { allOf } from "../../runtime/iterate.ts";
import { JList } from "../../runtime/list.ts";
import { ENTRY_SET, JMap, KEY_SET } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import { truth } from "../../runtime/truth.ts";
import { MAP } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { putEntries } from "./iterable-items.ts";
import { callEntry, filtered, put, walk } from "./map-entries.ts";
import { EntryView, KeyView, ValueView } from "./views.ts";

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
]);
