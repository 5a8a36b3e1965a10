import type { DurationCounts, IntentEnd, IntentKind } from "@mortise/contract";

/** Bounds of the histogram from the last byte of an answer to its durable commit, in seconds. */
const COMMIT_BOUNDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5, 30, 300];

/** What the grants of this process came to, counted for `/metrics`. */
export class GrantFigures {
  readonly #ends = new Map<string, number>();
  readonly #counts = Array.from({ length: COMMIT_BOUNDS.length + 1 }, () => 0);
  #sum = 0;
  /** Answers that wait for the database to come back. */
  waiting = 0;

  ended(kind: IntentKind, end: IntentEnd): void {
    const key = `${kind}/${end}`;
    this.#ends.set(key, (this.#ends.get(key) ?? 0) + 1);
  }

  /** Notes the milliseconds from an answer to its commit. */
  committed(ms: number): void {
    const seconds = ms / 1_000;
    const at = COMMIT_BOUNDS.findIndex((bound) => seconds <= bound);
    const place = at < 0 ? COMMIT_BOUNDS.length : at;
    this.#counts[place] = (this.#counts[place] as number) + 1;
    this.#sum += seconds;
  }

  *ends(): Iterable<{ readonly kind: string; readonly end: string; readonly count: number }> {
    for (const [key, count] of this.#ends) {
      const [kind = "", end = ""] = key.split("/");
      yield { kind, end, count };
    }
  }

  get commits(): DurationCounts {
    return { bounds: COMMIT_BOUNDS, counts: this.#counts, sum: this.#sum };
  }
}
