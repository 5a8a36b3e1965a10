import { asMortiseError, type MortiseError, mortiseError, type RunRecord, type Snapshot } from "@mortise/contract";
import type { Context } from "../context.ts";
import type { TenantVault } from "../crypto/vault.ts";
import { sql, statement } from "../postgres/statement.ts";
import { RunBodies } from "../runs/bodies.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "../runs/row.ts";
import { openPart } from "../runs/sealed.ts";
import type { Job, Queue } from "./queue.ts";

const ENTER_TENANTS = sql`SELECT set_config('app.tenants', $1::text[]::text, true)`;
const CLAIM = statement(`
  UPDATE open_run o SET epoch = o.epoch + 1, owner = $4, attempt = j.attempt, retry_at = NULL,
    started_at = coalesce(o.started_at, stamp($5))
  FROM unnest($1::text[], $2::uuid[], $3::int[]) AS j (tenant_id, run_id, attempt), run r
  WHERE o.tenant_id = j.tenant_id AND o.run_id = j.run_id AND NOT o.parked
    AND r.tenant_id = j.tenant_id AND r.run_id = j.run_id
  RETURNING ${RUN_COLUMNS}, r.input, o.epoch, o.attempt, o.cancelled`);

interface Row extends RunRow {
  readonly input: Buffer;
  readonly epoch: number;
  readonly attempt: number;
  readonly cancelled: boolean;
}

/** A run that this process has from now on. */
export interface Claimed {
  readonly run: RunRecord & { readonly input: Snapshot };
  readonly job: Job;
  readonly epoch: number;
  /** Somebody asked for its end while nobody had it. */
  readonly cancelled: boolean;
  readonly bodies: RunBodies;
  /** Its input was changed outside of us, or sealed under a key that is gone: it cannot be executed. */
  readonly unreadable: MortiseError | undefined;
}

const EMPTY: Snapshot = { message: { headers: {}, body: null } };

/** Takes up to `limit` runs of other tenants than `without`: the job and the fence change hands in one transaction. */
export async function claimRuns(
  { database, vault, session, stamp }: Context,
  queue: Queue,
  limit: number,
  without: readonly string[] = [],
): Promise<readonly Claimed[]> {
  const { jobs, rows } = await database.transaction([], async (transaction) => {
    const jobs = await queue.fetch(transaction, limit, without);
    if (jobs.length === 0) return { jobs, rows: [] };
    const entered = transaction.query(ENTER_TENANTS, [[...new Set(jobs.map(({ tenant }) => tenant))]]);
    const claimed = transaction.query<Row>(CLAIM, [
      jobs.map(({ tenant }) => tenant),
      jobs.map(({ runId }) => runId),
      jobs.map(({ attempt }) => attempt),
      session.number,
      stamp(),
    ]);
    transaction.commit();
    const [, rows] = await Promise.all([entered, claimed]);
    return { jobs, rows };
  });
  // The run has ended or went with its tenant while its job was on the way.
  const open = new Set(rows.map((row) => row.run_id));
  const orphans = jobs.filter(({ runId }) => !open.has(runId));
  if (orphans.length > 0)
    await database.transaction([], async (transaction) => (await queue.remove(transaction, orphans)).answered);
  return await Promise.all(rows.map((row) => readClaim({ database, vault }, row)));
}

/** What one row says; a run that cannot be read keeps no other from being executed. */
async function readClaim({ database, vault }: Pick<Context, "database" | "vault">, row: Row): Promise<Claimed> {
  const job = { tenant: row.tenant_id, runId: row.run_id, attempt: row.attempt };
  const claim = { job, epoch: row.epoch, cancelled: row.cancelled };
  try {
    const keys = await vault.of(row.tenant_id);
    const run = toRun(row, keys);
    const bodies = new RunBodies(run, keys);
    const input = openPart(keys, run, "input", row.input);
    const [message = input.message] = await bodies.unpack(database, [input.message]);
    return { ...claim, run: { ...run, input: { ...input, message } }, bodies, unreadable: undefined };
  } catch (error) {
    const unreadable = asMortiseError(error);
    if (unreadable.code === "STORE_UNAVAILABLE") throw unreadable;
    const run = { ...toRun({ ...row, error: null }, LOCKED), input: EMPTY };
    return { ...claim, run, bodies: new RunBodies(run, LOCKED), unreadable };
  }
}

/** The vault of a tenant whose keys cannot be opened. */
const LOCKED: TenantVault = {
  seal: () => {
    throw mortiseError("STORE_KEY_WRONG");
  },
  unseal: () => undefined,
};
