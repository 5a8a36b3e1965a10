// W6: ten thousand schedules: from the start of the process until its calendar knows them all, its memory, and how late
// the fires come at 200 a second, spread over the second and all at its beginning.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FlowDocument } from "@mortise/contract";
import { type ChaosDatabase, openChaosDatabase } from "./chaos/database.ts";

const short = process.argv.includes("--short");
const SCHEDULES = 10_000;
const TENANTS = 20;
const SECONDS = short ? 4 : 30;
const MB = 1_048_576;

const document = (name: string, settings: FlowDocument["nodes"][number]["settings"]): string => {
  const flow: FlowDocument = {
    flow: 1,
    name,
    options: { runs: "parallel", trace: "off" },
    nodes: [
      { id: "tick", type: "Scheduler", settings },
      { id: "mark", type: "SetHeader", settings: { name: "at", value: "${date:now:HH:mm:ss}" } },
    ],
    links: [{ from: "tick", to: "mark" }],
  };
  return JSON.stringify(flow);
};

/** Fires evenly spread, or two hundred at each beginning of a second. */
const SHAPES = {
  spread: { method: "repeat", repeatInterval: "50s", missed: "skip", overlap: "allow" },
  burst: { cron: "SECOND * * * * ?", missed: "skip", overlap: "allow" },
} as const;

/** All of it in a few statements: ten thousand installs one by one take a minute. */
async function fill({ store, query }: ChaosDatabase, shape: keyof typeof SHAPES): Promise<void> {
  for (let tenant = 0; tenant < TENANTS; tenant++)
    if (!(await store.tenants.get(`tenant-${tenant}`)))
      await store.tenants.create({ id: `tenant-${tenant}`, name: `Tenant ${tenant}` });
  await query("TRUNCATE mortise.flow, mortise.flow_version, mortise.installation, mortise.schedule CASCADE");
  await query("TRUNCATE mortise.run, mortise.open_run, mortise.journal CASCADE");
  const texts = Array.from({ length: SCHEDULES }, (_, index) =>
    document(`flow-${index}`, JSON.parse(JSON.stringify(SHAPES[shape]).replace("SECOND", String(index % 50)))),
  );
  await query(
    `WITH given AS (SELECT text, ordinality - 1 AS index, gen_random_uuid() AS flow_id
       FROM unnest($1::text[]) WITH ORDINALITY AS t (text, ordinality)),
     made AS (INSERT INTO mortise.flow (tenant_id, flow_id, name, text, created_at, created_by, updated_at, updated_by)
       SELECT 'tenant-' || index % $2, flow_id, 'flow-' || index, text, now(), 'bench', now(), 'bench' FROM given)
     INSERT INTO mortise.flow_version (tenant_id, flow_id, number, text, remark, author, created_at)
     SELECT 'tenant-' || index % $2, flow_id, 1, text, '', 'bench', now() FROM given`,
    [texts, TENANTS],
  );
  // Each a two-hundredth of a second after the one before it.
  await query(
    `INSERT INTO mortise.installation (tenant_id, installation_id, flow_id, environment, number, state, installed_at,
       installed_by, state_since)
     SELECT tenant_id, gen_random_uuid()::text, flow_id, 'test', 1, 'started', at, 'bench', at
     FROM (SELECT tenant_id, flow_id, now() - row_number() OVER () * interval '5 ms' AS at FROM mortise.flow) f`,
  );
  // A stopped server's schedules have been dealt with until now.
  await query(
    `INSERT INTO mortise.schedule (tenant_id, installation_id, node, cursor, anchor)
     SELECT tenant_id, installation_id, 'tick', now(), installed_at FROM mortise.installation`,
  );
  await query("ANALYZE");
}

async function measure(database: ChaosDatabase, shape: keyof typeof SHAPES, seconds = SECONDS) {
  await fill(database, shape);
  const began = performance.now();
  const options = { database: database.options, concurrency: 40 };
  const child = fork(join(import.meta.dirname, "calendar", "start.mjs"), [
    JSON.stringify({ options, schedules: SCHEDULES }),
  ]);
  try {
    const [{ memory }] = (await once(child, "message")) as [{ memory: number }];
    const ms = performance.now() - began;
    if (seconds > 0) await delay(2_000);
    const from = new Date(await database.store.now());
    await delay(seconds * 1_000);
    const rows = await database.query<{ late: number }>(
      `SELECT (extract(epoch FROM created_at - nominal) * 1000)::float8 AS late FROM mortise.run
       WHERE nominal >= $1 AND nominal < clock_timestamp() - interval '1 s' ORDER BY 1`,
      [from],
    );
    child.send("memory");
    const [{ memory: after }] = (await once(child, "message")) as [{ memory: number }];
    return { ms, memory, after, late: rows.map(({ late }) => late) };
  } finally {
    child.kill("SIGKILL");
  }
}

const percentile = (sorted: readonly number[], part: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN).toFixed(1);

const database = await openChaosDatabase();
try {
  console.log(
    `\nW6 ${SCHEDULES.toLocaleString("en")} schedules; to reach: 2 s, 150 MB, p99 100 ms at 200 fires a second`,
  );
  // Compiled code is kept from start to start, so the first start is no figure.
  await measure(database, "spread", 0);
  for (const shape of ["spread", "burst"] as const) {
    const { ms, memory, after, late } = await measure(database, shape);
    if (shape === "spread")
      console.log(
        `  start ${(ms / 1_000).toFixed(2)} s, ${Math.round(memory / MB)} MB, firing ${Math.round(after / MB)} MB`,
      );
    const rate = Math.round(late.length / (SECONDS - 1));
    console.log(
      `  ${shape.padEnd(7)} ${rate} fires/s: late p50 ${percentile(late, 0.5)} ms, p99 ${percentile(late, 0.99)} ms, at most ${percentile(late, 1)} ms`,
    );
  }
} finally {
  await database.close();
}
