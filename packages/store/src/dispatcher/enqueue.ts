import type { NewRun } from "@mortise/contract";
import type { Context } from "../context.ts";
import { packBlobs } from "../postgres/blobs.ts";
import type { Transaction } from "../postgres/database.ts";
import { sql } from "../postgres/statement.ts";
import { type BodyPiece, RunBodies, writePieces } from "../runs/bodies.ts";
import { sealPart } from "../runs/sealed.ts";
import { addSearchKeys } from "../runs/search-keys.ts";
import { lockLines } from "./line.ts";
import type { Queue } from "./queue.ts";

const INSERT = sql`
  WITH given AS (
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[],
      $9::timestamptz[], $10::boolean[], $11::text[], $12::int[], $13::int[]) WITH ORDINALITY
      AS g (tenant_id, run_id, flow, environment, version, installation_id, trigger, node, nominal, serial,
        breadcrumb_id, input_at, input_size, place)),
  made AS (
    INSERT INTO run (tenant_id, run_id, flow, environment, version, installation_id, trigger, node, nominal, serial,
      breadcrumb_id, created_at, input)
    SELECT tenant_id, run_id, flow, environment, version, installation_id, trigger, node, nominal, serial,
      breadcrumb_id, stamp($15), substring($14::bytea FROM input_at FOR input_size)
    FROM given ORDER BY place
    ON CONFLICT DO NOTHING RETURNING tenant_id, run_id),
  waiting AS (
    SELECT g.*, g.serial AND (
      row_number() OVER (PARTITION BY g.tenant_id, g.flow, g.environment, g.serial ORDER BY g.place) > 1
      OR EXISTS (
        SELECT FROM open_run o WHERE o.tenant_id = g.tenant_id AND o.flow = g.flow AND o.environment = g.environment
          AND o.serial AND o.enqueued)) AS waits
    FROM given g JOIN made USING (tenant_id, run_id))
  INSERT INTO open_run (tenant_id, run_id, flow, environment, serial, enqueued)
  SELECT tenant_id, run_id, flow, environment, serial, NOT waits FROM waiting ORDER BY place
  RETURNING tenant_id AS tenant, run_id AS "runId", enqueued`;

/** A run as its rows hold it. */
export interface PreparedRun {
  readonly run: NewRun;
  readonly input: Buffer;
  /** Of its body, when that is a large one. */
  readonly pieces: readonly BodyPiece[];
}

/** What became of a run that was to be enqueued. */
export interface Enqueued {
  readonly tenant: string;
  readonly runId: string;
  /** It has a job; the others wait in their line. */
  readonly enqueued: boolean;
}

/** Seals a run's input. Outside the transaction: it may have to fetch the tenant's key. Throws `BODY_TOO_LARGE`. */
export async function prepareRun({ vault }: Context, run: NewRun): Promise<PreparedRun> {
  const keys = await vault.of(run.tenant);
  const bodies = new RunBodies(run, keys);
  const input = sealPart(keys, run, "input", bodies.packSnapshot(run.input));
  return { run, input, pieces: bodies.take() };
}

/** Writes rows and jobs of runs. Those that exist already, by id or by nominal instant, are left out of the answer. */
export async function enqueue(
  transaction: Transaction,
  queue: Queue,
  runs: readonly PreparedRun[],
  at: Date | null,
): Promise<readonly Enqueued[]> {
  if (runs.length === 0) return [];
  await lockLines(
    transaction,
    runs.filter(({ run }) => run.serial).map(({ run }) => run),
  );
  const column = (pick: (run: NewRun) => unknown) => runs.map(({ run }) => pick(run));
  const input = packBlobs(runs.map(({ input }) => input));
  const made = await transaction.query<Enqueued>(INSERT, [
    column((run) => run.tenant),
    column((run) => run.id),
    column((run) => run.flow),
    column((run) => run.environment),
    column((run) => run.version),
    column((run) => run.installation),
    column((run) => run.trigger),
    column((run) => run.node),
    column((run) => (run.nominal === undefined ? null : new Date(run.nominal))),
    column((run) => run.serial),
    column((run) => run.breadcrumbId),
    input.at,
    input.size,
    input.bytes,
    at,
  ]);
  const ids = new Set(made.map(({ runId }) => runId));
  const keying = addSearchKeys(
    transaction,
    runs.filter(({ run }) => ids.has(run.id.toLowerCase())).map(({ run }) => run),
  );
  const inserting = await queue.insert(
    transaction,
    made.filter(({ enqueued }) => enqueued),
  );
  const spooling = writePieces(
    transaction,
    runs.flatMap(({ pieces }) => pieces),
  );
  await Promise.all([keying, inserting.answered, spooling]);
  return made;
}
