import type { Claim, JournalEntry, StepResult } from "@mortise/contract";
import { mortiseError } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { givenTenant, newRun, signal, snapshot } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";
import { COMPLETED } from "./work.ts";

const INTENT = { input: snapshot("sent"), idempotencyKey: "key", repeatable: true };
const AWAY = mortiseError("STORE_UNAVAILABLE", { what: "the test lets go" });

function result(body: string): StepResult {
  return { after: snapshot(body), outcome: { output: "out" } };
}

export function journalTests({ store, work, giveBack }: Suite): void {
  /** Starts a run whose claims do these things, one after the other; gives back what each of them found. */
  async function execute(...claims: ((claim: Claim) => Promise<unknown>)[]) {
    const tenant = await givenTenant(store());
    const found: JournalEntry[][] = [];
    work.of(tenant, async (claim) => {
      found.push([...claim.journal.entries.values()]);
      await claims[claim.epoch - 1]?.(claim);
      if (claim.epoch < claims.length) throw AWAY;
      return COMPLETED;
    });
    const run = newRun(tenant);
    await store().dispatcher.start(run);
    const ended = await store().dispatcher.wait(tenant, run.id, 10_000);
    expect(ended?.status).toBe("completed");
    return { tenant, found };
  }

  const deadline = () => Date.now() + 60_000;

  describe("the journal", () => {
    test("what a claim wrote the next one finds", async () => {
      const { found } = await execute(
        async ({ journal }) => {
          await journal.intent("a", "call", { ...INTENT, deadline: deadline() });
          await journal.result("a", "call", result("answer"));
          journal.read("b", "now", result("read"));
          await journal.intent("c", "call", { ...INTENT, deadline: deadline() });
        },
        async () => {},
      );
      expect(found[0]).toEqual([]);
      expect(found[1]).toMatchObject([
        { path: "a", nodeId: "call", intent: INTENT, result: result("answer") },
        { path: "b", nodeId: "now", intent: undefined, result: result("read") },
        { path: "c", nodeId: "call", intent: INTENT, result: undefined },
      ]);
    });

    test("a read outcome rides with the next commit of any kind, and is not written alone", async () => {
      const { found } = await execute(
        async ({ journal }) => {
          journal.read("a", "now", result("1"));
          await journal.store("b", "set", {}, []);
          journal.read("c", "now", result("2"));
        },
        async () => {},
      );
      expect(found[1]?.map(({ path }) => path)).toEqual(["a", "b"]);
    });

    test("a store step writes its variables and its row together, and exactly once", async () => {
      const write = (value: string, onlyIf?: string | null) =>
        [{ kind: "set", name: "counter", value, encrypt: true, onlyIf }] as const;
      const { tenant, found } = await execute(
        async ({ journal }) => journal.store("a", "set", result("1"), write("1", null)),
        async ({ journal }) => {
          await expect(journal.store("a", "set", result("1"), write("again"))).rejects.toMatchObject({
            code: "ENGINE_JOURNAL_CONFLICT",
          });
          await expect(journal.store("b", "set", result("2"), write("x", "other"))).rejects.toMatchObject({
            code: "VARIABLE_CONFLICT",
          });
        },
        async () => {},
      );
      expect((await store().variables.read(tenant, "test", "counter")).value).toBe("1");
      expect((await store().variables.get(tenant, "counter"))?.updatedBy).toBe("Flow");
      expect(found[2]?.map(({ path }) => path)).toEqual(["a"]);
    });

    test("a claim that was lost writes nothing new, but its answer counts, and its successor waits for it", async () => {
      const tenant = await givenTenant(store());
      const successor = signal<JournalEntry[]>();
      work.of(tenant, async ({ epoch, journal, signal }) => {
        if (epoch > 1) {
          successor.resolve([...journal.entries.values()]);
          return COMPLETED;
        }
        await journal.intent("a", "call", { ...INTENT, deadline: deadline() });
        await giveBack(run.id);
        journal.read("r", "now", result("stale"));
        const conflict = { code: "ENGINE_JOURNAL_CONFLICT" };
        await expect(journal.intent("b", "call", { ...INTENT, deadline: deadline() })).rejects.toMatchObject(conflict);
        await expect(journal.store("s", "set", {}, [])).rejects.toMatchObject(conflict);
        await journal.result("a", "call", result("late answer"));
        expect(signal.aborted).toBe(false);
        throw AWAY;
      });
      const run = newRun(tenant);
      await store().dispatcher.start(run);
      expect(await successor.promise).toMatchObject([{ path: "a", result: result("late answer") }]);
      expect(await store().dispatcher.wait(tenant, run.id, 5_000)).toMatchObject({ status: "completed" });
    });

    test("an intent that another claim left open is sent again under this one, and closed by it", async () => {
      const { found } = await execute(
        async ({ journal }) => journal.intent("a", "call", { ...INTENT, deadline: deadline() }),
        async ({ journal }) => {
          await journal.intent("a", "call", { ...INTENT, deadline: deadline() });
          await journal.result("a", "call", result("second"));
        },
        async () => {},
      );
      expect(found[1]).toMatchObject([{ path: "a", intent: INTENT, result: undefined }]);
      expect(found[2]).toMatchObject([{ path: "a", result: result("second") }]);
    });

    test("a claim that knows that its try failed may send once more, and writes the answer of that", async () => {
      const { found } = await execute(
        async ({ journal }) => {
          await journal.intent("a", "call", { ...INTENT, deadline: deadline() });
          await journal.retry("a", "call", { attempts: 1, at: Date.now() });
          await journal.intent("a", "call", { ...INTENT, deadline: deadline() });
          await journal.retry("a", "call", { attempts: 2, at: Date.now() });
        },
        async ({ journal }) => {
          await journal.intent("a", "call", { ...INTENT, deadline: deadline() });
          await journal.result("a", "call", result("third"));
        },
        async () => {},
      );
      expect(found[1]).toMatchObject([{ path: "a", again: "retry", attempts: 2, result: undefined }]);
      expect(found[2]).toMatchObject([{ path: "a", result: result("third") }]);
    });

    test("what a call writes to variables is committed with its answer, or neither is", async () => {
      const write = [{ kind: "set", name: "token", value: "next", encrypt: true, onlyIf: null }] as const;
      const { tenant, found } = await execute(
        async ({ journal }) => {
          await journal.intent("a", "call", { ...INTENT, deadline: deadline() });
          await journal.result("a", "call", result("answer"), write);
          await journal.intent("b", "call", { ...INTENT, deadline: deadline() });
          await expect(journal.result("b", "call", result("other"), write)).rejects.toMatchObject({
            code: "VARIABLE_CONFLICT",
          });
        },
        async () => {},
      );
      expect((await store().variables.read(tenant, "test", "token")).value).toBe("next");
      expect(found[1]).toMatchObject([
        { path: "a", result: result("answer") },
        { path: "b", result: undefined },
      ]);
    });

    test("an intent that another claim left open can be closed without sending", async () => {
      const inDoubt = { error: { code: "REMOTE_IN_DOUBT", message: "unknown" } };
      const { found } = await execute(
        async ({ journal }) => journal.intent("a", "call", { ...INTENT, deadline: deadline() }),
        async ({ journal }) => journal.result("a", "call", inDoubt),
        async () => {},
      );
      expect(found[2]).toMatchObject([{ path: "a", result: inDoubt }]);
    });

    test("a parked run keeps the outcomes it read", async () => {
      const tenant = await givenTenant(store());
      work.of(tenant, async ({ journal }) => {
        journal.read("a", "now", result("1"));
        return { status: "parked" };
      });
      const run = newRun(tenant);
      await store().dispatcher.start(run);
      expect(await store().dispatcher.wait(tenant, run.id, 5_000)).toMatchObject({ status: "parked" });
    });

    test("journals of many runs and tenants share commits and stay apart", async () => {
      const tenants = await Promise.all(Array.from({ length: 4 }, () => givenTenant(store())));
      const runs = tenants.flatMap((tenant) => Array.from({ length: 10 }, () => newRun(tenant)));
      for (const tenant of tenants)
        work.of(tenant, async ({ run, journal }) => {
          for (const path of ["a", "b", "c"]) {
            await journal.intent(path, "call", { ...INTENT, deadline: deadline() });
            await journal.result(path, "call", result(`${run.id} ${path}`));
          }
          return COMPLETED;
        });
      await Promise.all(runs.map((run) => store().dispatcher.start(run)));
      const ended = await Promise.all(runs.map((run) => store().dispatcher.wait(run.tenant, run.id, 10_000)));
      expect(ended.map((run) => run?.status)).toEqual(runs.map(() => "completed"));
    });
  });
}
