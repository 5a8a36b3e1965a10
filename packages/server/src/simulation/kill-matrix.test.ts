import type { FlowDocument, NewRun, RunRecord, Store } from "@mortise/contract";
import { embeddedTestServer, openTestStore, type TestServer } from "@mortise/store/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newRunId } from "../runs/run-id.ts";
import { createRuntime } from "../runtime.ts";
import { startChild } from "../testing/child.ts";
import { called, everyKind, once, UNDISTURBED } from "./kinds.ts";
import { type LoggingPeer, startLoggingPeer } from "./logging-peer.ts";

const TENANT = "demo";
const OVER = ["completed", "failed", "cancelled", "parked"];

/** What a kill at a point costs: requests that were sent once more, or not at all, and how the run ends. */
interface Cell {
  readonly point: string;
  readonly again?: string;
  readonly never?: string;
  readonly status?: "parked";
}

const aroundCall = (node: string, what: string): Cell[] => [
  { point: `journal.intent.before:${node}` },
  { point: `journal.intent.after:${node}` },
  { point: `journal.result.before:${node}`, again: what },
  { point: `journal.result.after:${node}` },
];

const CELLS: readonly Cell[] = [
  { point: "run.claim.after:tick" },
  { point: "run.end.before:tick" },
  { point: "run.end.after:tick" },
  ...aroundCall("get", "get"),
  { point: "journal.store.before:save" },
  { point: "journal.store.after:save" },
  ...aroundCall("part", "part-a"),
  { point: "journal.result.before:part@2", again: "part-b" },
  ...aroundCall("branch", "branch"),
  // The link's own call is a row of ours: made again it is the same run.
  ...aroundCall("link", "nothing").map(({ point }) => ({ point })),
  ...aroundCall("keyed", "keyed"),
  { point: "journal.intent.before:post" },
  // Sent or not, nobody knows: a person decides.
  { point: "journal.intent.after:post", never: "post", status: "parked" },
  { point: "journal.result.before:post", status: "parked" },
  { point: "journal.result.after:post" },
];

/** In the run of a flow that another one called. */
const CALLED_CELLS: readonly Cell[] = [{ point: "run.claim.after:entry" }, ...aroundCall("called-get", "called")];

let server: TestServer;
beforeAll(async () => {
  server = await embeddedTestServer();
});
afterAll(() => server?.close());

async function install(store: Store, flow: FlowDocument) {
  const text = JSON.stringify(flow);
  await store.flows.put(TENANT, flow.name, text, "test");
  const { number } = await store.flows.addVersion(TENANT, flow.name, { text, remark: "", author: "test" });
  return await store.flows.install(TENANT, flow.name, "test", number, {}, "test");
}

/** Kills a process at a point of a run that `begin` sets going; gives back how everything stands when a second one has dealt with it. */
async function killedAt(
  point: string,
  begin: (store: Store, peer: LoggingPeer) => Promise<void>,
  flows: (host: string) => readonly FlowDocument[],
) {
  const peer = await startLoggingPeer();
  const { store, options, close } = await openTestStore({}, server);
  const database = { url: options.url, data: options.data, keyFile: options.keyFile };
  try {
    await store.tenants.create({ id: TENANT, name: "Demo" });
    await store.variables.put(TENANT, "given", { test: "value" }, "test");
    for (const flow of flows(peer.host)) await install(store, flow);
    const child = await startChild({ database, allowPrivate: [peer.host] }, point);
    await begin(store, peer);
    expect(await child.died).toBe("SIGKILL");
    const next = await createRuntime({ database, allowPrivate: [peer.host] });
    try {
      const runs = await vi.waitFor(
        async () => {
          const { items } = await store.runs.list(TENANT);
          expect(items.length).toBeGreaterThan(0);
          expect(items.filter(({ status }) => !OVER.includes(status))).toEqual([]);
          return items;
        },
        { timeout: 60_000, interval: 50 },
      );
      return { runs, log: [...peer.log], saved: await store.variables.get(TENANT, "saved") };
    } finally {
      await next.close(1_000);
    }
  } finally {
    await close();
    peer.close();
  }
}

async function startRun(store: Store, flow = "every-kind", node = "tick"): Promise<void> {
  const [installed] = (await store.flows.installations()).filter((each) => each.flow === flow);
  const id = newRunId(Date.now());
  const run: NewRun = {
    ...{ id, tenant: TENANT, flow, environment: "test", version: 1, trigger: "manual", node },
    ...{ installation: installed?.id ?? "", input: { message: { headers: {}, body: null } }, serial: false },
    breadcrumbId: id,
  };
  await store.dispatcher.start(run);
}

const statusOf = (runs: readonly RunRecord[], flow: string) =>
  runs.filter((run) => run.flow === flow).map(({ status }) => status);
/** `get`, `part-a`, …: what was called, without the run. */
const whats = (log: readonly string[]) => log.map((line) => line.split(" ")[1]?.split("/")[1] ?? "").sort();

/** What the flow that was called asks for, in a run of its own: on its way at the time of the kill, or not. A GET may be sent again. */
const BESIDE = "called";

/** Where that run may have begun: at the link, and behind it. */
const FROM_THE_LINK = /^run\.end\.|:(?:link|keyed|post)$/;

describe("a process that is killed", { timeout: 120_000 }, () => {
  test.concurrent.each(CELLS)("at $point loses nothing and repeats no finished node", async (cell) => {
    const { point, again, never, status = "completed" } = cell;
    const { runs, log, saved } = await killedAt(
      point,
      (store) => startRun(store),
      (host) => [everyKind(host), called(host)],
    );
    expect(statusOf(runs, "every-kind")).toEqual([status]);
    expect(statusOf(runs, "called")).toEqual(["completed"]);
    const expected = UNDISTURBED.filter((what) => what !== never);
    if (again !== undefined && UNDISTURBED.includes(again)) expected.push(again);
    const found = whats(log);
    const repeated = FROM_THE_LINK.test(point) ? found.lastIndexOf(BESIDE) : -1;
    if (repeated > found.indexOf(BESIDE)) found.splice(repeated, 1);
    expect(found).toEqual(expected.sort());
    expect(saved).toMatchObject({ version: 1, test: { value: "value!" } });
    const keys = log.filter((line) => line.includes("/keyed/")).map((line) => line.split(" ")[2]);
    expect(new Set(keys).size).toBe(1);
  });

  test.concurrent.each(CALLED_CELLS)("at $point of a flow that was called, too", async ({ point, again }) => {
    const { runs, log } = await killedAt(
      point,
      (store) => startRun(store, "called", "entry"),
      (host) => [called(host)],
    );
    expect(statusOf(runs, "called")).toEqual(["completed"]);
    expect(whats(log)).toEqual(again === undefined ? ["called"] : ["called", "called"]);
  });

  test.concurrent.each(["schedule.fire.before:once", "schedule.fire.after:once"])(
    "at %s loses no fire and doubles none",
    async (point) => {
      const { runs, log } = await killedAt(
        point,
        async () => {},
        (host) => [once(host)],
      );
      expect(statusOf(runs, "once")).toEqual(["completed"]);
      expect(log).toEqual(["GET /once/x"]);
    },
  );
});
