// W10: the memory that a large body takes: 100 MB by HTTP, split at its lines while it streams, and counted. Beside the
// floor: the same process, which fetches with Node alone and counts the same. What the code itself takes is shown apart: run
// from source, as here, it is about twice what it is when it is compiled.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const short = process.argv.includes("--short");
const SIZES = short ? [10, 20] : [10, 100];
const LIMIT = 150;

interface Result {
  readonly lines: number;
  /** What the process held before it began, and at most; in bytes. */
  readonly before: number;
  readonly peak: number;
  readonly ms: number;
}

const child = (file: string, ...args: string[]): ChildProcess => fork(join(import.meta.dirname, "split", file), args);

/** Counts the lines of a body of so many megabytes in one way. */
async function count(way: string, megabytes: number): Promise<Result> {
  const bytes = String(megabytes * 1_000_000);
  const peer = child("peer.ts", bytes);
  try {
    const [port] = await once(peer, "message");
    const counting = child("count.ts", way, `http://127.0.0.1:${port}/`, bytes);
    const [result] = (await Promise.race([
      once(counting, "message"),
      once(counting, "exit").then(() => Promise.reject(new Error(`${way} gave no result`))),
    ])) as [Result];
    if (result.lines !== megabytes * 10_000) throw new Error(`${way} counted ${result.lines} lines`);
    return result;
  } finally {
    peer.disconnect();
  }
}

console.log(`\nW10 memory against size: HTTP → Split (streaming) → count (to reach: at most ${LIMIT} MB at 100 MB)`);
let most = 0;
for (const megabytes of SIZES) {
  const floor = await count("plain", megabytes);
  const mortise = await count("mortise", megabytes);
  most = Math.max(most, added(mortise));
  for (const [name, result] of [
    ["floor: Node alone", floor],
    ["mortise", mortise],
  ] as const) {
    const { lines, ms, before } = result;
    const rate = Math.round(lines / (ms / 1000)).toLocaleString("en");
    const columns = [
      `${megabytes} MB`.padStart(8),
      name.padEnd(18),
      `${shown(added(result))} at most`.padStart(16),
      `beside ${shown(before)} of code`.padStart(22),
      `${(added(result) / added(floor)).toFixed(2)} of the floor`,
      `${rate} lines/s`.padStart(18),
    ];
    console.log(columns.join("  "));
  }
}
if (!short && most > LIMIT * 1e6) process.exitCode = 1;

function added({ peak, before }: Result): number {
  return Math.max(1e6, peak - before);
}

function shown(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
