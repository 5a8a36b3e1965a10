/** The server's clock: real or a test's own, and to be put forward at will. */
export interface RehearsalClock {
  now(): number;
  /** Without what it was put forward by: what an authenticator app shows. */
  real(): number;
  readonly offset: number;
  /** Puts the clock forward (or back) and gives the new time. */
  advance(ms: number): number;
}

export function createClock(base: () => number = Date.now, offset = 0): RehearsalClock {
  let ahead = offset;
  return {
    now: () => base() + ahead,
    real: base,
    get offset() {
      return ahead;
    },
    advance(ms) {
      ahead += ms;
      return base() + ahead;
    },
  };
}
