import { mortiseError } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import type { Claimed } from "./claim.ts";
import type { Job } from "./queue.ts";

const STANDING = sql`
  SELECT o.run_id AS "runId", o.cancelled FROM open_run o
  JOIN unnest($1::text[], $2::uuid[], $3::int[]) AS a (tenant_id, run_id, epoch) USING (tenant_id, run_id, epoch)
  WHERE o.owner = $4`;

/** A run that this process is executing. */
export interface ActiveRun {
  readonly claimed: Claimed;
  readonly abort: AbortController;
}

/** The runs that this process is executing. */
export interface ActiveRuns {
  readonly size: number;
  add(claimed: Claimed): ActiveRun;
  delete(active: ActiveRun): void;
  list(): readonly ActiveRun[];
  jobs(): readonly Job[];
  has(runId: string): boolean;
  /** Whether the claim of that epoch is still executed here. */
  isHeld(runId: string, epoch: number): boolean;
  /** Somebody asked for its end. */
  cancel(runId: string): void;
  /** Asks the database which of them are still ours and not cancelled, and stops the others. */
  verify(): Promise<void>;
}

export function createActiveRuns({ database, session }: Context): ActiveRuns {
  const runs = new Set<ActiveRun>();
  const list = () => [...runs];

  function cancel(runId: string): void {
    for (const { claimed, abort } of runs)
      if (claimed.run.id === runId) abort.abort(mortiseError("ENGINE_CANCELLED", { run: runId }));
  }

  return {
    get size() {
      return runs.size;
    },
    add(claimed) {
      const active = { claimed, abort: new AbortController() };
      runs.add(active);
      if (claimed.cancelled) cancel(claimed.run.id);
      return active;
    },
    delete: (active) => void runs.delete(active),
    list,
    jobs: () => list().map(({ claimed }) => claimed.job),
    has: (runId) => list().some(({ claimed }) => claimed.run.id === runId),
    isHeld: (runId, epoch) => list().some(({ claimed }) => claimed.run.id === runId && claimed.epoch === epoch),
    cancel,
    async verify() {
      const asked = list();
      if (asked.length === 0) return;
      const rows = await database.engine<{ runId: string; cancelled: boolean }>(STANDING, [
        asked.map(({ claimed }) => claimed.run.tenant),
        asked.map(({ claimed }) => claimed.run.id),
        asked.map(({ claimed }) => claimed.epoch),
        session.number,
      ]);
      const standing = new Map(rows.map((row) => [row.runId, row.cancelled]));
      for (const active of asked) {
        const { id } = active.claimed.run;
        if (standing.get(id)) cancel(id);
        else if (!standing.has(id) && runs.has(active))
          active.abort.abort(mortiseError("ENGINE_JOURNAL_CONFLICT", { run: id }));
      }
    },
  };
}
