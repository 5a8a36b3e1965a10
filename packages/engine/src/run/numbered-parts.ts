import type { Message, SplitParts } from "@mortise/contract";

/** A part of a split and where in it it stands. */
export interface NumberedPart {
  readonly message: Message;
  /** From 0. */
  readonly index: number;
  /** How many there are, as far as that is known: of parts that are made one by one only with the last. */
  readonly size: number | undefined;
  readonly last: boolean;
}

/** Parts in order, each made when it is asked for; always one ahead, since a part must know whether it is the last. */
export class NumberedParts {
  /** How many there will be, where that is known. */
  readonly size: number | undefined;
  readonly #next: () => IteratorResult<Message> | Promise<IteratorResult<Message>>;
  readonly #return: (() => unknown) | undefined;
  #ahead: IteratorResult<Message> | undefined;
  #count = 0;

  constructor(parts: SplitParts) {
    this.size = Array.isArray(parts) ? parts.length : parts.size;
    const iterator = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]();
    this.#next = () => iterator.next();
    this.#return = iterator.return && (() => iterator.return?.());
  }

  /** How many were given out. */
  get count(): number {
    return this.#count;
  }

  /** Undefined when there is no more. A promise only where a part must be waited for. */
  next(): NumberedPart | undefined | Promise<NumberedPart | undefined> {
    const current = this.#ahead ?? this.#next();
    if (current instanceof Promise) return this.#later(current);
    return this.#numbered(current);
  }

  /** No more will be asked for: what they are made of can be let go. */
  abandon(): void {
    const closed = this.#return?.();
    if (closed instanceof Promise) closed.catch(() => {});
  }

  #numbered(current: IteratorResult<Message>): NumberedPart | undefined | Promise<NumberedPart | undefined> {
    if (current.done) {
      this.#ahead = current;
      return undefined;
    }
    const ahead = this.#next();
    return ahead instanceof Promise
      ? ahead.then((found) => this.#give(current.value, found))
      : this.#give(current.value, ahead);
  }

  async #later(current: Promise<IteratorResult<Message>>): Promise<NumberedPart | undefined> {
    return this.#numbered(await current);
  }

  #give(message: Message, ahead: IteratorResult<Message>): NumberedPart {
    this.#ahead = ahead;
    const index = this.#count++;
    const last = ahead.done === true;
    return { message, index, size: this.size ?? (last ? this.#count : undefined), last };
  }
}
