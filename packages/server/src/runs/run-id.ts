import { randomBytes } from "node:crypto";

/** Hexadecimal digits of chance that one id takes. */
const CHANCE = 16;

// One call for many ids: asking the system for ten bytes at a time would cost more than the rest of a small run.
let pool = "";
let used = 0;

/** The millisecond of the last id as an id begins with it, and how many ids it had before. */
let last = Number.NaN;
let prefix = "";
let turn = 0;

/** Ids of one millisecond that can be told apart in order; beyond them the order begins again. */
const TURNS = 4_096;

/** A UUID of version 7: ids sort by the time they were made, and those of one millisecond by their turn (RFC 9562, 6.2). */
export function newRunId(now: number): string {
  if (now === last) turn = (turn + 1) % TURNS;
  else {
    const time = now.toString(16).padStart(12, "0");
    prefix = `${time.slice(0, 8)}-${time.slice(8)}-7`;
    last = now;
    turn = 0;
  }
  if (used + CHANCE > pool.length) {
    pool = randomBytes(2_048).toString("hex");
    used = 0;
  }
  const at = used;
  used += CHANCE;
  // The variant is two bits: 8, 9, a or b.
  const variant = "89ab"[pool.charCodeAt(at) & 3];
  const order = turn === 0 ? "000" : turn.toString(16).padStart(3, "0");
  return `${prefix}${order}-${variant}${pool.slice(at + 1, at + 4)}-${pool.slice(at + 4, at + CHANCE)}`;
}
