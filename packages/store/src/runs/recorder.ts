import type { NewRun, RunEnd } from "@mortise/contract";
import type { Context } from "../context.ts";
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
    breadcrumb_id, status, handled, started_at, started_at, finished_at, input, message, error
  FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[],
    $9::timestamptz[], $10::boolean[], $11::text[], $12::text[], $13::boolean[], $14::timestamptz[],
    $15::timestamptz[], $16::bytea[], $17::bytea[], $18::bytea[])
    AS r (tenant_id, run_id, flow, environment, version, installation_id, trigger, node, nominal, serial,
      breadcrumb_id, status, handled, started_at, finished_at, input, message, error)
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
      const values = [
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
        column(({ run, keys }) => sealPart(keys, run, "input", run.input)),
        column(({ run, end, keys }) => end.message && sealPart(keys, run, "message", end.message)),
        column(({ run, end, keys }) => end.error && sealPart(keys, run, "error", end.error)),
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
