import type { Clock } from "@mortise/contract";

/** A clock that stands at an instant when it is made, and goes on from there at the pace of the real one. */
export function clockAt(instant: number, real: Clock): Clock {
  const began = real.now();
  return { now: () => instant + (real.now() - began), sleep: (ms, signal) => real.sleep(ms, signal) };
}
