import type { Claim } from "@mortise/contract";
import { mortiseError } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import type { OpenStore } from "../../open.ts";
import { givenTenant, NOW, newRun, signal } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";
import { COMPLETED, createWork } from "./work.ts";

export function dispatcherTests({ store, work, again, asOwner }: Suite): void {
  describe("the dispatcher", () => {
    test("every run that is started is executed once", async () => {
      const tenant = await givenTenant(store());
      const seen: string[] = [];
      work.of(tenant, async ({ run }) => {
        seen.push(run.id);
        return COMPLETED;
      });
      const runs = Array.from({ length: 200 }, () => newRun(tenant));
      const started = await Promise.all(runs.map((run) => store().dispatcher.start(run)));
      expect(started.every(({ created }) => created)).toBe(true);
      const ended = await Promise.all(runs.map((run) => store().dispatcher.wait(tenant, run.id, 10_000)));
      expect(ended.every((run) => run?.status === "completed")).toBe(true);
      expect(seen.sort()).toEqual(runs.map(({ id }) => id).sort());
    });

    test("a tenant with five hundred runs that hang leaves room for another one's single run", async () => {
      const [crowd, single] = [await givenTenant(store()), await givenTenant(store())];
      const hold = signal();
      let together = 0;
      let most = 0;
      work.of(crowd, async () => {
        most = Math.max(most, ++together);
        await hold.promise;
        together--;
        return COMPLETED;
      });
      const runs = Array.from({ length: 500 }, () => newRun(crowd));
      await Promise.all(runs.map((run) => store().dispatcher.start(run)));
      const run = newRun(single);
      await store().dispatcher.start(run);
      expect(await store().dispatcher.wait(single, run.id, 10_000)).toMatchObject({ status: "completed" });
      expect(together).toBeGreaterThan(0);
      hold.resolve();
      await Promise.all(runs.map(({ id }) => store().dispatcher.wait(crowd, id, 30_000)));
      expect(most).toBe((SLOTS * 3) / 4);
    }, 60_000);

    test("an id or a nominal instant makes one run", async () => {
      const tenant = await givenTenant(store());
      const run = newRun(tenant, { nominal: NOW });
      const starts = [run, run, newRun(tenant, { nominal: NOW }), newRun(tenant, { nominal: NOW + 1 })];
      const results = await Promise.all(starts.map((each) => store().dispatcher.start(each)));
      expect(results.map(({ created }) => created)).toEqual([true, false, false, true]);
    });

    test("serial runs of a flow go one after the other, oldest first, and hold up no other flow", async () => {
      const tenant = await givenTenant(store());
      const other = await anotherProcess();
      try {
        const begun: string[] = [];
        let together = 0;
        const handler = async ({ run }: Claim) => {
          if (run.flow !== "Flow") return COMPLETED;
          expect(++together).toBe(1);
          begun.push(run.id);
          await store().ping();
          together--;
          return COMPLETED;
        };
        work.of(tenant, handler);
        other.work.of(tenant, handler);
        const runs = Array.from({ length: 12 }, () => newRun(tenant, { serial: true }));
        for (const [at, run] of runs.entries()) await (at % 2 ? store() : other.store).dispatcher.start(run);
        const beside = newRun(tenant, { flow: "Beside", serial: true });
        await store().dispatcher.start(beside);
        expect(await store().dispatcher.wait(tenant, beside.id, 10_000)).toMatchObject({ status: "completed" });
        await store().dispatcher.wait(tenant, runs.at(-1)?.id ?? "", 10_000);
        expect(begun).toEqual(runs.map(({ id }) => id));
      } finally {
        await other.store.close();
      }
    });

    test("a parked run keeps its flow's slot until it is cancelled", async () => {
      const tenant = await givenTenant(store());
      const [first, second] = [newRun(tenant, { serial: true }), newRun(tenant, { serial: true })];
      work.of(tenant, async ({ run }) => (run.id === first.id ? { status: "parked" } : COMPLETED));
      await store().dispatcher.start(first);
      await store().dispatcher.start(second);
      expect(await store().dispatcher.wait(tenant, first.id, 5_000)).toMatchObject({ status: "parked" });
      expect(await store().runs.get(tenant, second.id)).toMatchObject({ status: "queued" });
      expect((await store().runs.list(tenant, { status: "parked" })).items).toMatchObject([{ id: first.id }]);
      expect(await store().dispatcher.cancel(tenant, first.id)).toBe(true);
      expect(await store().dispatcher.wait(tenant, second.id, 5_000)).toMatchObject({ status: "completed" });
    });

    test("a waiting run is cancelled at once, and the one behind it moves up", async () => {
      const tenant = await givenTenant(store());
      const hold = signal();
      const [first, second, third] = [1, 2, 3].map(() => newRun(tenant, { serial: true })) as [Run, Run, Run];
      work.of(tenant, async ({ run }) => {
        if (run.id === first.id) await hold.promise;
        return COMPLETED;
      });
      for (const run of [first, second, third]) await store().dispatcher.start(run);
      expect((await store().runs.list(tenant, { status: "queued" })).items.length).toBeGreaterThanOrEqual(2);
      expect(await store().dispatcher.cancel(tenant, second.id)).toBe(true);
      expect(await store().dispatcher.wait(tenant, second.id, 0)).toMatchObject({ status: "cancelled" });
      expect(await store().dispatcher.cancel(tenant, second.id)).toBe(false);
      hold.resolve();
      expect(await store().dispatcher.wait(tenant, third.id, 5_000)).toMatchObject({ status: "completed" });
    });

    test("a run at work is told of its cancellation, wherever it is asked for", async () => {
      const tenant = await givenTenant(store());
      const other = await again();
      try {
        const begun = signal();
        work.of(tenant, async ({ signal }) => {
          begun.resolve();
          await new Promise((resolve) => signal.addEventListener("abort", resolve));
          return { status: "cancelled", error: { code: signal.reason.code, message: "" } };
        });
        const run = newRun(tenant);
        await store().dispatcher.start(run);
        await begun.promise;
        expect((await store().runs.list(tenant, { status: "running" })).items).toMatchObject([{ id: run.id }]);
        expect(await other.dispatcher.cancel(tenant, run.id)).toBe(true);
        const ended = await other.dispatcher.wait(tenant, run.id, 5_000);
        expect(ended).toMatchObject({ status: "cancelled", error: { code: "ENGINE_CANCELLED" } });
        expect(await other.dispatcher.cancel("nobody", run.id)).toBe(false);
      } finally {
        await other.close();
      }
    });

    test("what a handler throws leaves the run open for another claim", async () => {
      const tenant = await givenTenant(store());
      const epochs: number[] = [];
      work.of(tenant, async ({ epoch }) => {
        epochs.push(epoch);
        if (epoch === 1) throw mortiseError("STORE_UNAVAILABLE", { what: "gone for a moment" });
        return COMPLETED;
      });
      const run = newRun(tenant);
      await store().dispatcher.start(run);
      expect(await store().dispatcher.wait(tenant, run.id, 5_000)).toMatchObject({ status: "completed" });
      expect(epochs).toEqual([1, 2]);
    });

    test.each([
      ["that stops hands its runs over at once", (store: OpenStore) => store.dispatcher.stop(0)],
      ["that goes without a word has its runs continued", (store: OpenStore) => store.close()],
    ])("a process %s", async (_, leave) => {
      const tenant = await givenTenant(store());
      const other = await anotherProcess();
      const begun = signal();
      other.work.of(tenant, ({ signal }) => {
        begun.resolve();
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      });
      work.of(tenant, async () => {
        await begun.promise;
        return COMPLETED;
      });
      // More than one takes at once: the other process has some of them when it leaves.
      const runs = Array.from({ length: 2 * SLOTS }, () => newRun(tenant));
      await Promise.all(runs.map((run) => other.store.dispatcher.start(run)));
      await begun.promise;
      await leave(other.store);
      for (const { id } of runs)
        expect(await store().dispatcher.wait(tenant, id, 10_000)).toMatchObject({ status: "completed" });
      await other.store.close();
    });

    test("a run whose input was tampered with fails, and holds up nobody", async () => {
      const tenant = await givenTenant(store());
      const hold = signal();
      const [first, spoilt, last] = [1, 2, 3].map(() => newRun(tenant, { serial: true })) as [Run, Run, Run];
      work.of(tenant, async ({ run }) => {
        if (run.id === first.id) await hold.promise;
        return COMPLETED;
      });
      for (const run of [first, spoilt, last]) await store().dispatcher.start(run);
      await asOwner(
        "ALTER TABLE mortise.run FORCE ROW LEVEL SECURITY",
        "ALTER TABLE mortise.run NO FORCE ROW LEVEL SECURITY",
        `UPDATE mortise.run SET input = (SELECT input FROM mortise.run WHERE run_id = '${last.id}') WHERE run_id = '${spoilt.id}'`,
      );
      hold.resolve();
      expect(await store().dispatcher.wait(tenant, last.id, 5_000)).toMatchObject({ status: "completed" });
      const [run] = (await store().runs.list(tenant, { status: "failed" })).items;
      expect(run).toMatchObject({ id: spoilt.id, error: { code: "STORE_KEY_WRONG" } });
    });

    test("a wait ends with the state when the time is over", async () => {
      const tenant = await givenTenant(store());
      const hold = signal();
      work.of(tenant, async () => {
        await hold.promise;
        return COMPLETED;
      });
      const run = newRun(tenant);
      await store().dispatcher.start(run);
      expect(["queued", "running"]).toContain((await store().dispatcher.wait(tenant, run.id, 1))?.status);
      hold.resolve();
      await store().dispatcher.wait(tenant, run.id, 5_000);
      expect(await store().dispatcher.wait(tenant, newRun(tenant).id, 1)).toBeUndefined();
    });
  });

  /** Another process that takes runs too. */
  async function anotherProcess() {
    const other = { store: await again(), work: createWork() };
    await other.store.dispatcher.work(other.work.handle, { concurrency: SLOTS });
    return other;
  }
}

type Run = ReturnType<typeof newRun>;

/** Runs that a process of the suite executes at once. */
export const SLOTS = 20;
