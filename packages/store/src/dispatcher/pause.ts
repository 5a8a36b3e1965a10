import type { Context } from "../context.ts";
import { failPoint } from "../fail-point.ts";
import { sql } from "../postgres/statement.ts";
import type { Claimed } from "./claim.ts";
import { TELL } from "./complete.ts";
import type { Job, Queue } from "./queue.ts";

const PAUSE = sql`
  UPDATE open_run SET owner = NULL, retry_at = stamp($6) + CASE WHEN cancelled THEN 0 ELSE $5 END * interval '1 ms'
  WHERE tenant_id = $1 AND run_id = $2 AND epoch = $3 AND owner = $4`;
const DUE = sql`
  SELECT tenant_id AS tenant, run_id AS "runId" FROM open_run
  WHERE retry_at <= stamp($1) ORDER BY retry_at LIMIT 500`;
const REQUEUE = sql`
  UPDATE open_run o SET retry_at = NULL
  FROM unnest($2::text[], $3::uuid[]) AS d (tenant_id, run_id)
  WHERE o.tenant_id = d.tenant_id AND o.run_id = d.run_id AND o.retry_at <= stamp($1)
  RETURNING o.tenant_id AS tenant, o.run_id AS "runId"`;

/** Lets a run go until an instant, or until now when somebody asked for its end. It has no job meanwhile, and stays at the head of its line. */
export async function pauseRun(
  { database, session, stamp }: Context,
  queue: Queue,
  { run, job, epoch }: Claimed,
  retryAt: number,
): Promise<void> {
  failPoint("run.pause.before", run.node);
  const now = stamp();
  const ms = Math.max(0, retryAt - (now?.getTime() ?? Date.now()));
  await database.transaction(run.tenant, async (transaction) => {
    const removing = await queue.remove(transaction, [job]);
    await transaction.query(PAUSE, [run.tenant, run.id, epoch, session.number, ms, now]);
    await removing.answered;
  });
  failPoint("run.pause.after", run.node);
}

/** Gives the runs whose time has come a job again; gives back how many. Whichever process looks first does it. */
export async function requeueDue({ database, stamp }: Context, queue: Queue): Promise<number> {
  const due = await database.engine<Pick<Job, "tenant" | "runId">>(DUE, [stamp()]);
  if (due.length === 0) return 0;
  failPoint("run.requeue.before");
  const tenants = [...new Set(due.map(({ tenant }) => tenant))];
  const requeued = await database.transaction(tenants, async (transaction) => {
    const ready = await transaction.query<Pick<Job, "tenant" | "runId">>(REQUEUE, [
      stamp(),
      due.map(({ tenant }) => tenant),
      due.map(({ runId }) => runId),
    ]);
    await (await queue.insert(transaction, ready)).answered;
    if (ready.length > 0) await transaction.query(TELL);
    return ready.length;
  });
  failPoint("run.requeue.after");
  return requeued;
}
