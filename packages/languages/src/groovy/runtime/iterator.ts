import type { GClass } from "./class.ts";
import { GObject, type Obj } from "./object.ts";
import { throwNew } from "./throwable.ts";
import { declare, ITERATOR, OBJECT } from "./types.ts";

const ITERATOR_CLASS = declare("java.util.ArrayList$Itr", OBJECT, ITERATOR);

/** `java.util.Iterator` over items that are asked for one by one. */
export class Cursor extends GObject {
  readonly #next: () => Obj | undefined;
  readonly #remove: ((item: Obj) => void) | undefined;
  #ahead: Obj | undefined;
  #last: Obj | undefined;

  /** `next` answers undefined at the end. */
  constructor(next: () => Obj | undefined, remove?: (item: Obj) => void) {
    super();
    this.#next = next;
    this.#remove = remove;
  }

  static over(items: readonly Obj[], remove?: (item: Obj) => void): Cursor {
    let at = 0;
    return new Cursor(() => (at < items.length ? items[at++] : undefined), remove);
  }

  override get cls(): GClass {
    return ITERATOR_CLASS;
  }

  hasNext(): boolean {
    if (this.#ahead === undefined) this.#ahead = this.#next();
    return this.#ahead !== undefined;
  }

  next(): Obj {
    if (!this.hasNext()) throw throwNew("java.util.NoSuchElementException");
    this.#last = this.#ahead as Obj;
    this.#ahead = undefined;
    return this.#last;
  }

  remove(): void {
    if (this.#last === undefined) throw throwNew("java.lang.IllegalStateException");
    if (!this.#remove) throw throwNew("java.lang.UnsupportedOperationException", "remove");
    this.#remove(this.#last);
    this.#last = undefined;
  }

  /** Everything that is left. */
  rest(): Obj[] {
    const items: Obj[] = [];
    while (this.hasNext()) items.push(this.next());
    return items;
  }
}
