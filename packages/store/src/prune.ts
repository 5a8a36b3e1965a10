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
  bodies AS (DELETE FROM run_body b USING old WHERE b.tenant_id = old.tenant_id AND b.run_id = old.run_id),
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
const PRUNE_PAST = sql`
  DELETE FROM variable_past WHERE (tenant_id, past_id) IN (
    SELECT tenant_id, past_id FROM variable_past WHERE replaced_at < $1 ORDER BY replaced_at LIMIT $2) RETURNING 1 AS one`;
const PRUNE_DROPS = sql`
  DELETE FROM fire_drop WHERE (tenant_id, installation_id, node, last) IN (
    SELECT tenant_id, installation_id, node, last FROM fire_drop WHERE last < $1 ORDER BY last LIMIT $2)
  RETURNING 1 AS one`;
/** What was written behind a run whose own row never came: the database was away too long, or the run was pruned first. */
const PRUNE_STRAYS = sql`
  WITH traces AS (
    DELETE FROM trace t WHERE t.run_id < $1 AND NOT EXISTS (
      SELECT FROM run r WHERE r.tenant_id = t.tenant_id AND r.run_id = t.run_id)
    RETURNING t.tenant_id, t.size),
  bodies AS (
    DELETE FROM run_body b WHERE b.run_id < $1 AND NOT EXISTS (
      SELECT FROM run r WHERE r.tenant_id = b.tenant_id AND r.run_id = b.run_id))
  UPDATE trace_usage u SET bytes = u.bytes - gone.bytes
  FROM (SELECT tenant_id, sum(size) AS bytes FROM traces GROUP BY tenant_id) gone WHERE u.tenant_id = gone.tenant_id`;
const PRUNE_PROCESSES = sql`
  DELETE FROM process p WHERE coalesce(stopped_at, missed_at) < $1
    AND NOT EXISTS (SELECT FROM open_run o WHERE o.owner = p.number)`;

/** Deletes runs with their journals, bodies and traces, former values of variables, events and alarms that are over, that are older than an instant; open and parked runs stay. */
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
  while ((await database.engine(PRUNE_PAST, limit)).length === PART);
  while ((await database.engine(PRUNE_DROPS, limit)).length === PART);
  await database.engine(PRUNE_STRAYS, [firstIdOf(before)]);
  await database.engine(PRUNE_PROCESSES, [limit[0]]);
  await pruneGrants({ database }, new Date(Math.min(before, Date.now() - RECEIPTS_KEPT)));
  return pruned;
}

/** The id before all runs of an instant: ids begin with their time. */
function firstIdOf(instant: number): string {
  const time = Math.max(0, Math.trunc(instant)).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}
