import { type Claim, mortiseError, type RunEnd, type RunPause } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { givenTenant, newRun, signal, snapshot } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";
import { COMPLETED } from "./work.ts";

const IN_DOUBT = { code: "REMOTE_IN_DOUBT", message: "sent, and no answer was recorded", nodeId: "call" };
const PARKED = { status: "parked", error: IN_DOUBT } as const;
const AWAY = mortiseError("STORE_UNAVAILABLE", { what: "the test lets go" });

/** Of a call that may not be made twice. */
const intent = (deadline = Date.now() + 60_000) => ({
  input: snapshot("sent"),
  idempotencyKey: "key",
  repeatable: false,
  deadline,
});

export function parkedTests({ store, work, giveBack }: Suite): void {
  describe("a parked run", () => {
    /** A run that is parked with a call in doubt; what its later claims find in the journal. */
    async function givenParked() {
      const tenant = await givenTenant(store());
      const found: { again: string | undefined; body: unknown; error: unknown }[] = [];
      work.of(tenant, async ({ epoch, journal, run }: Claim) => {
        if (epoch === 1) {
          await journal.intent("a", "call", intent());
          return PARKED;
        }
        const entry = journal.entries.get("a");
        found.push({ again: entry?.again, body: entry?.result?.after?.message.body, error: run.error });
        if (entry?.result) return COMPLETED;
        await journal.intent("a", "call", intent());
        return PARKED;
      });
      const run = newRun(tenant, { serial: true });
      await store().dispatcher.start(run);
      expect(await store().dispatcher.wait(tenant, run.id, 5_000)).toMatchObject(PARKED);
      return { tenant, run, found };
    }

    test("is told of in the transaction that parks it, and its journal is there to be read", async () => {
      const { tenant, run } = await givenParked();
      expect((await store().history.listEvents(tenant)).items).toMatchObject([
        { kind: "run.parked", runId: run.id, nodeId: "call", code: "REMOTE_IN_DOUBT" },
      ]);
      const [entry] = await store().runs.journal(tenant, run.id);
      expect(entry).toMatchObject({ path: "a", intent: { input: snapshot("sent") }, result: undefined });
      expect(await store().runs.journal(tenant, newRun(tenant).id)).toEqual([]);
    });

    test("is taken up again with what was decided, once, and is in doubt once more when it was sent", async () => {
      const { tenant, run, found } = await givenParked();
      const resend = () => store().dispatcher.resume(tenant, run.id, { kind: "resend", path: "a", epoch: 1 });
      expect((await Promise.all([resend(), resend(), resend()])).filter(Boolean)).toHaveLength(1);
      expect(await store().dispatcher.wait(tenant, run.id, 5_000)).toMatchObject(PARKED);
      expect(await store().runs.journal(tenant, run.id)).toMatchObject([{ again: undefined }]);
      const result = { after: snapshot("a person's answer") };
      expect(await store().dispatcher.resume(tenant, run.id, { kind: "skip", path: "a", result })).toBe(true);
      expect(await store().dispatcher.wait(tenant, run.id, 5_000)).toMatchObject({ status: "completed", error: null });
      expect(found).toEqual([
        { again: "resend", body: undefined, error: null },
        { again: undefined, body: "a person's answer", error: null },
      ]);
      expect(await resend()).toBe(false);
    });

    test("keeps its place: what was started behind it waits until it is over", async () => {
      const { tenant, run } = await givenParked();
      const next = newRun(tenant, { serial: true });
      await store().dispatcher.start(next);
      expect(await store().dispatcher.resume(tenant, run.id, { kind: "resend", path: "a" })).toBe(true);
      expect(await store().dispatcher.wait(tenant, run.id, 5_000)).toMatchObject({ status: "parked" });
      expect(await store().runs.get(tenant, next.id)).toMatchObject({ status: "queued" });
      await store().dispatcher.cancel(tenant, run.id);
      expect(await store().dispatcher.wait(tenant, next.id, 5_000)).toMatchObject({ status: "parked" });
    });

    test("goes on by itself when the answer comes after all", async () => {
      const tenant = await givenTenant(store());
      const [parked, first] = [signal(), signal()];
      work.of(tenant, async ({ epoch, journal }) => {
        if (epoch === 1) {
          await journal.intent("a", "call", intent(Date.now() + 300));
          await giveBack(run.id);
          await parked.promise;
          await journal.result("a", "call", { after: snapshot("late answer") });
          first.resolve();
          await journal.store("b", "set", {}, []);
          return COMPLETED;
        }
        return journal.entries.get("a")?.result ? COMPLETED : PARKED;
      });
      const run = newRun(tenant);
      await store().dispatcher.start(run);
      // The successor waits for the deadline of an opener that lives, and no longer.
      await expect
        .poll(async () => (await store().runs.get(tenant, run.id))?.status, { timeout: 5_000 })
        .toBe("parked");
      parked.resolve();
      await first.promise;
      await expect
        .poll(async () => (await store().runs.get(tenant, run.id))?.status, { timeout: 5_000 })
        .toBe("completed");
    });
  });

  describe("a run that waits for a later try", () => {
    test("belongs to nobody until then, keeps its place, and finds how often it was tried", async () => {
      const tenant = await givenTenant(store());
      const seen: (number | undefined)[] = [];
      work.of(tenant, async ({ epoch, journal, run }): Promise<RunEnd | RunPause> => {
        if (run.id !== first.id) return COMPLETED;
        const entry = journal.entries.get("a");
        seen.push(entry?.attempts);
        if (epoch === 3) {
          await journal.intent("a", "call", intent());
          await journal.result("a", "call", {});
          return COMPLETED;
        }
        const at = Date.now() + (epoch === 1 ? 300 : 3_600_000);
        await journal.intent("a", "call", intent());
        await journal.retry("a", "call", { attempts: epoch, at });
        return { status: "paused", retryAt: at };
      });
      const [first, next] = [newRun(tenant, { serial: true }), newRun(tenant, { serial: true })];
      await store().dispatcher.start(first);
      await store().dispatcher.start(next);
      const waits = async () => {
        const run = await store().runs.get(tenant, first.id);
        return run?.status === "queued" && (run.retryAt ?? 0) > Date.now() + 60_000;
      };
      await expect.poll(waits, { timeout: 10_000 }).toBe(true);
      expect(seen).toEqual([undefined, 1]);
      expect((await store().runs.list(tenant, { status: "queued" })).items.map(({ id }) => id)).toEqual([
        next.id,
        first.id,
      ]);
      expect(await store().runs.journal(tenant, first.id)).toMatchObject([{ again: "retry", attempts: 2 }]);
      expect(await store().dispatcher.cancel(tenant, first.id)).toBe(true);
      expect(await store().dispatcher.wait(tenant, next.id, 5_000)).toMatchObject({ status: "completed" });
    });
  });

  describe("a run that cannot be continued", () => {
    test("ends failed with an event when it trips its process up again and again", async () => {
      const tenant = await givenTenant(store());
      let claims = 0;
      work.of(tenant, async () => {
        claims++;
        throw new Error("a bug of ours");
      });
      const run = newRun(tenant);
      await store().dispatcher.start(run);
      expect(await store().dispatcher.wait(tenant, run.id, 20_000)).toMatchObject({
        status: "failed",
        error: { code: "ENGINE_BUG" },
      });
      expect(claims).toBe(5);
      expect((await store().history.listEvents(tenant)).items).toMatchObject([
        { kind: "run.failed", runId: run.id, code: "ENGINE_BUG" },
      ]);
    }, 30_000);

    test("is not one whose database was away, however often", async () => {
      const tenant = await givenTenant(store());
      let claims = 0;
      work.of(tenant, async () => {
        if (++claims < 7) throw AWAY;
        return COMPLETED;
      });
      const run = newRun(tenant);
      await store().dispatcher.start(run);
      expect(await store().dispatcher.wait(tenant, run.id, 30_000)).toMatchObject({ status: "completed" });
    }, 40_000);
  });
}
