import type { Store } from "@mortise/contract";
import { expect, test, vi } from "vitest";
import { silentLog } from "./log.ts";
import { Retention } from "./retention.ts";
import { TestClock } from "./testing/clock.ts";

const DAY = 86_400_000;

test("deletes what is older than its keeping at start and once a day, and goes on after a failure", async () => {
  const clock = new TestClock("2026-01-20T00:00Z");
  const pruned: string[] = [];
  const store = {
    async prune(before: number) {
      pruned.push(new Date(before).toISOString());
      if (pruned.length === 1) throw new Error("gone");
      return 1;
    },
  } as unknown as Store;
  const retention = new Retention({ store, clock, log: silentLog, days: 14 });
  retention.start();
  await vi.waitFor(() => expect(pruned).toEqual(["2026-01-06T00:00:00.000Z"]));
  await new Promise(setImmediate);
  clock.moveTo(clock.now() + DAY);
  await vi.waitFor(() => expect(pruned).toEqual(["2026-01-06T00:00:00.000Z", "2026-01-07T00:00:00.000Z"]));
  await retention.stop();
});
