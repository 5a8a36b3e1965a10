import type { Value } from "./value.ts";

/** A header; never changed, so that copies can share it. */
interface Entry {
  readonly folded: string;
  readonly name: string;
  readonly value: Value;
  /** Set where the flow's author named the header, in SetHeader(s): only then may a secret leave in it. */
  readonly named: boolean;
}

/** Names come from outside too, so the cache is bounded. */
const MAX_FOLDS = 4_096;
const folds = new Map<string, string>();

/** A header name as it is compared: without case. Equal names give the same string object, which compares at once. */
export function foldName(name: string): string {
  let folded = folds.get(name);
  if (folded === undefined) {
    folded = name.toLowerCase();
    if (folds.size < MAX_FOLDS) {
      folded = folds.get(folded) ?? folded;
      folds.set(folded, folded);
      folds.set(name, folded);
    }
  }
  return folded;
}

/** From so many headers on an index is kept: up to there looking through a list is as fast, and copying it much faster. */
const INDEXED = 32;

/**
 * The headers of a message. Names compare without case and keep the spelling they were first set with;
 * iteration is alphabetical, as Camel's. Reading is by name (`get`) or, where the name is known at install, by its
 * folded form (`getFolded`).
 */
export class Headers {
  #list: Entry[];
  #index: Map<string, number> | undefined;

  constructor(from?: Headers | Iterable<readonly [string, Value]>) {
    this.#list = from instanceof Headers ? from.#list.slice() : [];
    if (from && !(from instanceof Headers)) for (const [name, value] of from) this.set(name, value);
  }

  get size(): number {
    return this.#list.length;
  }

  get(name: string): Value | undefined {
    return this.getFolded(foldName(name));
  }

  getFolded(folded: string): Value | undefined {
    const at = this.#find(folded);
    return at < 0 ? undefined : (this.#list[at] as Entry).value;
  }

  has(name: string): boolean {
    return this.#find(foldName(name)) >= 0;
  }

  /** Whether the flow's author named this header himself. */
  isNamed(name: string): boolean {
    return this.#list[this.#find(foldName(name))]?.named ?? false;
  }

  set(name: string, value: Value, named = false): void {
    const folded = foldName(name);
    const at = this.#find(folded);
    if (at >= 0) this.#list[at] = { folded, name: (this.#list[at] as Entry).name, value, named };
    else {
      this.#index?.set(folded, this.#list.length);
      this.#list.push({ folded, name, value, named });
    }
  }

  delete(name: string): boolean {
    const at = this.#find(foldName(name));
    if (at < 0) return false;
    this.#list.splice(at, 1);
    this.#index = undefined;
    return true;
  }

  clear(): void {
    this.#list = [];
    this.#index = undefined;
  }

  /** Names as spelled, in alphabetical order without case. */
  names(): string[] {
    return this.#sorted().map(({ name }) => name);
  }

  *[Symbol.iterator](): Generator<[string, Value]> {
    for (const { name, value } of this.#sorted()) yield [name, value];
  }

  #find(folded: string): number {
    const list = this.#list;
    if (list.length >= INDEXED) return this.#indexed().get(folded) ?? -1;
    for (let at = 0; at < list.length; at++) if ((list[at] as Entry).folded === folded) return at;
    return -1;
  }

  #indexed(): Map<string, number> {
    this.#index ??= new Map(this.#list.map(({ folded }, at) => [folded, at]));
    return this.#index;
  }

  #sorted(): Entry[] {
    return [...this.#list].sort((left, right) => (left.folded < right.folded ? -1 : 1));
  }
}
