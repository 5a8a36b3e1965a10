import type { SharedFigures, StoreFigures } from "@mortise/contract";
import type { Context } from "./context.ts";
import { sql } from "./postgres/statement.ts";

/** Open intents are looked for in the journals of runs at work only: the journal as a whole may hold millions of rows, and an index would cost each of them. */
const SHARED = sql`
  SELECT
    count(*) FILTER (WHERE NOT parked AND owner IS NULL) AS queued,
    count(*) FILTER (WHERE NOT parked AND owner IS NOT NULL) AS running,
    count(*) FILTER (WHERE parked) AS parked,
    count(*) FILTER (WHERE NOT parked AND owner IS NULL AND enqueued) AS ready,
    coalesce((SELECT extract(epoch FROM clock_timestamp() - r.created_at)::float8 FROM (
      SELECT tenant_id, run_id FROM open_run WHERE NOT parked AND owner IS NULL AND enqueued ORDER BY place LIMIT 1) o
      JOIN run r USING (tenant_id, run_id)), 0) AS "oldestReady",
    (SELECT count(*) FROM open_run o JOIN journal j USING (tenant_id, run_id)
      WHERE o.epoch > 0 AND j.intent IS NOT NULL AND j.result IS NULL) AS "openIntents",
    (SELECT count(*) FROM open_run o JOIN journal j USING (tenant_id, run_id)
      WHERE o.epoch > 0 AND o.owner IS NULL AND j.intent IS NOT NULL AND j.result IS NULL
        AND j.deadline < clock_timestamp()) AS "inDoubt",
    (SELECT count(*) FROM alarm WHERE over_at IS NULL AND acknowledged_at IS NULL) AS open,
    (SELECT count(*) FROM alarm WHERE over_at IS NULL AND acknowledged_at IS NOT NULL) AS acknowledged,
    (SELECT count(*) FROM alarm_delivery) AS deliveries,
    coalesce((SELECT extract(epoch FROM clock_timestamp() - min(made_at))::float8 FROM alarm_delivery), 0)
      AS "oldestDelivery",
    (SELECT count(*) FROM process WHERE stopped_at IS NULL AND missed_at IS NULL) AS processes,
    pg_database_size(current_database()) AS "databaseBytes"
  FROM open_run`;

/** What this process knows without asking. */
export function storeFigures({ database, session, journalCommits }: Context): StoreFigures {
  const { reachable, count, ms } = session.outages;
  return {
    pools: database.pools(),
    journalCommits,
    reachable,
    outages: count,
    secondsAway: ms / 1_000,
  };
}

/** What all processes have together: one statement. */
export async function sharedFigures({ database }: Context): Promise<SharedFigures> {
  const [row] = await database.engine<Omit<SharedFigures, "alarms"> & SharedFigures["alarms"]>(SHARED);
  const { open, acknowledged, ...rest } = row as Omit<SharedFigures, "alarms"> & SharedFigures["alarms"];
  return { ...rest, alarms: { open, acknowledged } };
}
