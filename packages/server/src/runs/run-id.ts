import { randomFillSync } from "node:crypto";

// One call for many ids: asking the system for ten bytes at a time would cost more than the rest of a small run.
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** The millisecond of the last id, and how many ids it had before. */
let last = 0;
let turn = 0;

/** Ids of one millisecond that can be told apart in order; more than that are not made. */
const TURNS = 4_096;

/** A UUID of version 7: ids sort by the time they were made, and those of one millisecond by their turn (RFC 9562, 6.2). */
export function newRunId(now: number): string {
  turn = now === last ? (turn + 1) % TURNS : 0;
  last = now;
  if (used + 8 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.toString("hex", used, used + 8);
  used += 8;
  const time = now.toString(16).padStart(12, "0");
  const variant = "89ab"[Number.parseInt(random.charAt(0), 16) & 3];
  const order = turn.toString(16).padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${variant}${random.slice(1, 4)}-${random.slice(4)}`;
}
