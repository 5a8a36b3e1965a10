import type { FlowDocument } from "@mortise/contract";
import { embeddedTestServer, type TestServer } from "@mortise/store/testing";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Runtime } from "../runtime.ts";
import { TestClock } from "../testing/clock.ts";
import { installDocument } from "../testing/install.ts";
import { startProcess, type TestDatabase } from "../testing/process.ts";
import type { Auditor } from "./auditor.ts";

const TENANT = "demo";
const BEGIN = Date.parse("2026-11-29T12:00:00Z");
const MINUTE = 60_000;

let server: TestServer;
let database: TestDatabase | undefined;
beforeAll(async () => {
  server = await embeddedTestServer();
});
afterEach(async () => {
  await database?.end();
  database = undefined;
});
afterAll(() => server?.close());

const flow = (cron = "0 * * * * ?", missed = "all"): Omit<FlowDocument, "flow"> => ({
  name: "ticks",
  options: { timeZone: "UTC", runs: "parallel" },
  nodes: [
    { id: "tick", type: "Scheduler", settings: { cron, missed, overlap: "allow" } },
    { id: "then", type: "SetHeader", settings: { name: "done", value: "yes" } },
  ],
  links: [{ from: "tick", to: "then" }],
});

/** A process whose flow fires every minute, and an auditor that looks when it is told to. */
async function begin(document = flow()) {
  const clock = new TestClock(BEGIN);
  database = await startProcess(server, clock);
  const runtime = database.first;
  await installDocument(runtime, TENANT, document);
  await vi.waitFor(async () => expect(await runtime.store.schedules.cursors()).toHaveLength(1));
  const auditor = await auditorOf(runtime);
  expect(await auditor.look()).toBe(true);
  return { clock, runtime, auditor };
}

/** The auditor of a process, which from now on looks when the test says so. */
async function auditorOf({ auditor }: Runtime): Promise<Auditor> {
  await auditor.stop();
  return auditor;
}

/** Moves the clock, and waits until every schedule has been dealt with up to `cursor`. */
async function pass(runtime: Runtime, clock: TestClock, minutes: number, cursor = minutes): Promise<void> {
  clock.moveTo(BEGIN + minutes * MINUTE + 1);
  await vi.waitFor(
    async () => {
      const [schedule] = await runtime.store.schedules.cursors();
      expect(((schedule?.cursor ?? 0) - BEGIN) / MINUTE).toBe(cursor);
    },
    { timeout: 5_000, interval: 10 },
  );
}

async function told(runtime: Runtime): Promise<string[]> {
  await runtime.notices.flush();
  const { items } = await runtime.store.history.listEvents(TENANT);
  return items.filter(({ kind }) => kind === "schedule.missed-fire").map(({ message }) => message);
}

async function asOwner(text: string): Promise<void> {
  const client = new pg.Client({ connectionString: database?.url });
  await client.connect();
  await client.query(text);
  await client.end();
}

test("tells of a fire whose row is gone, once", async () => {
  const { clock, runtime, auditor } = await begin();
  await pass(runtime, clock, 5);
  await asOwner("DELETE FROM mortise.run WHERE nominal = '2026-11-29 12:02:00Z'");
  expect(await auditor.look()).toBe(true);
  expect(await told(runtime)).toEqual(["tick: The fire of 2026-11-29 12:02:00 (UTC) has neither a run nor a drop."]);
  await pass(runtime, clock, 8);
  expect(await auditor.look()).toBe(true);
  expect(await told(runtime)).toHaveLength(1);
});

test("tells of a schedule that somebody moved on", async () => {
  const { clock, runtime, auditor } = await begin();
  await asOwner("UPDATE mortise.schedule SET cursor = '2026-11-29 12:03:00Z'");
  await pass(runtime, clock, 6);
  await auditor.look();
  expect(await told(runtime)).toEqual([
    "tick: Of 3 fires from 2026-11-29 12:01:00 to 2026-11-29 12:03:00 (UTC) each has neither a run nor a drop.",
  ]);
});

test("tells at its second look of a schedule that nobody deals with", async () => {
  const { clock, runtime, auditor } = await begin();
  await runtime.calendar.stop();
  clock.moveTo(BEGIN + 3 * MINUTE);
  await auditor.look();
  expect(await told(runtime)).toEqual([]);
  clock.moveTo(BEGIN + 5 * MINUTE);
  await auditor.look();
  expect(await told(runtime)).toEqual([
    "tick: Of 2 fires from 2026-11-29 12:03:00 to 2026-11-29 12:04:00 (UTC) each was not dealt with in time.",
  ]);
});

test("says nothing of suspensions, stops, new versions, other schedules and a downtime", async () => {
  const { clock, runtime, auditor } = await begin();
  const { flows } = runtime.store;
  await pass(runtime, clock, 3);
  for (const state of ["suspended", "stopped"] as const) {
    await flows.setState(TENANT, "ticks", "test", state);
    await runtime.plans.refresh();
    const now = (clock.now() - BEGIN - 1) / MINUTE;
    clock.moveTo(BEGIN + (now + 4) * MINUTE);
    await auditor.look();
    await flows.setState(TENANT, "ticks", "test", "started");
    await runtime.plans.refresh();
    await pass(runtime, clock, now + 7);
    await auditor.look();
  }
  await installDocument(runtime, TENANT, { ...flow(), description: "another version" });
  await pass(runtime, clock, 20);
  await auditor.look();
  await installDocument(runtime, TENANT, flow("0 */5 * * * ?", "once"));
  await pass(runtime, clock, 30);
  await auditor.look();
  await runtime.close(1_000);
  clock.moveTo(BEGIN + 59 * MINUTE);
  const next = await (database as TestDatabase).start();
  const after = await auditorOf(next);
  await pass(next, clock, 62, 60);
  await after.look();
  clock.moveTo(BEGIN + 64 * MINUTE);
  await after.look();
  expect(await told(next)).toEqual([]);
});

test("looks in one process at a time", async () => {
  const { runtime, auditor } = await begin();
  const other = await auditorOf(await (database as TestDatabase).start());
  const looks = await runtime.store.schedules.audit(async (until = 0) => {
    expect(await Promise.all([auditor.look(), other.look()])).toEqual([false, false]);
    return until;
  });
  expect(looks).toBe(true);
});
