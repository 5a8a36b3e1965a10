import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import { type Line, lockLines, promoteHeads } from "./line.ts";
import type { Job, Queue } from "./queue.ts";
import { resumeRun } from "./resume.ts";

const HEADLESS = sql`
  SELECT tenant_id AS tenant, flow, environment FROM open_run WHERE serial
  GROUP BY 1, 2, 3 HAVING NOT bool_or(enqueued) LIMIT 1000`;
const ENQUEUED = sql`
  SELECT tenant_id AS tenant, run_id AS "runId" FROM open_run
  WHERE enqueued AND NOT parked AND retry_at IS NULL AND owner IS NULL AND ($1::uuid IS NULL OR run_id > $1) ORDER BY run_id LIMIT 1000`;
const ANSWERED = sql`
  SELECT tenant_id AS tenant, run_id AS "runId" FROM open_run o
  WHERE parked AND ($1::uuid IS NULL OR run_id = $1) AND EXISTS (
    SELECT FROM journal j WHERE j.tenant_id = o.tenant_id AND j.run_id = o.run_id AND j.intent IS NOT NULL)
  AND NOT EXISTS (
    SELECT FROM journal j
    WHERE j.tenant_id = o.tenant_id AND j.run_id = o.run_id AND j.intent IS NOT NULL AND j.result IS NULL)
  LIMIT 1000`;

/**
 * Gives every run that should have a job one. Rows and jobs are written together, so there is nothing to do but after
 * something outside of us happened: a backup of a part, a queue emptied by hand. A job that exists stays as it is.
 */
export async function repairQueue({ database }: Context, queue: Queue): Promise<void> {
  const lines = await database.engine<Line>(HEADLESS);
  if (lines.length > 0)
    await database.transaction([...new Set(lines.map(({ tenant }) => tenant))], async (transaction) => {
      await lockLines(transaction, lines);
      await (await queue.insert(transaction, await promoteHeads(transaction, lines))).answered;
    });
  for (let after: string | null = null; ; ) {
    const runs: Pick<Job, "tenant" | "runId">[] = await database.engine(ENQUEUED, [after]);
    if (runs.length === 0) return;
    await database.transaction([], async (transaction) => (await queue.insert(transaction, runs)).answered);
    after = runs.at(-1)?.runId ?? null;
  }
}

/** Takes up the parked runs, or the one given, whose answer came after all: while they were parked, or when its process died before it could say so. */
export async function resumeAnswered(context: Context, queue: Queue, only?: string): Promise<void> {
  const answered = await context.database.engine<Pick<Job, "tenant" | "runId">>(ANSWERED, [only ?? null]);
  for (const { tenant, runId } of answered) await resumeRun(context, queue, tenant, runId, undefined);
}
