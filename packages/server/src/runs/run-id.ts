import { randomFillSync } from "node:crypto";

// One call for many ids: asking the system for ten bytes at a time would cost more than the rest of a small run.
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** A UUID of version 7: ids sort by the time they were made. */
export function newRunId(now: number): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.toString("hex", used, used + 10);
  used += 10;
  const time = now.toString(16).padStart(12, "0");
  const variant = "89ab"[Number.parseInt(random.charAt(3), 16) & 3];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}
