import type { FlowDocument, RunRecord } from "@mortise/contract";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Runtime } from "../runtime.ts";
import { TestClock } from "../testing/clock.ts";
import { installDocument } from "../testing/install.ts";
import { startRuntime, type TestRuntime } from "../testing/runtime.ts";
import { noScripts } from "../testing/scripts.ts";

const TENANT = "demo";

/** A flow that writes down what it takes for now. */
function flow(
  settings: { [name: string]: string | number },
  options: FlowDocument["options"] = {},
): Omit<FlowDocument, "flow"> {
  return {
    name: "nightly",
    options,
    nodes: [
      { id: "every-night", type: "Scheduler", settings },
      { id: "note-now", type: "SetHeader", settings: { name: "now", value: "${date:now:yyyy-MM-dd HH:mm:ss}" } },
    ],
    links: [{ from: "every-night", to: "note-now" }],
  };
}

const NIGHTLY = { cron: "0 0 0 * * ?", missed: "all" };

let running: TestRuntime[] = [];

async function start(clock: TestClock, data?: string): Promise<TestRuntime> {
  const started = await startRuntime({ clock, scripts: noScripts }, data);
  running.push(started);
  return started;
}

afterEach(async () => {
  for (const started of running) await started.end();
  running = [];
});

/** The runs of the flow, oldest first, when so many have ended. */
async function ended(runtime: Runtime, count: number): Promise<RunRecord[]> {
  return vi.waitFor(
    async () => {
      const { items } = await runtime.store.runs.list(TENANT);
      const over = items.filter(({ status }) => status === "completed").reverse();
      expect(over).toHaveLength(count);
      return Promise.all(over.map(async ({ id }) => (await runtime.store.runs.get(TENANT, id)) as RunRecord));
    },
    { timeout: 10_000, interval: 20 },
  );
}

const nowOf = (run: RunRecord) => run.message?.headers.now;

const events = async (runtime: Runtime) =>
  (await runtime.store.history.listEvents(TENANT)).items.map(({ message }) => message);

describe("a schedule", () => {
  test("fires at its instant and not before", async () => {
    const clock = new TestClock("2026-11-29T12:00+01:00");
    const { runtime } = await start(clock);
    await installDocument(runtime, TENANT, flow(NIGHTLY));
    clock.moveTo("2026-11-29T23:59:59.999+01:00");
    await vi.waitFor(() =>
      expect(runtime.calendar.nextFire([...runtime.plans][0]?.record.id ?? "")).toBe(
        Date.parse("2026-11-30T00:00+01:00"),
      ),
    );
    expect((await runtime.store.runs.list(TENANT)).items).toEqual([]);
    clock.moveTo("2026-11-30T00:00:00.001+01:00");
    const [run] = await ended(runtime, 1);
    expect(run && nowOf(run)).toBe("2026-11-30 00:00:00");
    expect(run).toMatchObject({ trigger: "schedule", nominal: Date.parse("2026-11-30T00:00+01:00") });
  });

  test("makes up for what it missed while the server was down, in order, each at its own instant", async () => {
    const before = await start(new TestClock("2026-11-29T12:00+01:00"));
    await installDocument(before.runtime, TENANT, flow(NIGHTLY));
    await vi.waitFor(async () => expect(await before.runtime.store.schedules.cursors()).toHaveLength(1));
    await before.runtime.close(1_000);
    const { runtime } = await start(new TestClock("2026-12-01T03:00+01:00"), before.data);
    const runs = await ended(runtime, 2);
    expect(runs.map(nowOf)).toEqual(["2026-11-30 00:00:00", "2026-12-01 00:00:00"]);
    expect(runs[0]?.finishedAt).toBeLessThanOrEqual(runs[1]?.startedAt ?? 0);
    expect(await events(runtime)).toEqual([]);
  });

  test.each([
    ["once", ["2026-12-01 00:00:00"], 'the setting missed is "once"'],
    ["skip", [], 'the setting missed is "skip"'],
  ])("with missed: %s runs %j after a downtime, and says what it dropped", async (missed, expected, reason) => {
    const before = await start(new TestClock("2026-11-29T12:00+01:00"));
    await installDocument(before.runtime, TENANT, flow({ ...NIGHTLY, missed }));
    await vi.waitFor(async () => expect(await before.runtime.store.schedules.cursors()).toHaveLength(1));
    await before.runtime.close(1_000);
    const { runtime } = await start(new TestClock("2026-12-01T03:00+01:00"), before.data);
    await vi.waitFor(async () => expect(await events(runtime)).toEqual([expect.stringContaining(reason)]));
    expect((await ended(runtime, expected.length)).map(nowOf)).toEqual(expected);
  });

  test("does not run what fell due while it was suspended, and says so once", async () => {
    const clock = new TestClock("2026-11-28T12:00+01:00");
    const { runtime } = await start(clock);
    await installDocument(runtime, TENANT, flow(NIGHTLY));
    await vi.waitFor(async () => expect(await runtime.store.schedules.cursors()).toHaveLength(1));
    await runtime.store.flows.setState(TENANT, "nightly", "test", "suspended");
    await runtime.plans.refresh();
    clock.moveTo("2026-11-30T12:00+01:00");
    await runtime.store.flows.setState(TENANT, "nightly", "test", "started");
    await runtime.plans.refresh();
    await vi.waitFor(async () =>
      expect(await events(runtime)).toEqual([
        expect.stringContaining(
          "2 fires from 2026-11-29 00:00:00 to 2026-11-30 00:00:00 (Europe/Amsterdam) were dropped: the flow was not started",
        ),
      ]),
    );
    clock.moveTo("2026-12-01T00:00:01+01:00");
    expect((await ended(runtime, 1)).map(nowOf)).toEqual(["2026-12-01 00:00:00"]);
  });

  test("that repeats fires when it is installed and repeatCount times after that", async () => {
    const clock = new TestClock("2026-11-30T12:00:00+01:00");
    const { runtime } = await start(clock);
    await installDocument(runtime, TENANT, flow({ method: "repeat", repeatInterval: "1m", repeatCount: 2 }));
    await ended(runtime, 1);
    clock.moveTo("2026-11-30T12:01:00+01:00");
    await ended(runtime, 2);
    clock.moveTo("2026-11-30T12:02:30+01:00");
    expect((await ended(runtime, 3)).map(nowOf)).toEqual([
      "2026-11-30 12:00:00",
      "2026-11-30 12:01:00",
      "2026-11-30 12:02:00",
    ]);
    clock.moveTo("2026-11-30T12:10:00+01:00");
    await vi.waitFor(() => expect(runtime.calendar.nextFire([...runtime.plans][0]?.record.id ?? "")).toBeUndefined());
    // Installed again, it begins again.
    await installDocument(runtime, TENANT, flow({ method: "repeat", repeatInterval: "1m", repeatCount: 2 }));
    expect(nowOf((await ended(runtime, 4))[3] as RunRecord)).toBe("2026-11-30 12:10:00");
  });

  test("is fired once by two processes", async () => {
    const clock = new TestClock("2026-11-29T12:00+01:00");
    const first = await start(clock);
    await installDocument(first.runtime, TENANT, flow(NIGHTLY));
    const second = await start(clock, first.data);
    for (const day of ["2026-11-30", "2026-12-01", "2026-12-02"]) clock.moveTo(`${day}T00:00:00+01:00`);
    const runs = await ended(first.runtime, 3);
    expect(runs.map(nowOf)).toEqual(["2026-11-30 00:00:00", "2026-12-01 00:00:00", "2026-12-02 00:00:00"]);
    expect(first.runtime.totals.fires + second.runtime.totals.fires).toBe(3);
  });

  test("that a later version brought fires without a restart", async () => {
    const clock = new TestClock("2026-11-29T12:00+01:00");
    const { runtime } = await start(clock);
    await installDocument(runtime, TENANT, { ...flow(NIGHTLY), nodes: flow(NIGHTLY).nodes.slice(1), links: [] });
    await vi.waitFor(() => expect(runtime.calendar.nextFire([...runtime.plans][0]?.record.id ?? "")).toBeUndefined());
    await installDocument(runtime, TENANT, flow(NIGHTLY));
    clock.moveTo("2026-11-30T00:00+01:00");
    expect((await ended(runtime, 1)).map(nowOf)).toEqual(["2026-11-30 00:00:00"]);
  });

  test("that cannot be understood does not hold up the others", async () => {
    const clock = new TestClock("2026-11-29T12:00+01:00");
    const { runtime } = await start(clock);
    await installDocument(runtime, TENANT, { ...flow({ cron: "nonsense" }), name: "broken" });
    await installDocument(runtime, TENANT, flow(NIGHTLY));
    clock.moveTo("2026-11-30T00:00+01:00");
    await ended(runtime, 1);
  });
});
