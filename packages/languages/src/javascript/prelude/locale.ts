import type { Kit } from "./kit.ts";

/** Chance from the run's seed, and what QuickJS lacks of `Intl`: numbers and dates as people write them. Runs inside QuickJS. */
export function installLocale(kit: Kit): void {
  let seeded: object | undefined;
  let state = 0;
  // Mulberry32: a good spread for tests and choices; nobody may take a script's chance for a secret.
  const next = () => {
    const rest = kit.rest();
    if (rest !== seeded) state = Math.floor(rest.seed * 4294967296) | 0;
    seeded = rest;
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const hidden = { configurable: true, writable: true, enumerable: false };
  Object.defineProperty(Math, "random", {
    ...hidden,
    value: () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992,
  });

  const number = (value: unknown, locales: unknown, options: unknown) =>
    kit.host.format("number", Number(value), JSON.stringify([locales, options]));
  Object.defineProperty(Number.prototype, "toLocaleString", {
    ...hidden,
    value(this: number, locales?: unknown, options?: unknown) {
      return number(this, locales, options);
    },
  });

  class NumberFormat {
    readonly #args: [unknown, unknown];
    constructor(locales?: unknown, options?: unknown) {
      this.#args = [locales, options];
      this.format = this.format.bind(this);
    }
    format(value: unknown): string {
      return number(value, ...this.#args);
    }
  }
  class DateTimeFormat {
    readonly #args: string;
    constructor(locales?: unknown, options?: unknown) {
      this.#args = JSON.stringify([locales, options]);
      this.format = this.format.bind(this);
    }
    format(value: unknown = new Date()): string {
      return kit.host.format("format", Number(value), this.#args);
    }
  }
  Object.defineProperty(globalThis, "Intl", { ...hidden, value: Object.freeze({ NumberFormat, DateTimeFormat }) });
}
