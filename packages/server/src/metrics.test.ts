import { afterAll, beforeAll, expect, test } from "vitest";
import { startRun } from "./runs/manual.ts";
import { startApi, type TestApi } from "./testing/api.ts";
import { installDocument } from "./testing/install.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi({
    http: { send: async ({ url }) => ({ status: 200, headers: [], body: Buffer.from("ok"), url }) },
  });
});
afterAll(() => api?.end());

test("tells what is open, how the journal and the database do, and what nobody has heard of yet", async () => {
  const { runtime } = api;
  await installDocument(runtime, "demo", {
    name: "calls",
    nodes: [{ id: "call", type: "HTTP", settings: { url: "https://api.example.com" } }],
    links: [],
  });
  await startRun(runtime, { tenant: "demo", flow: "calls", environment: "test", wait: true });
  await runtime.store.alarms.raise({ kind: "database.away", message: "m", ms: 0 });
  runtime.totals.lateness = 300;
  const { text } = await api.api.get("/metrics");
  const value = (sample: string) => {
    const line = text.split("\n").find((each) => each.startsWith(`${sample} `));
    return line === undefined ? undefined : Number(line.slice(sample.length + 1));
  };
  expect(value('mortise_runs_total{trigger="manual",status="completed"}')).toBe(1);
  expect(value('mortise_open_runs{state="running"}')).toBe(0);
  expect(value("mortise_queue_ready")).toBe(0);
  expect(value("mortise_open_intents")).toBe(0);
  expect(value("mortise_calls_in_doubt")).toBe(0);
  expect(value('mortise_alarms{state="open"}')).toBe(1);
  expect(value("mortise_processes")).toBe(1);
  expect(value("mortise_database_up")).toBe(1);
  expect(value("mortise_database_bytes")).toBeGreaterThan(1_000_000);
  expect(value('mortise_database_connections_limit{role="mortise_app"}')).toBe(12);
  expect(value("mortise_journal_commit_seconds_count")).toBeGreaterThanOrEqual(2);
  expect(value('mortise_journal_commit_seconds_bucket{le="+Inf"}')).toBe(value("mortise_journal_commit_seconds_count"));
  expect(value('mortise_fire_lateness_seconds_bucket{le="0.25"}')).toBe(0);
  expect(value('mortise_fire_lateness_seconds_bucket{le="0.5"}')).toBe(1);
  expect(value("mortise_fire_lateness_seconds_sum")).toBe(0.3);
});
