import { GClass } from "./class.ts";
import { Byte } from "./number.ts";
import { GObject, type Obj } from "./object.ts";
import { throwNew } from "./throwable.ts";
import { COLLECTION, DEQUE, declare, declareInterface, LIST, OBJECT } from "./types.ts";

const RANDOM_ACCESS = declareInterface("java.util.RandomAccess");
const ABSTRACT_COLLECTION = declare("java.util.AbstractCollection", OBJECT, COLLECTION);
export const ABSTRACT_LIST = declare("java.util.AbstractList", ABSTRACT_COLLECTION, LIST);
export const ARRAY_LIST = declare("java.util.ArrayList", ABSTRACT_LIST, LIST, RANDOM_ACCESS);
export const LINKED_LIST = declare("java.util.LinkedList", ABSTRACT_LIST, LIST, DEQUE);
export const VECTOR = declare("java.util.Vector", ABSTRACT_LIST, LIST);
export const STACK = declare("java.util.Stack", VECTOR);
export const ARRAY_DEQUE = declare("java.util.ArrayDeque", ABSTRACT_COLLECTION, DEQUE);
export const PRIORITY_QUEUE = declare("java.util.PriorityQueue", ABSTRACT_COLLECTION, DEQUE);
export const ARRAYS_LIST = declare("java.util.Arrays$ArrayList", ABSTRACT_LIST, LIST);
export const UNMODIFIABLE_LIST = declare("java.util.Collections$UnmodifiableRandomAccessList", ABSTRACT_LIST, LIST);
export const EMPTY_LIST = declare("java.util.Collections$EmptyList", ABSTRACT_LIST, LIST);
export const SINGLETON_LIST = declare("java.util.Collections$SingletonList", ABSTRACT_LIST, LIST);
export const IMMUTABLE_LIST = declare("java.util.ImmutableCollections$ListN", ABSTRACT_LIST, LIST);
export const VALUES = declare("java.util.LinkedHashMap$LinkedValues", ABSTRACT_COLLECTION);

/** Whether a class of lists refuses to grow, to change, or neither. */
const FIXED: ReadonlyMap<GClass, "size" | "all"> = new Map([
  [ARRAYS_LIST, "size"],
  [UNMODIFIABLE_LIST, "all"],
  [EMPTY_LIST, "all"],
  [SINGLETON_LIST, "all"],
  [IMMUTABLE_LIST, "all"],
  [VALUES, "size"],
]);

/** A list of any of Java's classes. Change it only after `grow()` or `change()`. */
export class JList extends GObject {
  readonly items: Obj[];
  /** Counts what grew or shrank it, so that a loop over it can tell. */
  modified = 0;
  readonly #cls: GClass;

  constructor(items: Obj[], cls: GClass = ARRAY_LIST) {
    super();
    this.items = items;
    this.#cls = cls;
  }

  override get cls(): GClass {
    return this.#cls;
  }

  /** The items, to replace in place. */
  change(): Obj[] {
    if (this.#cls !== ARRAY_LIST && FIXED.get(this.#cls) === "all") throw unsupported();
    return this.items;
  }

  /** The items, to add to or remove from. */
  grow(): Obj[] {
    if (this.#cls !== ARRAY_LIST && FIXED.has(this.#cls)) throw unsupported();
    this.modified++;
    return this.items;
  }
}

/** Java's answer to a change of what cannot be changed. */
export function unsupported(): Error {
  return throwNew("java.lang.UnsupportedOperationException") as unknown as Error;
}

/** Java's answer to a loop whose list was changed meanwhile. */
export function concurrentChange(): Error {
  return throwNew("java.util.ConcurrentModificationException") as unknown as Error;
}

/** An array of anything but bytes. */
export class JArray extends GObject {
  readonly items: Obj[];
  /** The full name of the element's class, or a primitive's. */
  readonly element: string;

  constructor(items: Obj[], element = "java.lang.Object") {
    super();
    this.items = items;
    this.element = element;
  }

  override get cls(): GClass {
    return arrayClass(this.element);
  }
}

const byteObjects: Byte[] = [];
for (let i = 0; i < 256; i++) byteObjects.push(new Byte(i));

/** A `byte[]`, kept as bytes: a body of 10 MB as ten million objects would not fit. */
export class Bytes extends GObject {
  readonly data: Uint8Array;

  constructor(data: Uint8Array) {
    super();
    this.data = data;
  }

  override get cls(): GClass {
    return BYTES;
  }

  get(index: number): Byte {
    return byteObjects[this.data[index] as number] as Byte;
  }

  items(): Obj[] {
    return Array.from(this.data, (byte) => byteObjects[byte] as Byte);
  }
}

const LETTERS = new Map([
  ["boolean", "Z"],
  ["byte", "B"],
  ["char", "C"],
  ["double", "D"],
  ["float", "F"],
  ["int", "I"],
  ["long", "J"],
  ["short", "S"],
]);
export const ARRAY = new GClass("[Ljava.lang.Object;", OBJECT, [], false, "Object[]");
const arrayClasses = new Map<string, GClass>([["java.lang.Object", ARRAY]]);

/** The class of arrays of a type: of `int` it is `[I`, of `java.lang.String` `[Ljava.lang.String;`. */
export function arrayClass(element: string): GClass {
  let cls = arrayClasses.get(element);
  if (!cls) {
    const letter = LETTERS.get(element);
    const name = letter ? `[${letter}` : element.startsWith("[") ? `[${element}` : `[L${element};`;
    cls = new GClass(name, ARRAY, [], false, `${element.slice(element.lastIndexOf(".") + 1)}[]`);
    arrayClasses.set(element, cls);
  }
  return cls;
}

export const BYTES = arrayClass("byte");
