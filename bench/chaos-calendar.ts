// Three processes, 200 fires a second, every fire a run: processes are killed and stopped, and their clocks are up to ten
// minutes off. At the end the runs are the nominal instants: none lost, none doubled, none left open.
// node bench/chaos-calendar.ts [--short] [--seconds=600] [--seed=N]
import { setTimeout as delay } from "node:timers/promises";
import type { FlowDocument } from "@mortise/contract";
import { type Child, startChild } from "../packages/server/src/testing/child.ts";
import { seeded } from "../packages/server/src/testing/random.ts";
import { install, openChaosDatabase } from "./chaos/database.ts";

const short = process.argv.includes("--short");
const option = (name: string, absent: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? absent);
const SCHEDULES = option("schedules", 200);
const TENANTS = 4;
const PROCESSES = 3;
/** Undisturbed at first, for the lateness. */
const QUIET = short ? 8 : 30;
const SECONDS = option("seconds", short ? 30 : 600);
const random = seeded(option("seed", 1));
const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));

const flow = (name: string): FlowDocument => ({
  flow: 1,
  name,
  options: { runs: "parallel", trace: "off" },
  nodes: [
    { id: "tick", type: "Scheduler", settings: { cron: "* * * * * ?", missed: "all", overlap: "allow" } },
    { id: "mark", type: "SetHeader", settings: { name: "at", value: "${date:now:HH:mm:ss}" } },
  ],
  links: [{ from: "tick", to: "mark" }],
});

console.log(`\nCalendar: ${PROCESSES} processes, ${SCHEDULES} fires a second, clocks up to ten minutes off`);
const database = await openChaosDatabase();
const children: Child[] = [];
let kills = 0;
let stops = 0;

const start = async () => {
  const skew = between(-600_000, 600_000);
  return await startChild({ database: database.options, concurrency: 40, skew });
};

/** One process's life: it is killed, or stopped for a while, again and again. */
async function trouble(index: number, until: number): Promise<void> {
  while (performance.now() < until) {
    await delay(between(500, 8_000));
    const child = children[index] as Child;
    if (random() < 0.6) {
      kills++;
      await child.kill();
      await delay(between(0, 1_500));
      children[index] = await start();
    } else {
      stops++;
      child.signal("SIGSTOP");
      await delay(between(500, 15_000));
      child.signal("SIGCONT");
    }
  }
}

const percentile = (sorted: readonly number[], part: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN);

/** Milliseconds from the instant to its row, sorted. */
async function lateness(from: Date, until: Date): Promise<number[]> {
  const rows = await database.query<{ late: number }>(
    `SELECT (extract(epoch FROM created_at - nominal) * 1000)::float8 AS late FROM mortise.run
     WHERE nominal >= $1 AND nominal < $2 ORDER BY 1`,
    [from, until],
  );
  return rows.map(({ late }) => late);
}

try {
  for (let index = 0; index < SCHEDULES; index++)
    await install(database.store, `tenant-${index % TENANTS}`, flow(`flow-${index}`));
  for (let index = 0; index < PROCESSES; index++) children.push(await start());
  await delay(3_000);
  const quiet = new Date(await database.store.now());
  await delay(QUIET * 1_000);
  const calm = await lateness(quiet, new Date((await database.store.now()) - 1_000));
  const until = performance.now() + SECONDS * 1_000;
  await Promise.all(children.map((_, index) => trouble(index, until)));
  // No fire after this instant counts; all before it are given time to come.
  const end = new Date(Math.floor(await database.store.now()));
  const look = async () =>
    await database.query<{ node: string; anchor: Date; runs: number; distinct: number; open: number; latest: Date }>(
      `SELECT s.installation_id AS node, s.anchor, s.cursor AS latest,
         (SELECT count(*)::int FROM mortise.run r WHERE r.installation_id = s.installation_id AND r.nominal <= $1) AS runs,
         (SELECT count(DISTINCT nominal)::int FROM mortise.run r
           WHERE r.installation_id = s.installation_id AND r.nominal <= $1) AS distinct,
         (SELECT count(*)::int FROM mortise.run r
           WHERE r.installation_id = s.installation_id AND r.nominal <= $1 AND r.finished_at IS NULL) AS open
       FROM mortise.schedule s`,
      [end],
    );
  let schedules = await look();
  const patience = performance.now() + 90_000;
  while (schedules.some(({ open, latest }) => open > 0 || latest < end) && performance.now() < patience) {
    await delay(500);
    schedules = await look();
  }
  let [expected, found, doubled, open] = [0, 0, 0, 0];
  for (const schedule of schedules) {
    expected += Math.floor(end.getTime() / 1_000) - Math.floor(schedule.anchor.getTime() / 1_000);
    found += schedule.runs;
    doubled += schedule.runs - schedule.distinct;
    open += schedule.open;
  }
  const [{ drops = 0 } = {}] = await database.query<{ drops: number }>(
    "SELECT count(*)::int AS drops FROM mortise.event",
  );
  console.log(`  ${kills} kills, ${stops} stops in ${SECONDS} s`);
  console.log(`  nominal instants ${expected}, runs ${found}, doubled ${doubled}, left open ${open}, events ${drops}`);
  console.log(
    `  lateness undisturbed: p50 ${percentile(calm, 0.5)} ms, p99 ${percentile(calm, 0.99)} ms (${calm.length} fires; to reach: 1,000 ms)`,
  );
  const all = await lateness(quiet, end);
  console.log(`  lateness in all: p50 ${percentile(all, 0.5)} ms, p99 ${percentile(all, 0.99)} ms`);
  if (found !== expected || doubled > 0 || open > 0 || drops > 0) process.exitCode = 1;
} finally {
  await Promise.all(children.map((child) => child.kill()));
  await database.close();
}
