import type { IntentEnd, SpendKind } from "@mortise/contract";

/** Bounds of the histogram from the last byte of an answer to its durable commit, in seconds. */
export const COMMIT_BOUNDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5, 30, 300];

/** What the grants of this process came to, counted for `/metrics`. */
export class GrantFigures {
  readonly #ends = new Map<string, number>();
  readonly #buckets = COMMIT_BOUNDS.map(() => 0);
  #sum = 0;
  #count = 0;
  /** Answers that wait for the database to come back. */
  waiting = 0;

  ended(kind: SpendKind | "exchange", end: IntentEnd): void {
    const key = `${kind}/${end}`;
    this.#ends.set(key, (this.#ends.get(key) ?? 0) + 1);
  }

  /** Notes the milliseconds from an answer to its commit. */
  committed(ms: number): void {
    const seconds = ms / 1_000;
    this.#sum += seconds;
    this.#count++;
    for (const [at, bound] of COMMIT_BOUNDS.entries())
      if (seconds <= bound) this.#buckets[at] = (this.#buckets[at] ?? 0) + 1;
  }

  *ends(): Iterable<{ readonly kind: string; readonly end: string; readonly count: number }> {
    for (const [key, count] of this.#ends) {
      const [kind = "", end = ""] = key.split("/");
      yield { kind, end, count };
    }
  }

  commits(): { readonly buckets: readonly number[]; readonly sum: number; readonly count: number } {
    return { buckets: this.#buckets, sum: this.#sum, count: this.#count };
  }
}
