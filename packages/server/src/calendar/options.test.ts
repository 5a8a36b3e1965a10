import type { FlowDocument, HttpClient, RunRecord } from "@mortise/contract";
import { embeddedTestServer, type TestServer } from "@mortise/store/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Runtime } from "../runtime.ts";
import { TestClock } from "../testing/clock.ts";
import { installDocument } from "../testing/install.ts";
import { startProcess, type TestDatabase } from "../testing/process.ts";

const TENANT = "demo";
const BEGIN = Date.parse("2026-11-29T12:00:00Z");
const MINUTE = 60_000;
const EVERY_MINUTE = { cron: "0 * * * * ?" };

type Settings = { readonly [name: string]: string | number };

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

function flow(settings: Settings, options: FlowDocument["options"] = {}, call = false): Omit<FlowDocument, "flow"> {
  const then: FlowDocument["nodes"][number] = call
    ? { id: "then", type: "HTTP", settings: { method: "GET", url: "https://peer.example/" } }
    : { id: "then", type: "SetHeader", settings: { name: "done", value: "yes" } };
  return {
    name: "ticks",
    options: { timeZone: "UTC", ...options },
    nodes: [{ id: "tick", type: "Scheduler", settings }, then],
    links: [{ from: "tick", to: "then" }],
  };
}

/** A peer that answers when it is told to, and counts who waits. */
function slowPeer(): { http: HttpClient; waiting: () => number; answer(): void } {
  const calls: (() => void)[] = [];
  return {
    http: {
      send: ({ url }) =>
        new Promise((resolve) => calls.push(() => resolve({ status: 200, headers: [], body: new Uint8Array(), url }))),
    },
    waiting: () => calls.length,
    answer: () => calls.shift()?.(),
  };
}

async function begin(clock: TestClock, document: Omit<FlowDocument, "flow">, http?: HttpClient): Promise<Runtime> {
  database = await startProcess(server, clock, http ? { http } : {});
  await installDocument(database.first, TENANT, document);
  await vi.waitFor(async () => expect(await database?.first.store.schedules.cursors()).toHaveLength(1));
  return database.first;
}

const runs = async ({ store }: Runtime): Promise<readonly RunRecord[]> =>
  [...(await store.runs.list(TENANT, { limit: 1_000 })).items].reverse();
const minutesOf = (list: readonly RunRecord[]) => list.map(({ nominal }) => ((nominal as number) - BEGIN) / MINUTE);
const fired = async (runtime: Runtime) => minutesOf(await runs(runtime));
const dropped = async ({ store }: Runtime) =>
  (await store.history.listEvents(TENANT)).items
    .filter(({ kind }) => kind === "fire.dropped")
    .map(({ message }) => message)
    .reverse();
const eventually = <T>(look: () => Promise<T>, expected: T) =>
  vi.waitFor(async () => expect(await look()).toEqual(expected), { timeout: 10_000, interval: 20 });

/** Moves on minute by minute, each time until the calendar has dealt with it. */
async function pass(runtime: Runtime, clock: TestClock, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    clock.moveTo(clock.now() + MINUTE);
    const now = clock.now();
    const dealt = async () => (await runtime.store.schedules.cursors()).every(({ cursor }) => cursor >= now);
    await eventually(dealt, true);
  }
}

describe("a fire while a run is open", () => {
  test.each<[Settings, FlowDocument["options"], number[], number]>([
    [{ overlap: "skip" }, {}, [1], 3],
    [{ overlap: "queue one" }, {}, [1, 2], 2],
    [{ overlap: "allow" }, { runs: "parallel" }, [1, 2, 3, 4], 0],
  ])("with %j and %j fires at %j and says of %i that they were dropped", async (settings, options, expected, drops) => {
    const clock = new TestClock(BEGIN);
    const peer = slowPeer();
    const runtime = await begin(clock, flow({ ...EVERY_MINUTE, ...settings }, options, true), peer.http);
    await pass(runtime, clock, 1);
    await vi.waitFor(() => expect(peer.waiting()).toBe(1));
    await pass(runtime, clock, 3);
    expect(await fired(runtime)).toEqual(expected);
    expect(await dropped(runtime)).toHaveLength(drops);
    for (let answered = 0; answered < expected.length; answered++) {
      await vi.waitFor(() => expect(peer.waiting()).toBeGreaterThan(0));
      peer.answer();
    }
    await eventually(async () => (await runs(runtime)).every(({ status }) => status === "completed"), true);
    await pass(runtime, clock, 1);
    await eventually(() => fired(runtime), [...expected, 5]);
    await vi.waitFor(() => expect(peer.waiting()).toBe(1));
    peer.answer();
  });
});

describe("after a downtime", () => {
  /** Installs, goes down, and comes back so many minutes later. */
  async function downFor(minutes: number, settings: Settings, options: FlowDocument["options"] = {}) {
    const clock = new TestClock(BEGIN);
    const before = await begin(clock, flow({ ...EVERY_MINUTE, ...settings }, options));
    await before.close(1_000);
    clock.moveTo(BEGIN + minutes * MINUTE + 1);
    return { clock, runtime: await (database as TestDatabase).start() };
  }

  test("missed: all makes up for the latest thousand, and says how many it left out", async () => {
    const { runtime } = await downFor(1_010, { missed: "all" });
    await eventually(async () => (await fired(runtime)).slice(0, 2), [11, 12]);
    expect(await dropped(runtime)).toEqual([
      "tick: 10 fires from 2026-11-29 12:01:00 to 2026-11-29 12:10:00 (UTC) were dropped: no more than 1000 missed fires are made up for.",
    ]);
  });

  test("missed: all goes one after the other, also where runs may be side by side", async () => {
    const { runtime } = await downFor(5, { missed: "all", overlap: "allow" }, { runs: "parallel" });
    await eventually(async () => (await runs(runtime)).filter(({ status }) => status === "completed").length, 5);
    const list = await runs(runtime);
    expect(minutesOf(list)).toEqual([1, 2, 3, 4, 5]);
    expect(list.map(({ serial }) => serial)).toEqual([true, true, true, true, false]);
    expect(await dropped(runtime)).toEqual([]);
  });

  test("what fell due while the flow was suspended is told apart from what was missed", async () => {
    const clock = new TestClock(BEGIN);
    const before = await begin(clock, flow({ ...EVERY_MINUTE, missed: "all" }));
    await before.store.flows.setState(TENANT, "ticks", "test", "suspended");
    await before.close(1_000);
    clock.moveTo(BEGIN + 3.5 * MINUTE);
    const between = await (database as TestDatabase).start({ work: false });
    await between.store.flows.setState(TENANT, "ticks", "test", "started");
    await between.close(1_000);
    clock.moveTo(BEGIN + 6 * MINUTE);
    const runtime = await (database as TestDatabase).start();
    await eventually(() => fired(runtime), [4, 5, 6]);
    expect(await dropped(runtime)).toEqual([
      "tick: 3 fires from 2026-11-29 12:01:00 to 2026-11-29 12:03:00 (UTC) were dropped: the flow was not started then.",
    ]);
  });

  test("run once runs once, whatever the number of starts", async () => {
    const clock = new TestClock(BEGIN);
    const before = await begin(clock, flow({ method: "repeat", repeatInterval: "1m", repeatCount: 0 }));
    await eventually(() => fired(before), [0]);
    await before.close(1_000);
    clock.moveTo(BEGIN + 10 * MINUTE);
    const runtime = await (database as TestDatabase).start();
    expect(runtime.calendar.nextFire([...runtime.plans][0]?.record.id ?? "")).toBeUndefined();
    expect(await fired(runtime)).toEqual([0]);
    expect(await dropped(runtime)).toEqual([]);
  });
});

describe("a schedule with bounds", () => {
  const bounds: [string, Settings, number[]][] = [
    ["ends with its end date", { ...EVERY_MINUTE, endDate: "2026-11-29T12:03:00" }, [1, 2, 3]],
    ["waits for its start delay", { ...EVERY_MINUTE, startDelay: "4m" }, [4, 5, 6]],
    [
      "repeats from its start delay on, and repeatCount times more",
      { method: "repeat", repeatInterval: "2m", startDelay: "1m", repeatCount: 1 },
      [1, 3],
    ],
  ];
  test.each(bounds)("%s", async (_, settings, expected) => {
    const clock = new TestClock(BEGIN);
    const runtime = await begin(clock, flow({ overlap: "allow", ...settings }, { runs: "parallel" }));
    for (const minute of [1, 2, 3, 4, 5, 6]) {
      clock.moveTo(BEGIN + minute * MINUTE);
      await eventually(
        () => fired(runtime),
        expected.filter((instant) => instant <= minute),
      );
    }
    expect(await dropped(runtime)).toEqual([]);
  });
});
