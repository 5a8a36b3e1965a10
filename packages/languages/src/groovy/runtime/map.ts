import type { GClass } from "./class.ts";
import { hashOf } from "./hash.ts";
import { keyOf } from "./key.ts";
import { unsupported } from "./list.ts";
import { GObject, type Obj } from "./object.ts";
import { compare } from "./order.ts";
import { declare, ENTRY, MAP, OBJECT, SET, SORTED_MAP, SORTED_SET } from "./types.ts";

const ABSTRACT_MAP = declare("java.util.AbstractMap", OBJECT, MAP);
export const HASH_MAP = declare("java.util.HashMap", ABSTRACT_MAP, MAP);
export const LINKED_HASH_MAP = declare("java.util.LinkedHashMap", HASH_MAP, MAP);
export const TREE_MAP = declare("java.util.TreeMap", ABSTRACT_MAP, SORTED_MAP);
export const CONCURRENT_MAP = declare("java.util.concurrent.ConcurrentHashMap", ABSTRACT_MAP, MAP);
export const HASHTABLE = declare("java.util.Hashtable", OBJECT, MAP);
export const PROPERTIES = declare("java.util.Properties", HASHTABLE, MAP);
export const LAZY_MAP = declare("org.apache.groovy.json.internal.LazyMap", ABSTRACT_MAP, MAP);
export const UNMODIFIABLE_MAP = declare("java.util.Collections$UnmodifiableMap", OBJECT, MAP);
export const IMMUTABLE_MAP = declare("java.util.ImmutableCollections$MapN", ABSTRACT_MAP, MAP);
export const EMPTY_MAP = declare("java.util.Collections$EmptyMap", ABSTRACT_MAP, MAP);
const ABSTRACT_SET = declare("java.util.AbstractSet", OBJECT, SET);
export const HASH_SET = declare("java.util.HashSet", ABSTRACT_SET, SET);
export const LINKED_HASH_SET = declare("java.util.LinkedHashSet", HASH_SET, SET);
export const TREE_SET = declare("java.util.TreeSet", ABSTRACT_SET, SORTED_SET);
export const UNMODIFIABLE_SET = declare("java.util.Collections$UnmodifiableSet", OBJECT, SET);
export const IMMUTABLE_SET = declare("java.util.ImmutableCollections$SetN", ABSTRACT_SET, SET);
export const KEY_SET = declare("java.util.LinkedHashMap$LinkedKeySet", ABSTRACT_SET, SET);
export const ENTRY_SET = declare("java.util.LinkedHashMap$LinkedEntrySet", ABSTRACT_SET, SET);
const ENTRY_CLASS = declare("java.util.LinkedHashMap$Entry", OBJECT, ENTRY);

/** Classes whose order is that of Java's hash table. */
const HASHED = new Set([HASH_MAP, HASH_SET, CONCURRENT_MAP, HASHTABLE, PROPERTIES]);
/** Classes that keep their keys in order. */
export const SORTED_CLASSES = new Set([TREE_MAP, TREE_SET]);

/** One key with its value, live: setting the value sets it in the map. */
export class Entry extends GObject {
  readonly key: Obj;
  value: Obj;

  constructor(key: Obj, value: Obj) {
    super();
    this.key = key;
    this.value = value;
  }

  override get cls(): GClass {
    return ENTRY_CLASS;
  }
}

/** How a sorted map or set compares its keys. */
export type Comparison = (left: Obj, right: Obj) => number;

/** What maps and sets have in common: entries by key, in the order their class prescribes. */
abstract class Table extends GObject {
  #cls: GClass;
  frozen = false;
  /** Counts keys that came or went, so that a loop over it can tell. */
  modified = 0;
  #table = new Map<unknown, Entry>();
  #order: Entry[] | undefined;
  #capacity = 16;
  readonly comparison: Comparison | undefined;

  constructor(cls: GClass, comparison?: Comparison) {
    super();
    this.#cls = cls;
    this.comparison = SORTED_CLASSES.has(cls) ? (comparison ?? compare) : undefined;
  }

  override get cls(): GClass {
    return this.#cls;
  }

  get size(): number {
    return this.#table.size;
  }

  entry(key: Obj): Entry | undefined {
    if (this.comparison) return this.#search(key)[0];
    const entry = this.#table.get(this.hashKey(key));
    if (entry || typeof key !== "object" || key === null) return entry;
    const other = key.otherKey?.();
    return other === undefined ? undefined : this.#table.get(this.hashKey(other));
  }

  /** What a key is found by. */
  protected hashKey(key: Obj): unknown {
    return keyOf(key);
  }

  has(key: Obj): boolean {
    return this.entry(key) !== undefined;
  }

  protected put(key: Obj, value: Obj): Entry | undefined {
    this.mustChange();
    if (this.comparison) return this.#putSorted(key, value);
    const hash = this.hashKey(key);
    const old = this.#table.get(hash);
    if (old) return old;
    this.#table.set(hash, new Entry(key, value));
    this.modified++;
    this.#order = undefined;
    if (this.#table.size > this.#capacity * 0.75) this.#capacity *= 2;
    return undefined;
  }

  delete(key: Obj): Entry | undefined {
    this.mustChange();
    const entry = this.entry(key);
    if (!entry) return undefined;
    this.modified++;
    this.#table.delete(this.hashKey(entry.key));
    if (this.comparison) this.#order?.splice(this.#order.indexOf(entry), 1);
    else this.#order = undefined;
    return entry;
  }

  clear(): void {
    this.mustChange();
    this.modified++;
    this.#table.clear();
    this.#order = undefined;
  }

  mustChange(): void {
    if (this.frozen) throw unsupported();
  }

  /** From now on it cannot be changed, and is of the class that says so. */
  freeze(cls: GClass): this {
    this.#cls = cls;
    this.frozen = true;
    return this;
  }

  /** A copy of the entries' order; the entries themselves are live. */
  entries(): Entry[] {
    if (this.comparison) return [...(this.#order ?? [])];
    if (!HASHED.has(this.#cls)) return [...this.#table.values()];
    if (!this.#order) this.#order = this.#hashed();
    return [...this.#order];
  }

  /** Java walks the buckets; within one the older entry comes first. */
  #hashed(): Entry[] {
    const mask = this.#capacity - 1;
    const bucket = (entry: Entry) => {
      const hash = hashOf(entry.key);
      return (hash ^ (hash >>> 16)) & mask;
    };
    return [...this.#table.values()]
      .map((entry) => ({ entry, at: bucket(entry) }))
      .sort((left, right) => left.at - right.at)
      .map(({ entry }) => entry);
  }

  #search(key: Obj): [Entry | undefined, number] {
    const order = this.#order ?? [];
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = order[middle] as Entry;
      const difference = (this.comparison as Comparison)(key, found.key);
      if (difference === 0) return [found, middle];
      if (difference < 0) high = middle;
      else low = middle + 1;
    }
    return [undefined, low];
  }

  #putSorted(key: Obj, value: Obj): Entry | undefined {
    // Java compares a lone key with itself, so that a null or an odd one fails at once.
    if (this.size === 0) (this.comparison as Comparison)(key, key);
    const [old, at] = this.#search(key);
    if (old) return old;
    const entry = new Entry(key, value);
    this.modified++;
    if (!this.#order) this.#order = [];
    this.#order.splice(at, 0, entry);
    this.#table.set(this.hashKey(key), entry);
    return undefined;
  }
}

/** A map of any of Java's classes. */
export class JMap extends Table {
  /** Makes the value of a key that is missing: `withDefault`. */
  missing: ((key: Obj) => Obj) | undefined;

  constructor(cls: GClass = LINKED_HASH_MAP, comparison?: Comparison) {
    super(cls, comparison);
  }

  static of(entries: Iterable<readonly [Obj, Obj]>, cls?: GClass): JMap {
    const map = new JMap(cls);
    for (const [key, value] of entries) map.set(key, value);
    return map;
  }

  /** The value, null where there is none. */
  get(key: Obj): Obj {
    const entry = this.entry(key);
    if (entry) return entry.value;
    return this.missing ? this.missing(key) : null;
  }

  /** Sets a value and answers the one before. */
  set(key: Obj, value: Obj): Obj {
    const old = this.put(key, value);
    if (!old) return null;
    const before = old.value;
    old.value = value;
    return before;
  }
}

/** A set of any of Java's classes. */
export class JSet extends Table {
  constructor(items: Iterable<Obj> = [], cls: GClass = LINKED_HASH_SET, comparison?: Comparison) {
    super(cls, comparison);
    for (const item of items) this.put(item, null);
  }

  /** Whether the item is new. */
  add(item: Obj): boolean {
    return this.put(item, null) === undefined;
  }

  get items(): Obj[] {
    return this.entries().map((entry) => entry.key);
  }
}
