import type { NewRun, RunEnd } from "@mortise/contract";
import type { Context } from "../context.ts";
import { packBlobs } from "../postgres/blobs.ts";
import { statement } from "../postgres/statement.ts";
import { createSpool } from "../spool.ts";
import { countEnds } from "./counts.ts";
import { sealPart } from "./sealed.ts";
import { addSearchKeys } from "./search-keys.ts";

const INSERT = statement(`
  WITH written AS (
  INSERT INTO run (tenant_id, run_id, flow, environment, version, installation_id, trigger, node, nominal, serial,
    breadcrumb_id, status, handled, created_at, started_at, finished_at, input, message, error)
  SELECT tenant_id, run_id, flow, environment, version, installation_id, trigger, node, nominal, serial,
    breadcrumb_id, status, handled, started_at, started_at, finished_at,
    substring($1::bytea FROM input_at FOR input_size), substring($1::bytea FROM message_at FOR message_size),
    substring($1::bytea FROM error_at FOR error_size)
  FROM unnest($2::text[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::text[], $8::text[], $9::text[],
    $10::timestamptz[], $11::boolean[], $12::text[], $13::text[], $14::boolean[], $15::timestamptz[],
    $16::timestamptz[], $17::int[], $18::int[], $19::int[], $20::int[], $21::int[], $22::int[])
    AS r (tenant_id, run_id, flow, environment, version, installation_id, trigger, node, nominal, serial,
      breadcrumb_id, status, handled, started_at, finished_at, input_at, input_size, message_at, message_size,
      error_at, error_size)
  ON CONFLICT DO NOTHING
  RETURNING tenant_id, run_id, flow, environment, status, error, finished_at)
  ${countEnds("written")}`);

interface Recorded {
  readonly run: NewRun;
  readonly end: RunEnd & { readonly startedAt: number; readonly finishedAt: number };
}

/** Writes the rows of direct runs behind their backs. */
export interface Recorder {
  record(run: NewRun, end: Recorded["end"]): void;
  flush(): Promise<void>;
}

/** Rows a direct run leaves: one, after its end. */
export function createRecorder({ database, vault, log }: Context): Recorder {
  const spool = createSpool<Recorded>({
    what: "runs",
    log,
    sizeOf: ({ run, end }) => 500 + roughSize(run.input.message.body) + roughSize(end.message?.body),
    write: async (batch) => {
      const rows = await Promise.all(batch.map(async (each) => ({ ...each, keys: await vault.of(each.run.tenant) })));
      const column = (pick: (row: (typeof rows)[number]) => unknown) => rows.map(pick);
      const tenants = [...new Set(batch.map(({ run }) => run.tenant))];
      const keyed = batch.map(({ run, end }) => ({ ...run, searchKeys: end.searchKeys ?? run.searchKeys }));
      const { bytes, at, size } = packBlobs([
        ...rows.map(({ run, keys }) => sealPart(keys, run, "input", run.input)),
        ...rows.map(({ run, end, keys }) => end.message && sealPart(keys, run, "message", end.message)),
        ...rows.map(({ run, end, keys }) => end.error && sealPart(keys, run, "error", end.error)),
      ]);
      const values = [
        bytes,
        column(({ run }) => run.tenant),
        column(({ run }) => run.id),
        column(({ run }) => run.flow),
        column(({ run }) => run.environment),
        column(({ run }) => run.version),
        column(({ run }) => run.installation),
        column(({ run }) => run.trigger),
        column(({ run }) => run.node),
        column(({ run }) => (run.nominal === undefined ? null : new Date(run.nominal))),
        column(({ run }) => run.serial),
        column(({ run }) => run.breadcrumbId),
        column(({ end }) => end.status),
        column(({ end }) => end.handled ?? false),
        column(({ end }) => new Date(end.startedAt)),
        column(({ end }) => new Date(end.finishedAt)),
        ...[0, 1, 2].flatMap((part) => {
          const range = [part * rows.length, (part + 1) * rows.length] as const;
          return [at.slice(...range), size.slice(...range)];
        }),
      ];
      await database.transaction(tenants, async (transaction) => {
        await transaction.query(INSERT, values);
        await addSearchKeys(transaction, keyed);
      });
    },
  });
  return { record: (run, end) => spool.add({ run, end }), flush: spool.flush };
}

function roughSize(body: unknown): number {
  return typeof body === "string" ? body.length : body === null || body === undefined ? 0 : 1_000;
}
