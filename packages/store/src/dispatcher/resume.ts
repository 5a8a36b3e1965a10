import type { Decision } from "@mortise/contract";
import type { Context } from "../context.ts";
import { failPoint } from "../fail-point.ts";
import { sealStep } from "../journal/row.ts";
import { sql } from "../postgres/statement.ts";
import { RunBodies, writePieces } from "../runs/bodies.ts";
import { readRun } from "../runs/store.ts";
import { TELL } from "./complete.ts";
import type { Queue } from "./queue.ts";

/**
 * First of all: whoever else decides of the same run waits here, and finds it decided. A decision is of one sending: who
 * clicks twice does not send twice, when the first came back without an answer in between.
 */
const UNPARK = sql`
  UPDATE open_run SET parked = false
  WHERE tenant_id = $1 AND run_id = $2 AND parked AND (NOT $3 OR NOT EXISTS (
    SELECT FROM journal j WHERE j.tenant_id = $1 AND j.run_id = $2 AND j.intent IS NOT NULL AND j.result IS NULL))
    AND NOT EXISTS (
      SELECT FROM journal j WHERE j.tenant_id = $1 AND j.run_id = $2 AND j.path = $4 AND j.result IS NULL AND j.epoch <> $5)
  RETURNING run_id`;
const REOPEN_RUN = sql`
  UPDATE run SET status = 'open', handled = false, message = NULL, error = NULL
  WHERE tenant_id = $1 AND run_id = $2`;
/** An answer that came in the meantime stands, whatever was decided: it is what happened. */
const RESEND = sql`
  UPDATE journal SET again = 'resend', retry_at = NULL
  WHERE tenant_id = $1 AND run_id = $2 AND path = $3 AND intent IS NOT NULL AND result IS NULL`;
const SKIP = sql`
  UPDATE journal SET result = $4
  WHERE tenant_id = $1 AND run_id = $2 AND path = $3 AND intent IS NOT NULL AND result IS NULL`;

/**
 * Takes a parked run up again. Without a decision only when none is needed any more, because the answer came after
 * all. False when it is not parked.
 */
export async function resumeRun(
  context: Context,
  queue: Queue,
  tenant: string,
  runId: string,
  decision: Decision | undefined,
): Promise<boolean> {
  const { database, vault } = context;
  const run = await readRun(context, tenant, runId);
  if (run?.status !== "parked") return false;
  if (decision) failPoint("run.resume.before", run.node);
  const keys = await vault.of(tenant);
  const bodies = new RunBodies(run, keys);
  const sealed =
    decision?.kind === "skip" ? sealStep(keys, bodies, run, decision.path, "result", decision.result) : undefined;
  const pieces = bodies.take();
  const resumed = await database.transaction(tenant, async (transaction) => {
    const { path, epoch } = decision ?? {};
    const [unparked] = await transaction.query(UNPARK, [tenant, runId, decision === undefined, path, epoch]);
    if (!unparked) return false;
    await writePieces(transaction, pieces);
    if (sealed && decision) await transaction.query(SKIP, [tenant, runId, decision.path, sealed]);
    else if (decision) await transaction.query(RESEND, [tenant, runId, decision.path]);
    await transaction.query(REOPEN_RUN, [tenant, runId]);
    await (await queue.insert(transaction, [{ tenant, runId }])).answered;
    await transaction.query(TELL);
    return true;
  });
  if (decision) failPoint("run.resume.after", run.node);
  return resumed;
}
