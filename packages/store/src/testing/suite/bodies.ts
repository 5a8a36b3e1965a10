import { mortiseError } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { SPOOLED_FROM } from "../../runs/bodies.ts";
import { givenTenant, newRun } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";
import { COMPLETED } from "./work.ts";

const AWAY = mortiseError("STORE_UNAVAILABLE", { what: "the test lets go" });
const LARGE = `${"é".repeat(SPOOLED_FROM)} the end`;
const VALUE = { list: ["x".repeat(SPOOLED_FROM), 5], date: { $date: 5 } };

export function bodyTests({ store, work, asOwner }: Suite): void {
  const bodyOf = (body: typeof LARGE | typeof VALUE) => ({ message: { headers: {}, body } });
  const count = async (runId: string, what: string, table: string) => {
    const [row] = await asOwner<{ n: number }>(
      `SELECT ${what}::int AS n FROM mortise.${table} WHERE run_id = '${runId}'`,
      `ALTER TABLE mortise.${table} NO FORCE ROW LEVEL SECURITY`,
    );
    await asOwner("SELECT 1", `ALTER TABLE mortise.${table} FORCE ROW LEVEL SECURITY`);
    return row?.n;
  };

  describe("a large body of a durable run", () => {
    test("is written once, however many rows hold it, and read back by every one of them", async () => {
      const tenant = await givenTenant(store());
      const found: unknown[] = [];
      work.of(tenant, async ({ run, epoch, journal }) => {
        expect(run.input).toEqual(bodyOf(LARGE));
        found.push([...journal.entries.values()].map(({ intent, result }) => [intent?.input, result?.after]));
        if (epoch === 1) {
          const deadline = Date.now() + 60_000;
          for (const path of ["a", "b", "c"]) {
            const input = bodyOf(LARGE);
            await journal.intent(path, "call", { input, idempotencyKey: "k", repeatable: true, deadline });
            await journal.result(path, "call", { after: bodyOf(LARGE) });
          }
          journal.read("d", "now", { after: bodyOf(VALUE) });
          await journal.store("e", "set", { after: bodyOf(VALUE) }, []);
          throw AWAY;
        }
        return { ...COMPLETED, message: bodyOf(LARGE).message };
      });
      const run = newRun(tenant, { input: bodyOf(LARGE) });
      await store().dispatcher.start(run);
      const ended = await store().dispatcher.wait(tenant, run.id, 15_000);
      expect(ended).toMatchObject({ status: "completed", input: bodyOf(LARGE), message: bodyOf(LARGE).message });
      const same = [bodyOf(LARGE), bodyOf(LARGE)];
      expect(found[1]).toEqual([same, same, same, [undefined, bodyOf(VALUE)], [undefined, bodyOf(VALUE)]]);
      expect(await count(run.id, "count(DISTINCT body_id)", "run_body")).toBe(2);
      expect(await count(run.id, "max(length(coalesce(intent, result)))", "journal")).toBeLessThan(10_000);
      expect(await store().runs.journal(tenant, run.id)).toMatchObject([
        { path: "a", result: { after: bodyOf(LARGE) } },
        ...["b", "c", "d", "e"].map((path) => ({ path })),
      ]);
      expect(await store().prune(Date.now() + 60_000)).toBeGreaterThan(0);
      expect(await count(run.id, "count(*)", "run_body")).toBe(0);
    }, 30_000);

    test("that was changed outside of us ends its run, and nobody else's", async () => {
      const tenant = await givenTenant(store());
      const run = newRun(tenant, { input: bodyOf(LARGE), serial: true });
      const first = newRun(tenant, { serial: true });
      let spoil = async () => {};
      work.of(tenant, async () => {
        await spoil();
        return COMPLETED;
      });
      const ready = Promise.withResolvers<void>();
      spoil = () => ready.promise;
      await store().dispatcher.start(first);
      await store().dispatcher.start(run);
      await asOwner(
        "ALTER TABLE mortise.run_body FORCE ROW LEVEL SECURITY",
        "ALTER TABLE mortise.run_body NO FORCE ROW LEVEL SECURITY",
        `UPDATE mortise.run_body SET sealed = overlay(sealed placing '\\x00'::bytea from 40) WHERE run_id = '${run.id}' AND piece = 1`,
      );
      ready.resolve();
      await expect
        .poll(async () => (await store().runs.list(tenant, { status: "failed" })).items, { timeout: 10_000 })
        .toMatchObject([{ id: run.id, error: { code: "STORE_KEY_WRONG" } }]);
      expect((await store().history.listEvents(tenant)).items).toMatchObject([{ kind: "run.failed", runId: run.id }]);
    });

    test("of more than 10 MB is refused, with the way out", async () => {
      const tenant = await givenTenant(store());
      const run = newRun(tenant, { input: { message: { headers: {}, body: "x".repeat(10_000_001) } } });
      await expect(store().dispatcher.start(run)).rejects.toMatchObject({
        code: "BODY_TOO_LARGE",
        help: expect.stringContaining('delivery: "direct"'),
      });
    });
  });
}
