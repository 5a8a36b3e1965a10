// W11: three processes with fifty callers each, all of whom were refused their token at once: how often a grant can be
// refreshed, that no token is sent twice, and how long an answer is in memory only. Beside the last: a bare commit of
// one row on the same server.
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startRehearsal } from "../packages/rehearsal/src/index.ts";
import { startEmbedded } from "../packages/store/src/index.ts";
import { type Bench, openBench, type Refreshing, refreshing } from "./grants/bench.ts";

const short = process.argv.includes("--short");
const ROUNDS = short ? 200 : 10_000;
const PROCESSES = 3;
const CALLERS = 50;
const COMMITS = short ? 100 : 1_000;

const data = mkdtempSync(join(tmpdir(), "mortise-w11-"));
// Else, when we are root, the server's user could not enter, and the cluster would go elsewhere and stay there.
chmodSync(data, 0o755);
const rehearsal = await startRehearsal({ profile: "strict" });
const bench = await openBench(data, rehearsal);
try {
  const began = performance.now();
  const processes: Refreshing[] = await Promise.all(
    Array.from({ length: PROCESSES }, () => refreshing(bench, ROUNDS, CALLERS)),
  );
  await Promise.all(processes.map(({ child }) => (child.exitCode === null ? once(child, "exit") : undefined)));
  const seconds = (performance.now() - began) / 1_000;
  const failed = processes.flatMap(({ lines }) => lines).filter((line) => line === "failed").length;
  const { tokensSpent, tokensSentTwice } = rehearsal.status();
  console.log(`\nW11 grants: ${PROCESSES} processes of ${CALLERS} callers, ${ROUNDS} rounds`);
  console.log(
    `  ${tokensSpent} refreshes, ${(tokensSpent / seconds).toFixed(0)} a second; sent more than once ${tokensSentTwice}, rounds without a token ${failed}`,
  );
  const commits = await answerToCommit(bench);
  const bare = await bareCommits();
  print("last byte of an answer to its durable commit", commits);
  print("floor: a bare commit of one row", bare);
  console.log(`  p99 is ${(at(commits, 0.99) / at(bare, 0.99)).toFixed(1)} of the floor's`);
  if (tokensSentTwice > 0 || failed > 0) process.exitCode = 1;
} finally {
  await bench.close();
  await rehearsal.close();
  rmSync(data, { recursive: true, force: true });
}

/** Milliseconds that an answer is in memory only, one by one. */
async function answerToCommit({ grants, store, tenant }: Bench): Promise<number[]> {
  const taken: number[] = [];
  const settle = store.grants.settle;
  const timed = {
    ...store.grants,
    settle: async (settlement: Parameters<typeof settle>[0]) => {
      const began = performance.now();
      const settled = await settle(settlement);
      taken.push(performance.now() - began);
      return settled;
    },
  };
  Object.assign(store.grants, { settle: timed.settle });
  for (let count = 0; count < COMMITS; count++) await grants.refresher.fresh(tenant, "g", { for: "person" });
  return taken;
}

async function bareCommits(): Promise<number[]> {
  const server = await startEmbedded({ dir: data });
  const client = new pg.Client(server.address());
  await client.connect();
  try {
    await client.query("CREATE TABLE bare (id int PRIMARY KEY, text text)");
    const taken: number[] = [];
    for (let count = 0; count < COMMITS; count++) {
      const began = performance.now();
      await client.query("INSERT INTO bare VALUES ($1, $2)", [count, "x".repeat(2_000)]);
      taken.push(performance.now() - began);
    }
    return taken;
  } finally {
    await client.end();
    await server.stop();
  }
}

function at(taken: readonly number[], part: number): number {
  const sorted = taken.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function print(name: string, taken: readonly number[]): void {
  console.log(`  ${name.padEnd(46)} p50 ${at(taken, 0.5).toFixed(2)} ms  p99 ${at(taken, 0.99).toFixed(2)} ms`);
}
