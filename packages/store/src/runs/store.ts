import { setTimeout as sleep } from "node:timers/promises";
import type { RunQuery, RunRecord, RunStore } from "@mortise/contract";
import type { Context } from "../context.ts";
import { readJournal } from "../journal/recover.ts";
import { pageOf, pageSize, readCursor } from "../page.ts";
import { type Statement, statement } from "../postgres/statement.ts";
import { isUuid } from "../uuid.ts";
import { RunBodies } from "./bodies.ts";
import { readCounts } from "./counts.ts";
import type { Recorder } from "./recorder.ts";
import { RUN_COLUMNS, type RunRow, toRun } from "./row.ts";
import { openPart } from "./sealed.ts";

const FROM = "FROM run r LEFT JOIN open_run o USING (tenant_id, run_id)";
const GET = statement(`SELECT ${RUN_COLUMNS}, r.input, r.message ${FROM} WHERE r.tenant_id = $1 AND r.run_id = $2`);
/** The runs, for those who look at them. */
export function createRunStore({ database, vault, stamp }: Context, recorder: Recorder): RunStore {
  return {
    async journal(tenant, id) {
      const run = await readRun({ database, vault }, tenant, id);
      return run ? await readJournal({ database, vault, stamp }, run) : [];
    },
    record: recorder.record,
    async list(tenant, query = {}) {
      const size = pageSize(query);
      const [before] = readCursor(query, 1) ?? [];
      const { statement, values } = listStatement(tenant, query, before, size + 1);
      if (before === undefined) await written(recorder);
      const rows = await database.query<RunRow>(tenant, statement, values);
      const keys = await vault.of(tenant);
      return pageOf(
        rows,
        size,
        (row) => [row.run_id],
        (row) => toRun(row, keys),
      );
    },
    async get(tenant, id) {
      const run = await readRun({ database, vault }, tenant, id);
      if (run) return run;
      await written(recorder);
      return readRun({ database, vault }, tenant, id);
    },
    counts: (tenant, flow) => readCounts({ database, vault }, tenant, flow),
  };
}

/** Longer than a batch takes; while the database is away nothing is waited for. */
const LONGEST_WAIT = 1_000;

/** Rows of runs that ended are written in batches, and who asks for one reads what was written. */
async function written(recorder: Recorder): Promise<void> {
  const done = new AbortController();
  const late = sleep(LONGEST_WAIT, undefined, { signal: done.signal }).catch(() => {});
  await Promise.race([recorder.flush(), late]).finally(() => done.abort());
}

/** One run with its input and last message. */
export async function readRun(
  { database, vault }: Pick<Context, "database" | "vault">,
  tenant: string,
  id: string,
): Promise<RunRecord | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await database.query<RunRow & { input: Buffer; message: Buffer | null }>(tenant, GET, [tenant, id]);
  if (!row) return undefined;
  const keys = await vault.of(tenant);
  const run = toRun(row, keys);
  const input = openPart(keys, run, "input", row.input);
  const last = row.message ? [openPart(keys, run, "message", row.message)] : [];
  const [first, message] = await new RunBodies(run, keys).unpack(database, [input.message, ...last]);
  return { ...run, input: { ...input, message: first ?? input.message }, message: message ?? null };
}

/** A statement for the filters that are asked for, so that each of them can use its index. */
function listStatement(
  tenant: string,
  { flow, environment, status, from, to, search }: RunQuery,
  before: string | undefined,
  limit: number,
): { statement: Statement; values: unknown[] } {
  const values: unknown[] = [tenant, limit];
  const where = ["r.tenant_id = $1"];
  const filter = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  filter((at) => `r.run_id < ${at}::uuid`, before);
  filter((at) => `r.flow = ${at}`, flow);
  filter((at) => `r.environment = ${at}`, environment);
  filter((at) => `r.created_at >= ${at}`, from === undefined ? undefined : new Date(from));
  filter((at) => `r.created_at <= ${at}`, to === undefined ? undefined : new Date(to));
  if (status === "queued") where.push("r.status = 'open' AND (o.epoch = 0 OR o.retry_at IS NOT NULL)");
  else if (status === "running") where.push("r.status = 'open' AND o.epoch > 0 AND o.retry_at IS NULL");
  else filter((at) => `r.status = ${at}`, status);
  filter((at) => `r.run_id IN (${searches(at, isUuid(search ?? "")).join(" UNION ALL ")})`, search);
  return {
    statement: statement(`SELECT ${RUN_COLUMNS} ${FROM} WHERE ${where.join(" AND ")} ORDER BY r.run_id DESC LIMIT $2`),
    values,
  };
}

/** Where a searched text is looked for; each by an index of its own. */
function searches(at: string, uuid: boolean): string[] {
  const found = [
    `SELECT b.run_id FROM run b WHERE b.tenant_id = $1 AND b.breadcrumb_id = ${at}::text`,
    `SELECT k.run_id FROM run_key k WHERE k.tenant_id = $1 AND k.key = ${at}::text`,
  ];
  return uuid ? [...found, `SELECT ${at}::text::uuid`] : found;
}
