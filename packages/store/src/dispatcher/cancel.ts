import type { Environment } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import { isUuid } from "../uuid.ts";
import { TELL } from "./complete.ts";
import { lockLines, promoteHeads } from "./line.ts";
import type { Queue } from "./queue.ts";

const LINE = sql`
  SELECT tenant_id AS tenant, flow, environment, serial FROM open_run WHERE tenant_id = $1 AND run_id = $2`;
const END = sql`
  WITH over AS (
    DELETE FROM open_run WHERE tenant_id = $1 AND run_id = $2 AND (epoch = 0 OR parked OR retry_at IS NOT NULL) RETURNING tenant_id, run_id)
  UPDATE run r SET status = 'cancelled', finished_at = stamp($3) FROM over
  WHERE r.tenant_id = over.tenant_id AND r.run_id = over.run_id RETURNING r.run_id`;
const FLAG = sql`
  WITH flagged AS (
    UPDATE open_run SET cancelled = true WHERE tenant_id = $1 AND run_id = $2 RETURNING run_id)
  SELECT run_id, pg_notify('mortise', 'cancel:' || run_id) FROM flagged`;

interface LineRow {
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
  readonly serial: boolean;
}

/** Ends a run that nobody has begun, that is parked, or that waits for a later try; tells the process that executes it otherwise. False when it has ended. */
export async function cancelRun(
  { database, stamp }: Context,
  queue: Queue,
  tenant: string,
  runId: string,
): Promise<boolean> {
  if (!isUuid(runId)) return false;
  return await database.transaction(tenant, async (transaction) => {
    const [line] = await transaction.query<LineRow>(LINE, [tenant, runId]);
    if (!line) return false;
    const lines = line.serial ? [line] : [];
    await lockLines(transaction, lines);
    const ended = await transaction.query(END, [tenant, runId, stamp()]);
    if (ended.length === 0) return (await transaction.query(FLAG, [tenant, runId])).length > 0;
    await (await queue.removeUnclaimed(transaction, runId)).answered;
    const next = await promoteHeads(transaction, lines);
    await (await queue.insert(transaction, next)).answered;
    if (next.length > 0) await transaction.query(TELL);
    return true;
  });
}
