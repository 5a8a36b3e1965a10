import type { Environment, RunCounts } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import { openPart } from "./sealed.ts";

const COUNTS = sql`
  SELECT coalesce(c.flow, o.flow) AS flow, coalesce(c.environment, o.environment) AS environment,
    coalesce(c.completed, 0) AS completed, coalesce(c.failed, 0) AS failed, coalesce(o.pending, 0) AS pending,
    c.last_completed_at, c.last_failed_at, c.last_error_run, c.last_error
  FROM (SELECT * FROM run_count WHERE tenant_id = $1 AND ($2::text IS NULL OR flow = $2)) c
  FULL JOIN (
    SELECT flow, environment, count(*) AS pending FROM open_run
    WHERE tenant_id = $1 AND ($2::text IS NULL OR flow = $2) GROUP BY 1, 2) o USING (flow, environment)
  ORDER BY 1, 2`;

interface Row {
  readonly flow: string;
  readonly environment: Environment;
  readonly completed: number;
  readonly failed: number;
  readonly pending: number;
  readonly last_completed_at: Date | null;
  readonly last_failed_at: Date | null;
  readonly last_error_run: string | null;
  readonly last_error: Buffer | null;
}

/**
 * SQL that adds the ends in `source` (a CTE with the columns of run) to the counts. Kept as sums, since counting a flow's
 * runs takes a second when it has a million. In one order, so that two commits do not wait in a circle.
 */
export function countEnds(source: string): string {
  const of = (status: string) => `FILTER (WHERE status = '${status}')`;
  const newest = (column: string) =>
    `(array_agg(${column} ORDER BY finished_at DESC) FILTER (WHERE status = 'failed' AND error IS NOT NULL))[1]`;
  const later = (column: string) =>
    `${column} = CASE WHEN excluded.last_error_run IS NULL OR excluded.last_failed_at < c.last_failed_at
      THEN c.${column} ELSE excluded.${column} END`;
  return `
    INSERT INTO run_count AS c (tenant_id, flow, environment, completed, failed, last_completed_at, last_failed_at,
      last_error_run, last_error)
    SELECT tenant_id, flow, environment, count(*) ${of("completed")}, count(*) ${of("failed")},
      max(finished_at) ${of("completed")}, max(finished_at) ${of("failed")}, ${newest("run_id")}, ${newest("error")}
    FROM ${source} WHERE status IN ('completed', 'failed') GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (tenant_id, flow, environment) DO UPDATE SET
      completed = c.completed + excluded.completed, failed = c.failed + excluded.failed,
      last_completed_at = greatest(c.last_completed_at, excluded.last_completed_at),
      ${later("last_error_run")}, ${later("last_error")},
      last_failed_at = greatest(c.last_failed_at, excluded.last_failed_at)`;
}

/** What became of the runs of a tenant's flows. */
export async function readCounts(
  { database, vault }: Pick<Context, "database" | "vault">,
  tenant: string,
  flow: string | undefined,
): Promise<readonly RunCounts[]> {
  const rows = await database.query<Row>(tenant, COUNTS, [tenant, flow]);
  const keys = await vault.of(tenant);
  return rows.map((row) => {
    const run = { id: row.last_error_run ?? "", environment: row.environment };
    return {
      flow: row.flow,
      environment: row.environment,
      completed: row.completed,
      failed: row.failed,
      pending: row.pending,
      lastCompletedAt: row.last_completed_at?.getTime() ?? null,
      lastFailedAt: row.last_failed_at?.getTime() ?? null,
      lastError: row.last_error && openPart(keys, run, "error", row.last_error),
    };
  });
}
