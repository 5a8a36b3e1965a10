import type { Clock } from "@mortise/contract";

/** How long a measured difference between the two clocks is trusted. */
const TRUSTED = 30_000;

/**
 * The database's time without asking it at each look: all processes must agree on what is due, and a machine's clock
 * may be minutes off.
 */
export class DatabaseClock {
  readonly #clock: Clock;
  readonly #ask: () => Promise<number>;
  #difference = 0;
  #measuredAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, ask: () => Promise<number>) {
    this.#clock = clock;
    this.#ask = ask;
  }

  async now(): Promise<number> {
    const monotonic = performance.now();
    if (monotonic - this.#measuredAt > TRUSTED) {
      const before = this.#clock.now();
      const theirs = await this.#ask();
      this.#difference = theirs - (before + this.#clock.now()) / 2;
      this.#measuredAt = monotonic;
    }
    return this.#clock.now() + this.#difference;
  }
}
