import type { FlowDocument } from "@mortise/contract";
import { compileSchedule } from "@mortise/engine";
import { embeddedTestServer, type TestServer } from "@mortise/store/testing";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Runtime } from "../runtime.ts";
import { TestClock } from "../testing/clock.ts";
import { installDocument } from "../testing/install.ts";
import { startProcess, type TestDatabase } from "../testing/process.ts";
import { seeded } from "../testing/random.ts";

const TENANT = "demo";
const BEGIN = Date.parse("2026-11-29T12:00:00Z");
const HALF_MINUTES = "*/30 * * * * ?";
const MINUTES = "5 * * * * ?";

let server: TestServer;
let database: TestDatabase | undefined;
beforeAll(async () => {
  server = await embeddedTestServer();
});
afterEach(() => database?.end());
afterAll(() => server?.close());

/** Two processes on one database and one clock. */
async function twoProcesses(clock: TestClock): Promise<readonly Runtime[]> {
  database = await startProcess(server, clock);
  return [database.first, await database.start()];
}

function flow(cron: string, note: string, more: object = {}): Omit<FlowDocument, "flow"> {
  const schedule = { cron, missed: "all", overlap: "allow", ...more };
  return {
    name: "ticks",
    options: { runs: "parallel", timeZone: "UTC" },
    nodes: [
      { id: "tick", type: "Scheduler", settings: schedule },
      { id: "note", type: "SetHeader", settings: { name: "note", value: note } },
    ],
    links: [{ from: "tick", to: "note" }],
  };
}

/** All instants of a cron in (after, until]. */
function instantsOf(cron: string, after: number, until: number): number[] {
  const schedule = compileSchedule({ cron }, "UTC");
  const found: number[] = [];
  for (
    let next = schedule.next(after, { anchor: 0 });
    next !== undefined && next <= until;
    next = schedule.next(next, { anchor: 0 })
  )
    found.push(next);
  return found;
}

test.each([1, 2, 3])(
  "installing versions neither loses nor doubles a fire, in order %i of what happens",
  async (seed) => {
    const random = seeded(seed);
    const clock = new TestClock(BEGIN);
    const processes = await twoProcesses(clock);
    const one = () => processes[random() < 0.5 ? 0 : 1] as Runtime;
    let cron = HALF_MINUTES;
    let since = BEGIN;
    const expected: number[] = [];
    await installDocument(one(), TENANT, flow(cron, "first"));
    await vi.waitFor(async () => expect(await processes[0]?.store.schedules.cursors()).toHaveLength(1));
    for (let step = 0; step < 25; step++) {
      // What falls due at this move has often not been fired when the next version is installed.
      clock.moveTo(clock.now() + Math.floor(random() * 50_000));
      const kind = random();
      if (kind < 0.3) continue;
      if (kind < 0.5) {
        expected.push(...instantsOf(cron, since, clock.now()));
        since = clock.now();
        cron = cron === MINUTES ? HALF_MINUTES : MINUTES;
      }
      // Another schedule with the same instants.
      const more = random() < 0.3 ? { gap: "skip" } : {};
      await installDocument(one(), TENANT, flow(cron, `version ${step}`, more));
    }
    clock.moveTo(clock.now() + 60_000);
    expected.push(...instantsOf(cron, since, clock.now()));
    const { store } = one();
    const nominals = async () => {
      const { items } = await store.runs.list(TENANT, { limit: 1_000 });
      return items.map(({ nominal }) => nominal as number).sort((left, right) => left - right);
    };
    await vi.waitFor(async () => expect(await nominals()).toEqual(expected), { timeout: 10_000, interval: 50 });
    const { items } = await store.history.listEvents(TENANT);
    expect(items).toEqual([]);
  },
);
