import type { GClass } from "./class.ts";
import { ABSTRACT_LIST } from "./list.ts";
import { Char } from "./number.ts";
import { GObject, type Obj } from "./object.ts";
import { declare, declareInterface, LIST } from "./types.ts";

export const RANGE = declareInterface("groovy.lang.Range", LIST);
export const INT_RANGE = declare("groovy.lang.IntRange", ABSTRACT_LIST, RANGE);
export const OBJECT_RANGE = declare("groovy.lang.ObjectRange", ABSTRACT_LIST, RANGE);
export const NUMBER_RANGE = declare("groovy.lang.NumberRange", ABSTRACT_LIST, RANGE);
export const EMPTY_RANGE = declare("groovy.lang.EmptyRange", ABSTRACT_LIST, RANGE);

/** A range: its ends, and its items where it is not one of Integers. */
export class Range extends GObject {
  readonly from: Obj;
  readonly to: Obj;
  readonly reverse: boolean;
  readonly #cls: GClass;
  readonly #items: readonly Obj[] | undefined;
  /** Of a range of Integers: the first item, the step and how many. */
  readonly first: number;
  readonly size: number;

  constructor(
    cls: GClass,
    ends: { from: Obj; to: Obj; reverse: boolean },
    items: readonly Obj[] | { first: number; size: number },
  ) {
    super();
    this.from = ends.from;
    this.to = ends.to;
    this.reverse = ends.reverse;
    this.#cls = cls;
    if ("first" in items) {
      this.first = items.first;
      this.size = items.size;
    } else {
      this.#items = items;
      this.first = 0;
      this.size = items.length;
    }
  }

  override get cls(): GClass {
    return this.#cls;
  }

  get integral(): boolean {
    return this.#items === undefined;
  }

  get(index: number): Obj {
    if (this.#items) return this.#items[index] ?? null;
    return this.reverse ? this.first - index : this.first + index;
  }

  /** All items; the caller has counted the memory they take. */
  list(): Obj[] {
    if (this.#items) return [...this.#items];
    const items: Obj[] = new Array(this.size);
    for (let i = 0; i < this.size; i++) items[i] = this.get(i);
    return items;
  }
}

/** The last character that a range of texts runs through. */
export function nextText(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  if (text === "") return "\0";
  return last === 0xffff ? `${text}\0` : text.slice(0, -1) + String.fromCharCode(last + 1);
}

/** The character after one. */
export function nextChar(char: Char): Char {
  return new Char(char.code + 1);
}
