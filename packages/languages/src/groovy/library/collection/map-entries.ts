import { type Closure, NativeClosure } from "../../runtime/closure.ts";
import { concurrentChange } from "../../runtime/list.ts";
import {
  CONCURRENT_MAP,
  type Entry,
  HASH_MAP,
  HASHTABLE,
  JMap,
  LINKED_HASH_MAP,
  PROPERTIES,
  SORTED_CLASSES,
  TREE_MAP,
} from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { truth } from "../../runtime/truth.ts";
import { define } from "../define.ts";

/** Calls a closure with an entry, or with its key and value when it takes two. */
export function callEntry(closure: Closure, entry: Entry): Obj {
  return closure.arity === 2 ? closure.call2(entry.key, entry.value) : closure.call1(entry);
}

/** The entries one after the other; a change of the keys meanwhile is an error, as in Java. */
export function* walk(map: JMap): Generator<Entry> {
  const { modified } = map;
  const entries = map.entries();
  for (let i = 0; i < entries.length; i++) {
    if (map.modified !== modified) throw concurrentChange();
    yield entries[i] as Entry;
  }
}

/** Entries in a map of the kind they came from. */
export function likeMap(run: Run, self: JMap, entries: readonly Entry[]): JMap {
  run.take(entries.length * 64 + 64);
  const map = SORTED_CLASSES.has(self.cls)
    ? new JMap(self.cls, self.comparison)
    : new JMap(self.cls === HASH_MAP ? HASH_MAP : LINKED_HASH_MAP);
  for (const { key, value } of entries) map.set(key, value);
  return map;
}

export function put(run: Run, map: JMap, key: Obj, value: Obj): Obj {
  run.take(64);
  return map.set(key, value);
}

export const isPair = (closure: Closure) => closure.arity === 2;
export const entryKey = (closure: Closure) =>
  isPair(closure)
    ? new NativeClosure(1, ([entry]) => closure.call2((entry as Entry).key, (entry as Entry).value))
    : closure;
/** In sort, min and max a closure of two parameters compares two entries. */
export const filtered = (run: Run, self: JMap, condition: Closure, wanted: boolean) =>
  likeMap(
    run,
    self,
    [...walk(self)].filter((entry) => truth(callEntry(condition, entry)) === wanted),
  );

export function likeLinked(run: Run, entries: readonly Entry[]): JMap {
  run.take(entries.length * 64);
  return JMap.of(entries.map(({ key, value }) => [key, value] as const));
}

export function removeWhere(self: JMap, gone: (entry: Entry) => boolean): boolean {
  const keys = self
    .entries()
    .filter(gone)
    .map((entry) => entry.key);
  for (const key of keys) self.delete(key);
  return keys.length > 0;
}

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

export const none = () => throwNew("java.util.NoSuchElementException");
export const copyOfEntry = (entry: Entry | undefined) => entry ?? null;
