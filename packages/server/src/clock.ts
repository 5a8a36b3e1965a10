import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "@mortise/contract";

/** Longer waits overflow Node's timers and would end at once. */
const LONGEST = 2_147_483_647;

/** The machine's time. */
export const realClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    for (let left = ms; left > 0; left -= LONGEST) await delay(Math.min(left, LONGEST), undefined, { signal });
  },
  timer(ms, call) {
    const timer = setTimeout(call, Math.min(ms, LONGEST));
    return () => clearTimeout(timer);
  },
};
