import type { FlowDocument, NewRun, RunRecord, Store } from "@mortise/contract";
import { embeddedTestServer, openTestStore, type TestServer } from "@mortise/store/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { realClock } from "../clock.ts";
import { newRunId } from "../runs/run-id.ts";
import { createRuntime } from "../runtime.ts";
import { startChild } from "../testing/child.ts";
import { type LoggingPeer, startLoggingPeer } from "./logging-peer.ts";

const TENANT = "demo";

let server: TestServer;
let peer: LoggingPeer;
beforeAll(async () => {
  server = await embeddedTestServer();
  peer = await startLoggingPeer();
});
afterAll(async () => {
  peer?.close();
  await server?.close();
});

const flow = (host: string): FlowDocument => ({
  flow: 1,
  name: "payday",
  options: { timeZone: "Europe/Amsterdam", delivery: "durable", runs: "parallel" },
  nodes: [
    { id: "start", type: "Scheduler", settings: { cron: "0 0 0 1 1 ? 2099" } },
    { id: "is-payday", type: "Filter", settings: { expression: "${date:now:dd} == 25" } },
    { id: "fetch", type: "HTTP", settings: { method: "GET", url: `http://${host}/payroll` } },
    { id: "done", type: "SetHeader", settings: { name: "done", value: "yes" } },
  ],
  links: [
    { from: "start", to: "is-payday" },
    { from: "is-payday", to: "fetch" },
    { from: "fetch", to: "done" },
  ],
});

/** Starts a run by hand, which calls now what the clock says and not a nominal instant. */
async function startRun(store: Store): Promise<string> {
  const [installed] = await store.flows.installations();
  const id = newRunId(Date.now());
  const run: NewRun = {
    ...{ id, tenant: TENANT, flow: "payday", environment: "test", version: 1, trigger: "manual", node: "start" },
    ...{ installation: installed?.id ?? "", input: { message: { headers: {}, body: null } }, serial: false },
    breadcrumbId: id,
  };
  await store.dispatcher.start(run);
  return id;
}

async function ended(store: Store, id: string): Promise<RunRecord | undefined> {
  return await vi.waitFor(
    async () => {
      const run = await store.runs.get(TENANT, id);
      expect(run?.status).toBe("completed");
      return run;
    },
    { timeout: 30_000, interval: 50 },
  );
}

test("a flow that crashed at 23:59:59, after its test of the date held, goes on along the same path after midnight", {
  timeout: 120_000,
}, async () => {
  const { store, options, close } = await openTestStore({}, server);
  const database = { url: options.url, data: options.data, keyFile: options.keyFile };
  const common = { database, allowPrivate: [peer.host] };
  try {
    await store.tenants.create({ id: TENANT, name: "Demo" });
    const text = JSON.stringify(flow(peer.host));
    await store.flows.put(TENANT, "payday", text, "test");
    await store.flows.addVersion(TENANT, "payday", { text, remark: "", author: "test" });
    await store.flows.install(TENANT, "payday", "test", 1, {}, "test");
    // A minute before midnight, so that a slow machine is not past it when the run begins; the kill is what matters.
    const before = Date.parse("2026-11-25T23:59:00+01:00") - Date.now();
    const child = await startChild({ ...common, skew: before }, "journal.intent.after:fetch");
    const id = await startRun(store);
    expect(await child.died).toBe("SIGKILL");
    expect(peer.log).toEqual([]);

    const after = Date.parse("2026-11-26T00:00:05+01:00") - Date.now();
    const next = await createRuntime({ ...common, clock: { ...realClock, now: () => Date.now() + after } });
    try {
      expect((await ended(store, id))?.message?.headers).toMatchObject({ done: "yes" });
      expect(peer.log).toEqual(["GET /payroll"]);
      // A run that begins now goes the other way: it was the record that held, not the clock.
      expect((await ended(store, await startRun(store)))?.message?.headers).not.toHaveProperty("done");
      expect(peer.log).toEqual(["GET /payroll"]);
    } finally {
      await next.close(1_000);
    }
  } finally {
    await close();
  }
});
