import type { StepRecord } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { uuid7 } from "../../uuid.ts";
import { givenTenant, NOW, snapshot } from "./given.ts";
import type { Suite } from "./run-store-tests.ts";

/** What the stores under test are opened with; small, so that a test can fill it. */
export const TRACE_QUOTA = 100_000;

function step(seq: number, body = "x"): StepRecord {
  return { seq, path: `${seq}`, nodeId: `n${seq}`, type: "Log", output: "out", at: NOW, ms: 1, after: snapshot(body) };
}

export function traceTests({ store }: Suite): void {
  describe("traces", () => {
    test("steps come back in order, the later account of a step standing", async () => {
      const tenant = await givenTenant(store());
      const run = uuid7();
      store().traces.write(tenant, run, [step(2), step(1)]);
      store().traces.write(tenant, run, [step(3), step(2, "again")]);
      store().traces.write(tenant, run, []);
      await store().traces.flush();
      expect(await store().traces.read(tenant, run)).toEqual([step(1), step(2, "again"), step(3)]);
      expect(await store().traces.read(tenant, "no run")).toEqual([]);
    });

    test("a tenant over its quota loses its oldest traces, and no other tenant any", async () => {
      const tenant = await givenTenant(store());
      const other = await givenTenant(store());
      const kept = uuid7();
      store().traces.write(other, kept, [step(1)]);
      const runs = Array.from({ length: 30 }, () => uuid7());
      for (const run of runs) {
        store().traces.write(tenant, run, [step(1, "b".repeat(5_000))]);
        await store().traces.flush();
      }
      const left: string[] = [];
      for (const run of runs) if ((await store().traces.read(tenant, run)).length > 0) left.push(run);
      expect(left).toEqual(runs.slice(-left.length));
      expect(left.length).toBeGreaterThan(15);
      expect(left.length * 5_000).toBeLessThanOrEqual(TRACE_QUOTA);
      expect(await store().traces.read(other, kept)).toHaveLength(1);
    });

    test("one trace that cannot be written costs no other", async () => {
      const tenant = await givenTenant(store());
      const run = uuid7();
      store().traces.write("nobody", uuid7(), [step(1)]);
      store().traces.write(tenant, run, [step(1)]);
      await store().traces.flush();
      expect(await store().traces.read(tenant, run)).toHaveLength(1);
    });
  });
}
