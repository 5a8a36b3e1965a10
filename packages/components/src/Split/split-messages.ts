import type { Message, Value } from "@mortise/contract";

/**
 * The parts of a message, each made when it is asked for. Counted, they are gone through once before: a text of ten
 * million parts is never held as ten million messages, and what is wrong at its end is found before the first is sent.
 */
export class SplitMessages implements Iterable<Message> {
  readonly size: number | undefined;
  readonly #message: Message;
  readonly #bodies: Iterable<Value>;

  constructor(message: Message, bodies: Iterable<Value>, counted: boolean) {
    this.#message = message;
    this.#bodies = bodies;
    if (counted) this.size = Array.isArray(bodies) ? bodies.length : count(bodies);
  }

  *[Symbol.iterator](): Generator<Message> {
    for (const body of this.#bodies) {
      const part = this.#message.fork();
      part.body = body;
      yield part;
    }
  }
}

function count(bodies: Iterable<Value>): number {
  let size = 0;
  for (const _ of bodies) size++;
  return size;
}

/** What can be gone through more than once, though a generator cannot. */
export function again<Item>(begin: () => Iterable<Item>): Iterable<Item> {
  return { [Symbol.iterator]: () => begin()[Symbol.iterator]() };
}
