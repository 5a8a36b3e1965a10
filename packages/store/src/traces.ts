import { mortiseError, type StepRecord, type TraceStore } from "@mortise/contract";
import type { Context } from "./context.ts";
import { packBlobs } from "./postgres/blobs.ts";
import { sql } from "./postgres/statement.ts";
import { createSpool } from "./spool.ts";
import { isUuid } from "./uuid.ts";

const INSERT = sql`
  WITH written AS (
    INSERT INTO trace (tenant_id, run_id, steps, size)
    SELECT tenant_id, run_id, substring($1::bytea FROM steps_at FOR size), size
    FROM unnest($2::text[], $3::uuid[], $4::int[], $5::int[]) AS t (tenant_id, run_id, steps_at, size)
    RETURNING tenant_id, size)
  INSERT INTO trace_usage AS u (tenant_id, bytes) SELECT tenant_id, sum(size) FROM written GROUP BY tenant_id ORDER BY 1
  ON CONFLICT (tenant_id) DO UPDATE SET bytes = u.bytes + excluded.bytes
  RETURNING u.tenant_id, u.bytes`;
const TRIM = sql`
  WITH aged AS (
    SELECT run_id, chunk, sum(size) OVER (ORDER BY run_id, chunk) AS up_to FROM trace WHERE tenant_id = $1),
  gone AS (
    DELETE FROM trace t USING aged WHERE t.tenant_id = $1 AND t.run_id = aged.run_id AND t.chunk = aged.chunk
      AND aged.up_to - t.size < $2 RETURNING t.size)
  UPDATE trace_usage SET bytes = bytes - (SELECT coalesce(sum(size), 0) FROM gone) WHERE tenant_id = $1`;
const READ = sql`SELECT steps FROM trace WHERE tenant_id = $1 AND run_id = $2 ORDER BY chunk`;

/** A tenant that is over its quota is brought to this part of it, so that it is not trimmed with every batch. */
const TRIM_TO = 0.9;

/** The traces of runs: written in batches, kept encrypted, the oldest lost first when a tenant has too many. */
export function createTraceStore({ database, vault, log }: Context, quota: number): TraceStore {
  const spool = createSpool<{ tenant: string; runId: string; json: string }>({
    what: "traces",
    log,
    sizeOf: ({ json }) => json.length + 100,
    write: async (batch) => {
      const keys = await Promise.all(batch.map(({ tenant }) => vault.of(tenant)));
      const tenants = batch.map(({ tenant }) => tenant);
      const { bytes, at, size } = packBlobs(batch.map(({ runId, json }, at) => keys[at]?.seal(placeOf(runId), json)));
      const used = await database.query<{ tenant_id: string; bytes: number }>([...new Set(tenants)], INSERT, [
        bytes,
        tenants,
        batch.map(({ runId }) => runId),
        at,
        size,
      ]);
      for (const { tenant_id, bytes } of used)
        if (bytes > quota) await database.query(tenant_id, TRIM, [tenant_id, bytes - quota * TRIM_TO]);
    },
  });

  return {
    write(tenant, runId, steps) {
      // Turned to text now: what the caller does with its steps afterwards is its own affair.
      if (steps.length > 0) spool.add({ tenant, runId, json: JSON.stringify(steps) });
    },
    flush: spool.flush,
    async read(tenant, runId) {
      if (!isUuid(runId)) return [];
      const rows = await database.query<{ steps: Buffer }>(tenant, READ, [tenant, runId]);
      const keys = await vault.of(tenant);
      const bySeq = new Map<number, StepRecord>();
      for (const { steps } of rows) {
        const plain = keys.unseal(placeOf(runId), steps);
        if (!plain) throw mortiseError("STORE_KEY_WRONG", { run: runId, part: "trace" });
        // A run that was resumed writes its steps again: the later account stands.
        for (const step of JSON.parse(plain.toString("utf8")) as StepRecord[]) bySeq.set(step.seq, step);
      }
      return [...bySeq.values()].sort((left, right) => left.seq - right.seq);
    },
  };
}

function placeOf(runId: string) {
  return { environment: "", kind: "trace", name: runId } as const;
}
