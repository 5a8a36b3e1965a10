import type { HistoryStore } from "@mortise/contract";
import { expect, test } from "vitest";
import { silentLog } from "../log.ts";
import { Notices } from "./notices.ts";

test("writes the first of a flood, leaves the rest out, and counts them all", async () => {
  const written: string[] = [];
  let counted = 0;
  const history = {
    event: async ({ message, count }: { message: string; count: number }) => {
      written.push(message);
      counted += count;
    },
  } as unknown as HistoryStore;
  const notices = new Notices(history, silentLog);
  const event = { tenant: "t", flow: "f", environment: "test", kind: "run.failed", message: "it failed" } as const;
  for (let index = 0; index < 1_000; index++) notices.write(event);
  notices.write({ ...event, flow: "another" });
  await notices.flush();
  expect(written.length).toBeGreaterThanOrEqual(21);
  expect(written.length).toBeLessThan(40);
  expect(counted).toBe(1_001);
  expect(written.some((message) => message.includes("more like it were not written down"))).toBe(true);
});

test("does not fail when the database is away", async () => {
  const history = { event: async () => Promise.reject(new Error("gone")) } as unknown as HistoryStore;
  const notices = new Notices(history, silentLog);
  notices.write({ tenant: "t", kind: "run.failed", message: "it failed" });
  await expect(notices.flush()).resolves.toBeUndefined();
});
