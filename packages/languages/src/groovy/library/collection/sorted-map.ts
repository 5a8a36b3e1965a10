import type { Closure } from "../../runtime/closure.ts";
import { type Entry, JMap, JSet, PROPERTIES, TREE_MAP } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import { ENTRY, SORTED_MAP } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { readAll } from "../io/readers.ts";
import { copyOfEntry, likeLinked, likeMap, none, put } from "./map-entries.ts";
import { orderOf } from "./sorting.ts";

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
    "void load(Object source)",
    "def p = new Properties()\np.load(new StringReader('a=1\\nb: two'))\np.b",
    (run, self, source: Obj) => {
      const lines = (readAll(run, source) ?? "").replace(/\\\r?\n[ \t]*/g, "").split(/\r\n|\r|\n/);
      for (const line of lines) {
        const [, key, value = ""] = /^\s*([^\s=:#!][^\s=:]*)(?:\s*[=:]\s*|\s+|$)(.*)$/.exec(line) ?? [];
        if (key !== undefined) put(run, self, key, value);
      }
      return null;
    },
  ],
  [
    "Set stringPropertyNames()",
    "new Properties().stringPropertyNames().size()",
    (_run, self) => new JSet(self.entries().map((entry) => entry.key)),
  ],
]);
