/** How long a measured difference between the two clocks is trusted. */
const TRUSTED = 30_000;

/** Questions at a measurement: one of them is hardly delayed. */
const QUESTIONS = 3;

/**
 * The database's time without asking it at each look: all processes must agree on what is due, and a machine's clock may
 * be minutes off, or be put right at any moment. It goes on by elapsed time, and is never ahead of the database.
 */
export class DatabaseClock {
  readonly #ask: () => Promise<number>;
  readonly #elapsed: () => number;
  #difference = 0;
  #measuredAt = Number.NEGATIVE_INFINITY;

  /** `elapsed` counts milliseconds from anywhere, and only ever forwards. */
  constructor(ask: () => Promise<number>, elapsed: () => number = () => performance.now()) {
    this.#ask = ask;
    this.#elapsed = elapsed;
  }

  async now(): Promise<number> {
    if (this.#elapsed() - this.#measuredAt > TRUSTED) {
      let difference = Number.NEGATIVE_INFINITY;
      // The answer was true at some moment before it came: what is counted from its arrival can only be behind.
      for (let question = 0; question < QUESTIONS; question++)
        difference = Math.max(difference, (await this.#ask()) - this.#elapsed());
      this.#difference = difference;
      this.#measuredAt = this.#elapsed();
    }
    return this.#elapsed() + this.#difference;
  }
}
