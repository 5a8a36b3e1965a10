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

/** So many of the first steps. */
const MOST_FIRST = 1_000;

/**
 * So many of the last ones; and of the first ones from where parts are streamed. Where V8 sees hundreds of objects of one
 * kind survive, it makes all later ones old from the beginning, and with them everything they hold: a million parts
 * then took 200 MB more, and twice the time.
 */
const FEW = 100;

/** Bytes of bodies that the first steps may hold together, and the last ones. */
const MOST_BYTES = 16_000_000;

/** Last steps that are kept however large their bodies are: what went wrong is seen there. */
const LEAST = 20;

/** A step, and how much its body added to what was held before it. */
interface Held {
  readonly step: KeptStep;
  readonly bytes: number;
}

/**
 * The first steps of a run and its last ones. A split of a million parts would keep every one of them in memory
 * otherwise, and nobody reads its middle; numbers show where steps were left out.
 */
export class KeptSteps {
  readonly #first: KeptStep[] = [];
  #mostFirst = MOST_FIRST;
  /** A ring, made when it is needed: a list that grows and is cut again would keep what it held alive for longer. */
  #last: (Held | undefined)[] | undefined;
  /** Where in the ring the oldest stands, and how many there are. */
  #oldest = 0;
  #held = 0;
  #count = 0;
  #bytes = 0;
  #body: Value = null;

  /** The number of the step that comes next. */
  get next(): number {
    return this.#count + 1;
  }

  add(step: KeptStep): void {
    this.#count++;
    const bytes = this.#newBytes(step);
    this.#bytes += bytes;
    if (this.#last) {
      this.#addLast(this.#last, { step, bytes });
      return;
    }
    this.#first.push(step);
    if (this.#first.length < this.#mostFirst && this.#bytes < MOST_BYTES) return;
    this.#last = Array.from({ length: FEW }, () => undefined);
    this.#bytes = 0;
  }

  /** A stream of parts begins, which may have no end. */
  expectMany(): void {
    this.#mostFirst = Math.min(this.#mostFirst, this.#first.length + FEW);
  }

  /** In order. */
  list(): readonly KeptStep[] {
    const last = this.#last ?? [];
    const held = Array.from({ length: this.#held }, (_, index) => last[(this.#oldest + index) % FEW] as Held);
    return [...this.#first, ...held.map(({ step }) => step)];
  }

  #addLast(ring: (Held | undefined)[], held: Held): void {
    if (this.#held === FEW) this.#drop(ring);
    ring[(this.#oldest + this.#held++) % FEW] = held;
    while (this.#bytes > MOST_BYTES && this.#held > LEAST) this.#drop(ring);
  }

  #drop(ring: (Held | undefined)[]): void {
    this.#bytes -= (ring[this.#oldest] as Held).bytes;
    ring[this.#oldest] = undefined;
    this.#oldest = (this.#oldest + 1) % FEW;
    this.#held--;
  }

  /** A body that steps in a row share is held once. */
  #newBytes({ after }: KeptStep): number {
    const body = after.largeBody ? null : after.body;
    if (body === this.#body) return 0;
    this.#body = body;
    return typeof body === "string" || body instanceof Uint8Array ? body.length : 0;
  }
}
