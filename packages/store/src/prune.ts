import type { Context } from "./context.ts";
import { pruneGrants } from "./grants/sweep.ts";
import { sql } from "./postgres/statement.ts";

/** An answer may be wanted for a rescue for this long, however short runs are kept. */
const RECEIPTS_KEPT = 30 * 86_400_000;

/** A part at a time, so that no transaction is long and nobody waits for it. */
const PART = 2_000;

const PRUNE_RUNS = sql`
  WITH old AS (
    SELECT tenant_id, run_id FROM run WHERE finished_at < $1 AND status <> 'parked' ORDER BY finished_at LIMIT $2),
  gone AS (DELETE FROM run r USING old WHERE r.tenant_id = old.tenant_id AND r.run_id = old.run_id),
  keys AS (DELETE FROM run_key k USING old WHERE k.tenant_id = old.tenant_id AND k.run_id = old.run_id),
  journals AS (DELETE FROM journal j USING old WHERE j.tenant_id = old.tenant_id AND j.run_id = old.run_id),
  traces AS (
    DELETE FROM trace t USING old WHERE t.tenant_id = old.tenant_id AND t.run_id = old.run_id
    RETURNING t.tenant_id, t.size),
  used AS (
    UPDATE trace_usage u SET bytes = u.bytes - gone.bytes
    FROM (SELECT tenant_id, sum(size) AS bytes FROM traces GROUP BY tenant_id) gone WHERE u.tenant_id = gone.tenant_id)
  SELECT count(*) AS runs FROM old`;
const PRUNE_EVENTS = sql`
  DELETE FROM event WHERE (tenant_id, event_id) IN (
    SELECT tenant_id, event_id FROM event WHERE at < $1 ORDER BY at LIMIT $2) RETURNING 1 AS one`;
const PRUNE_ALARMS = sql`
  DELETE FROM alarm WHERE (tenant_id, alarm_id) IN (
    SELECT tenant_id, alarm_id FROM alarm WHERE over_at < $1 ORDER BY over_at LIMIT $2) RETURNING 1 AS one`;
const PRUNE_PROCESSES = sql`
  DELETE FROM process p WHERE coalesce(stopped_at, missed_at) < $1
    AND NOT EXISTS (SELECT FROM open_run o WHERE o.owner = p.number)`;

/** Deletes runs with their journals and traces, events and alarms that are over, that are older than an instant; open and parked runs stay. */
export async function prune({ database }: Context, before: number): Promise<number> {
  const limit = [new Date(before), PART];
  let pruned = 0;
  for (;;) {
    const [row] = await database.engine<{ runs: number }>(PRUNE_RUNS, limit);
    pruned += row?.runs ?? 0;
    if ((row?.runs ?? 0) < PART) break;
  }
  while ((await database.engine(PRUNE_EVENTS, limit)).length === PART);
  while ((await database.engine(PRUNE_ALARMS, limit)).length === PART);
  await database.engine(PRUNE_PROCESSES, [limit[0]]);
  await pruneGrants({ database }, new Date(Math.min(before, Date.now() - RECEIPTS_KEPT)));
  return pruned;
}
