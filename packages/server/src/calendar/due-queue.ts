/** What comes due at an instant. */
export interface Due {
  /** Undefined: never again. */
  readonly next: number | undefined;
}

/** A binary heap of what is due, the earliest on top: ten thousand schedules fire hundreds of times a second. */
export class DueQueue<T extends Due> {
  readonly #heap: { readonly at: number; readonly item: T }[] = [];

  get next(): number | undefined {
    return this.#heap[0]?.at;
  }

  push(item: T): void {
    if (item.next === undefined) return;
    const heap = this.#heap;
    let index = heap.push({ at: item.next, item }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= this.#at(index)) break;
      this.#swap(parent, index);
      index = parent;
    }
  }

  /** Takes everything that is due by then. */
  take(now: number): T[] {
    const due: T[] = [];
    while (this.#heap.length > 0 && this.#at(0) <= now) due.push(this.#pop());
    return due;
  }

  clear(): void {
    this.#heap.length = 0;
  }

  #pop(): T {
    const heap = this.#heap;
    const top = heap[0] as { item: T };
    const last = heap.pop() as { at: number; item: T };
    if (heap.length > 0) {
      heap[0] = last;
      let index = 0;
      for (;;) {
        let least = index;
        for (const child of [2 * index + 1, 2 * index + 2])
          if (child < heap.length && this.#at(child) < this.#at(least)) least = child;
        if (least === index) break;
        this.#swap(least, index);
        index = least;
      }
    }
    return top.item;
  }

  #at(index: number): number {
    return (this.#heap[index] as { at: number }).at;
  }

  #swap(left: number, right: number): void {
    const heap = this.#heap;
    [heap[left], heap[right]] = [heap[right] as { at: number; item: T }, heap[left] as { at: number; item: T }];
  }
}
