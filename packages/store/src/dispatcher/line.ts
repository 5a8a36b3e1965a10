import type { Environment } from "@mortise/contract";
import type { Transaction } from "../postgres/database.ts";
import { sql } from "../postgres/statement.ts";
import type { Job } from "./queue.ts";

/** Where serial runs stand one behind the other: a flow in an environment of a tenant. Only the head of a line has a job, so those that wait cost the queue nothing and hold up nobody else. */
export interface Line {
  readonly tenant: string;
  readonly environment: Environment;
  readonly flow: string;
}

const LOCK = sql`SELECT pg_advisory_xact_lock(7305004, hashtext(line)) FROM unnest($1::text[]) AS line`;
const PROMOTE = sql`
  UPDATE open_run o SET enqueued = true
  FROM (
    SELECT DISTINCT ON (w.tenant_id, w.flow, w.environment) w.tenant_id, w.run_id
    FROM unnest($1::text[], $2::text[], $3::text[]) AS l (tenant_id, flow, environment)
    JOIN open_run w ON w.tenant_id = l.tenant_id AND w.flow = l.flow AND w.environment = l.environment AND w.serial
    WHERE NOT EXISTS (
      SELECT FROM open_run h WHERE h.tenant_id = l.tenant_id AND h.flow = l.flow AND h.environment = l.environment
        AND h.serial AND h.enqueued)
    ORDER BY w.tenant_id, w.flow, w.environment, w.place) head
  WHERE o.tenant_id = head.tenant_id AND o.run_id = head.run_id
  RETURNING o.tenant_id AS tenant, o.run_id AS "runId"`;

/** Holds lines until the transaction ends: who joins one and who leaves it go one after the other. Always in one order, so that nobody waits in a circle. */
export async function lockLines(transaction: Transaction, lines: readonly Line[]): Promise<void> {
  const names = new Set(lines.map(({ tenant, environment, flow }) => JSON.stringify([tenant, environment, flow])));
  if (names.size > 0) await transaction.query(LOCK, [[...names].sort()]);
}

/** Makes the first of each line without a head its head; gives back the runs that now need a job. The lines are locked. */
export async function promoteHeads(
  transaction: Transaction,
  lines: readonly Line[],
): Promise<readonly Pick<Job, "tenant" | "runId">[]> {
  if (lines.length === 0) return [];
  return await transaction.query(PROMOTE, [
    lines.map(({ tenant }) => tenant),
    lines.map(({ flow }) => flow),
    lines.map(({ environment }) => environment),
  ]);
}
