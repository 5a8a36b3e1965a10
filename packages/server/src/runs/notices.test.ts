import type { HistoryStore } from "@mortise/contract";
import { expect, test } from "vitest";
import { silentLog } from "../log.ts";
import { Notices } from "./notices.ts";

test("writes the first of a flood and leaves the rest out", async () => {
  const written: string[] = [];
  const history = {
    event: async ({ message }: { message: string }) => void written.push(message),
  } as unknown as HistoryStore;
  const notices = new Notices(history, silentLog);
  const event = { tenant: "t", flow: "f", environment: "test", kind: "run.failed", message: "it failed" } as const;
  for (let index = 0; index < 1_000; index++) notices.write(event);
  notices.write({ ...event, flow: "another" });
  await notices.flush();
  expect(written.length).toBeGreaterThanOrEqual(21);
  expect(written.length).toBeLessThan(40);
});

test("does not fail when the database is away", async () => {
  const history = { event: async () => Promise.reject(new Error("gone")) } as unknown as HistoryStore;
  const notices = new Notices(history, silentLog);
  notices.write({ tenant: "t", kind: "run.failed", message: "it failed" });
  await expect(notices.flush()).resolves.toBeUndefined();
});
