// The database goes away under load: its connections are cut, it stands still, it is stopped at once and starts again.
// Nothing is lost or doubled, and runs go on within ten seconds of the first accepted connection.
// node bench/chaos-postgres.ts [--short] [--rounds=N] [--pause=60]
import { setTimeout as delay } from "node:timers/promises";
import { type Child, startChild } from "../packages/server/src/testing/child.ts";
import { type ChaosDatabase, openChaosDatabase } from "./chaos/database.ts";
import { ChaosLoad } from "./chaos/load.ts";

const short = process.argv.includes("--short");
const option = (name: string, absent: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? absent);
const ROUNDS = option("rounds", short ? 1 : 5);
const PAUSE = option("pause", short ? 5 : 60);

/** What happens to the database; gives back when it may be expected to answer again. */
const FAULTS: { readonly [name: string]: (database: ChaosDatabase) => Promise<void> } = {
  "connections cut": async ({ query }) => {
    await query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'mortise' AND pid <> pg_backend_pid()",
    ).catch(() => {});
  },
  "standing still": async ({ server, query }) => {
    const pids = await query<{ pid: number }>("SELECT pid FROM pg_stat_activity");
    const signal = (name: NodeJS.Signals) => {
      for (const pid of [server.pid, ...pids.map(({ pid }) => pid)])
        try {
          process.kill(pid, name);
        } catch {
          // A backend that has ended meanwhile.
        }
    };
    signal("SIGSTOP");
    await delay(PAUSE * 1_000);
    signal("SIGCONT");
  },
  "stopped at once": async ({ server }) => {
    process.kill(server.pid, "SIGQUIT");
    await delay(300);
  },
};

/** Milliseconds from the first accepted connection until a run has ended after it. */
async function recovery({ query }: ChaosDatabase): Promise<number> {
  const ended = "SELECT count(*)::int AS ended, clock_timestamp() AS now FROM mortise.run WHERE finished_at > $1";
  for (let since: Date | undefined, at = 0; ; await delay(20)) {
    try {
      const [row] = await query<{ ended: number; now: Date }>(ended, [since ?? new Date(8.64e15)]);
      if (!since) [since, at] = [row?.now, performance.now()];
      else if ((row?.ended ?? 0) > 0) return performance.now() - at;
    } catch {
      // Not back yet.
    }
  }
}

console.log(`\nChaos of the database: ${ROUNDS} rounds of ${Object.keys(FAULTS).join(", ")}`);
const database = await openChaosDatabase({ embedded: true });
const load = await ChaosLoad.of(database);
const children: Child[] = [];
try {
  const start = () => startChild({ database: database.options, allowPrivate: [load.peer.host] });
  children.push(...(await Promise.all([start(), start()])));
  load.start(8);
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, fault] of Object.entries(FAULTS)) {
      await delay(1_500);
      await fault(database);
      const ms = await recovery(database);
      console.log(
        `  ${name.padEnd(16)} runs end again ${Math.round(ms)} ms after the first connection (to reach: 10,000)`,
      );
      if (ms > 10_000) process.exitCode = 1;
    }
  await load.stop();
  const { broken, words } = await load.verify(90_000);
  console.log(`  ${words}`);
  if (broken > 0) process.exitCode = 1;
} finally {
  await load.stop();
  await Promise.all(children.map((child) => child.kill()));
  load.peer.close();
  await database.close();
}
