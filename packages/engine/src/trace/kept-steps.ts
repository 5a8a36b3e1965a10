import type { Message, MortiseError, Value } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";

/** A step as it is kept while the run goes on: forks only, nothing is serialised yet. */
export interface KeptStep {
  /** Its number in the run, from 1. */
  readonly seq: number;
  readonly node: PlanNode;
  readonly path: string;
  readonly started: number;
  readonly ms: number;
  readonly output: string;
  readonly before: Message;
  readonly after: Message;
  readonly properties: ReadonlyMap<string, Value>;
  readonly error: MortiseError | undefined;
  readonly log: readonly string[] | undefined;
}

/** So many of the first steps and of the last ones. */
const MOST = 1_000;

/** Bytes of bodies that the first steps may hold together, and the last ones. */
const MOST_BYTES = 16_000_000;

/** Last steps that are kept however large their bodies are: what went wrong is seen there. */
const LEAST = 20;

/**
 * The first steps of a run and its last ones. A split of a million parts would keep every one of them in memory
 * otherwise, and nobody reads its middle; numbers show where steps were left out.
 */
export class KeptSteps {
  readonly #first: KeptStep[] = [];
  readonly #last: (KeptStep | undefined)[] = [];
  /** Bytes of each of the last steps. */
  readonly #sizes: number[] = [];
  /** Where the kept ones of the last steps begin. */
  #from = 0;
  #count = 0;
  #bytes = 0;
  #body: Value = null;
  #isFull = false;

  /** The number of the step that comes next. */
  get next(): number {
    return this.#count + 1;
  }

  add(step: KeptStep): void {
    this.#count++;
    const bytes = this.#newBytes(step);
    if (!this.#isFull) {
      this.#bytes += bytes;
      this.#first.push(step);
      if (this.#first.length < MOST && this.#bytes < MOST_BYTES) return;
      this.#isFull = true;
      this.#bytes = 0;
      return;
    }
    this.#bytes += bytes;
    this.#last.push(step);
    this.#sizes.push(bytes);
    while (this.#keptLast > MOST || (this.#bytes > MOST_BYTES && this.#keptLast > LEAST)) this.#drop();
  }

  /** In order. */
  list(): readonly KeptStep[] {
    return [...this.#first, ...(this.#last.slice(this.#from) as KeptStep[])];
  }

  get #keptLast(): number {
    return this.#last.length - this.#from;
  }

  #drop(): void {
    this.#bytes -= this.#sizes[this.#from] as number;
    this.#last[this.#from++] = undefined;
    if (this.#from < MOST) return;
    this.#last.splice(0, this.#from);
    this.#sizes.splice(0, this.#from);
    this.#from = 0;
  }

  /** A body that many steps share is held once. */
  #newBytes({ after: { body } }: KeptStep): number {
    if (body === this.#body) return 0;
    this.#body = body;
    return typeof body === "string" || body instanceof Uint8Array ? body.length : 0;
  }
}
