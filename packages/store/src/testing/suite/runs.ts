import { describe, expect, test } from "vitest";
import { givenTenant, NOW, newRun, snapshot } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

const FAILED = { code: "REMOTE_STATUS", message: "answered 500", nodeId: "call" };

export function runTests({ store, work }: Suite): void {
  describe("runs", () => {
    test("a run tells what it was given and how it ended", async () => {
      const tenant = await givenTenant(store());
      const run = newRun(tenant, { searchKeys: ["loonId=5"], nominal: NOW });
      const message = { headers: { a: { $long: "5" } }, body: { $date: NOW } };
      work.of(tenant, async () => ({ status: "failed", handled: true, message, error: FAILED }));
      await store().dispatcher.start(run);
      const ended = await store().dispatcher.wait(tenant, run.id, 5_000);
      const { searchKeys: _, ...given } = run;
      expect(ended).toMatchObject({ ...given, status: "failed", handled: true, message, error: FAILED });
      expect(ended?.startedAt).toBeGreaterThanOrEqual(ended?.createdAt ?? 0);
      expect(await store().runs.get(tenant, run.id)).toEqual(ended);
      expect(await store().runs.get(tenant, "not a uuid")).toBeUndefined();
    });

    test("runs are found by flow, environment, status, time, id, breadcrumb and search key", async () => {
      const tenant = await givenTenant(store());
      const end = { status: "completed", startedAt: NOW, finishedAt: NOW + 5 } as const;
      const one = newRun(tenant, { flow: "A", searchKeys: ["loonId=5", "week=9"] });
      const two = newRun(tenant, { flow: "A", environment: "production", breadcrumbId: "chain" });
      const three = newRun(tenant, { flow: "B", breadcrumbId: "chain" });
      store().runs.record(one, end);
      store().runs.record(two, { ...end, status: "failed", error: FAILED });
      store().runs.record(three, { ...end, startedAt: NOW + 1_000, searchKeys: ["loonId=6"] });
      await expect.poll(async () => (await store().runs.list(tenant)).items.length).toBe(3);
      const found = async (query: object) => (await store().runs.list(tenant, query)).items.map(({ id }) => id);
      expect(await found({})).toEqual([three.id, two.id, one.id]);
      expect(await found({ flow: "A" })).toEqual([two.id, one.id]);
      expect(await found({ flow: "A", environment: "test" })).toEqual([one.id]);
      expect(await found({ status: "failed" })).toEqual([two.id]);
      expect(await found({ from: NOW + 1 })).toEqual([three.id]);
      expect(await found({ to: NOW })).toEqual([two.id, one.id]);
      expect(await found({ search: one.id.toUpperCase() })).toEqual([one.id]);
      expect(await found({ search: "chain" })).toEqual([three.id, two.id]);
      expect(await found({ search: "5" })).toEqual([one.id]);
      expect(await found({ search: "week=9" })).toEqual([one.id]);
      expect(await found({ search: "6" })).toEqual([three.id]);
      expect(await found({ search: "nothing" })).toEqual([]);
      const page = await store().runs.list(tenant, { limit: 2 });
      expect(await found({ cursor: page.cursor })).toEqual([one.id]);
    });

    test("counts say what became of a flow's runs, and its last error", async () => {
      const tenant = await givenTenant(store());
      const end = { startedAt: NOW, finishedAt: NOW + 5 };
      store().runs.record(newRun(tenant), { ...end, status: "completed" });
      store().runs.record(newRun(tenant), { ...end, status: "failed", error: { ...FAILED, message: "older" } });
      store().runs.record(newRun(tenant), { ...end, finishedAt: NOW + 9, status: "failed", error: FAILED });
      store().runs.record(newRun(tenant, { flow: "Other" }), { ...end, status: "completed" });
      await expect.poll(async () => (await store().runs.list(tenant)).items.length).toBe(4);
      expect(await store().runs.counts(tenant, "Flow")).toEqual([
        {
          flow: "Flow",
          environment: "test",
          completed: 1,
          failed: 2,
          pending: 0,
          lastCompletedAt: NOW + 5,
          lastFailedAt: NOW + 9,
          lastError: FAILED,
        },
      ]);
      expect(await store().runs.counts(tenant)).toHaveLength(2);
    });

    test("what is older than the retention goes, with journal and trace; open runs and newer ones stay", async () => {
      const tenant = await givenTenant(store());
      const old = newRun(tenant);
      const fresh = newRun(tenant);
      store().runs.record(old, { status: "completed", startedAt: 1_000, finishedAt: 2_000 });
      store().runs.record(fresh, { status: "completed", startedAt: NOW, finishedAt: NOW });
      store().traces.write(tenant, old.id, [
        { seq: 1, path: "1", nodeId: "n", type: "Log", output: "out", at: 1, ms: 1, after: snapshot("x") },
      ]);
      await store().traces.flush();
      await expect.poll(async () => (await store().runs.list(tenant)).items.length).toBe(2);
      // A trace whose run's own row never came.
      const stray = "00000000-0001-7000-8000-000000000000";
      store().traces.write(tenant, stray, [
        { seq: 1, path: "1", nodeId: "n", type: "Log", output: "out", at: 1, ms: 1, after: snapshot("x") },
      ]);
      await store().traces.flush();
      expect(await store().prune(3_000)).toBe(1);
      expect(await store().traces.read(tenant, stray)).toEqual([]);
      expect((await store().runs.list(tenant)).items.map(({ id }) => id)).toEqual([fresh.id]);
      expect(await store().traces.read(tenant, old.id)).toEqual([]);
    });
  });
}
