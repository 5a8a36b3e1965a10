import type { Value } from "./value.ts";

interface Entry {
  readonly name: string;
  readonly value: Value;
  /** Set where the flow's author named the header, in SetHeader(s): only then may a secret leave in it. */
  readonly named: boolean;
}

/** A header name as it is compared: without case. */
export function foldName(name: string): string {
  return name.toLowerCase();
}

/**
 * The headers of a message. Names compare without case and keep the spelling they were first set with;
 * iteration is alphabetical, as Camel's. Reading is by name (`get`) or, where the name is known at install, by its folded form (`getFolded`).
 */
export class Headers {
  #entries: Map<string, Entry>;

  constructor(from?: Headers | Iterable<readonly [string, Value]>) {
    if (from instanceof Headers) this.#entries = new Map(from.#entries);
    else {
      this.#entries = new Map();
      if (from) for (const [name, value] of from) this.set(name, value);
    }
  }

  get size(): number {
    return this.#entries.size;
  }

  get(name: string): Value | undefined {
    return this.#entries.get(foldName(name))?.value;
  }

  getFolded(folded: string): Value | undefined {
    return this.#entries.get(folded)?.value;
  }

  has(name: string): boolean {
    return this.#entries.has(foldName(name));
  }

  /** Whether the flow's author named this header himself. */
  isNamed(name: string): boolean {
    return this.#entries.get(foldName(name))?.named ?? false;
  }

  set(name: string, value: Value, named = false): void {
    const folded = foldName(name);
    this.#entries.set(folded, { name: this.#entries.get(folded)?.name ?? name, value, named });
  }

  delete(name: string): boolean {
    return this.#entries.delete(foldName(name));
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Names as spelled, in alphabetical order without case. */
  names(): string[] {
    return [...this.#entries.keys()].sort().map((folded) => (this.#entries.get(folded) as Entry).name);
  }

  *[Symbol.iterator](): Generator<[string, Value]> {
    for (const folded of [...this.#entries.keys()].sort()) {
      const { name, value } = this.#entries.get(folded) as Entry;
      yield [name, value];
    }
  }
}
