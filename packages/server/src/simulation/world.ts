import { type Clock, mortiseError } from "@mortise/contract";
import { seeded } from "../testing/random.ts";

/** A process of the simulation from its start to its kill. What was to happen to one that is dead does not. */
export interface Life {
  readonly number: number;
  alive: boolean;
  /** Stopped by the machine until then: it does nothing, and does not know. */
  stoppedUntil: number;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly life: Life | undefined;
  readonly call: () => void;
}

/** Links of a chain of promises that one event may follow at once; what is longer goes on with the next. */
const TICKS = 20;

/**
 * Virtual time: events in the order of their instants, those of one instant in an order that the seed decides. Every
 * latency comes from the seed too, so that one seed is one interleaving.
 */
export class World {
  readonly random: () => number;
  #now: number;
  #heap: Event[] = [];

  constructor(seed: number, now: number) {
    this.random = seeded(seed);
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  /** Calls later, unless the process it is for is dead then. */
  later(ms: number, life: Life | undefined, call: () => void): void {
    const heap = this.#heap;
    let index = heap.push({ at: this.#now + ms, order: this.random(), life, call }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isBefore(heap[index] as Event, heap[parent] as Event)) break;
      swap(heap, index, parent);
      index = parent;
    }
  }

  /** Lets time pass until an instant. */
  async pass(until: number): Promise<void> {
    for (let next = this.#heap[0]; next && next.at <= until; next = this.#heap[0]) {
      this.#take();
      this.#now = Math.max(this.#now, next.at);
      const { life, call } = next;
      if (life && !life.alive) continue;
      if (life && life.stoppedUntil > this.#now) {
        this.later(life.stoppedUntil - this.#now, life, call);
        continue;
      }
      call();
      // Promises of a process are followed to their ends; the database's and the peer's own events have none.
      if (life) for (let tick = 0; tick < TICKS; tick++) await undefined;
    }
    this.#now = until;
  }

  /** Time as a process has it: its own, off by `skew`. */
  clockOf(life: Life, skew: number): Clock {
    return {
      now: () => this.#now + skew,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          const abort = () => reject(signal?.reason ?? mortiseError("ENGINE_CANCELLED"));
          if (signal?.aborted) return abort();
          signal?.addEventListener("abort", abort, { once: true });
          this.later(ms, life, resolve);
        }),
      timer: (ms, call) => {
        let wanted = true;
        this.later(ms, life, () => {
          if (wanted) call();
        });
        return () => {
          wanted = false;
        };
      },
    };
  }

  #take(): void {
    const heap = this.#heap;
    const last = heap.pop() as Event;
    if (heap.length === 0) return;
    heap[0] = last;
    let index = 0;
    for (;;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2])
        if (child < heap.length && isBefore(heap[child] as Event, heap[least] as Event)) least = child;
      if (least === index) return;
      swap(heap, index, least);
      index = least;
    }
  }
}

function isBefore(left: Event, right: Event): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

function swap(heap: Event[], left: number, right: number): void {
  [heap[left], heap[right]] = [heap[right] as Event, heap[left] as Event];
}
