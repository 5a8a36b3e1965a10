import { randomUUID } from "node:crypto";
import type { Claim, NewRun, RunEnd } from "@mortise/contract";

const message = { headers: { loonId: "5", kind: "payroll" }, body: "x".repeat(300) };

/** What each step of a run in these benchmarks holds. */
export const snapshot = { message };

/** A run of `external` nodes that call outside, each with its intent and its result, and `read` ones that ride along. */
export const nodes =
  (external: number, read: number) =>
  async ({ run, journal }: Claim): Promise<RunEnd> => {
    for (let at = 0; at < read; at++) journal.read(`read-${at}`, `read-${at}`, { after: snapshot });
    for (let at = 0; at < external; at++) {
      const path = `call-${at}`;
      await journal.intent(path, path, {
        input: snapshot,
        idempotencyKey: `${run.id}/${path}`,
        repeatable: true,
        deadline: Date.now() + 20_000,
      });
      await journal.result(path, path, { after: snapshot });
    }
    return { status: "completed", message };
  };

/** A run as a schedule starts it. */
export function newRun(tenant: string): NewRun {
  const id = uuid7();
  return {
    id,
    tenant,
    flow: "Flow",
    environment: "production",
    version: 1,
    installation: "bench",
    trigger: "schedule",
    node: "every-night",
    input: snapshot,
    serial: false,
    breadcrumbId: id,
  };
}

let last = 0;

/** Ids that sort by time, as those of runs do. */
export function uuid7(): string {
  last = Math.max(last + 1, Date.now());
  const hex = last.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Calls `work` so many times, some of them at once. */
export async function atOnce(lanes: number, times: number, work: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let at = next++; at < times; at = next++) await work(at);
    }),
  );
}
