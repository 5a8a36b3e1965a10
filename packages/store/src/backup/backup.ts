import { createWriteStream, existsSync } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Log, mortiseError } from "@mortise/contract";
import type pg from "pg";
import { hasKey } from "../crypto/check.ts";
import { appliedMigrations, isCurrent, migrationOf } from "../migrations/migrate.ts";
import type { StoreOptions } from "../open.ts";
import { storeFailure } from "../postgres/failure.ts";
import { connectWhenUp, enterAsEngine, findTarget } from "../target.ts";
import { type BackupHeader, CheckSum, FORMAT, type Mark } from "./format.ts";
import { listTables, type Table } from "./tables.ts";

export interface BackupOptions extends Pick<StoreOptions, "url" | "migrateUrl" | "data"> {
  readonly log?: Log | undefined;
  /** Told when a table is done. */
  readonly progress?: ((table: string, rows: number) => void) | undefined;
}

/** What was written. */
export interface BackupReport extends BackupHeader {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Rows in memory are kept near this, whatever a row holds. */
const FETCH_BYTES = 2 * 1024 * 1024;
const MOST_ROWS = 500;
const FIRST_ROWS = 1;

/** Of each table as it stood at one instant, while everything else goes on. Nothing of ours lasts as long, so no limit of ours holds. */
const SNAPSHOT =
  "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL TimeZone = 'UTC'; SET LOCAL search_path = mortise";

/** Writes the database to a file that is not there yet; servers may run meanwhile. Throws `BACKUP_INVALID`, `STORE_SETUP`, `STORE_UNAVAILABLE`. */
export async function backUp(file: string, options: BackupOptions): Promise<BackupReport> {
  if (existsSync(file))
    throw mortiseError("BACKUP_INVALID", { file, what: "there is such a file already; give another name" });
  const target = await findTarget(options, options.log);
  const part = `${file}.${process.pid}.part`;
  try {
    const client = await connectWhenUp(target, options.log);
    try {
      await enterAsEngine(client);
      await checkUsed(client);
      await client.query(SNAPSHOT);
      const header = await headerOf(client);
      const sum = new CheckSum();
      const lines = write(client, header, sum, options);
      await pipeline(lines, createGzip({ level: 6 }), createWriteStream(part, { flags: "wx", mode: 0o600 }));
      await reachDisk(part);
      await rename(part, file);
      return { ...header, file, rows: sum.rows, bytes: (await stat(file)).size };
    } catch (error) {
      throw isFileTrouble(error)
        ? mortiseError("BACKUP_INVALID", { file, what: `it cannot be written (${error.message})` }, { cause: error })
        : storeFailure(error);
    } finally {
      await client.end().catch(() => {});
    }
  } finally {
    await rm(part, { force: true });
    await target.embedded?.stop();
  }
}

async function checkUsed(client: pg.Client): Promise<void> {
  const present = await migrationOf(client);
  if (present === 0 || !(await hasKey(client)))
    throw mortiseError("STORE_SETUP", { what: "it was never used, so there is nothing to back up" });
  if (!isCurrent(present))
    throw mortiseError("STORE_SETUP", {
      what: `it stands at migration ${present}, behind this Mortise; back it up with the version that served it, or start a server of this one first`,
    });
}

async function headerOf(client: pg.Client): Promise<BackupHeader> {
  const applied = await appliedMigrations(client);
  const { rows } = await client.query(
    "SELECT DISTINCT under FROM (SELECT key_id FROM key_check UNION ALL SELECT wrapped_under FROM tenant_key) k (under) ORDER BY 1",
  );
  return {
    format: FORMAT,
    migration: applied.at(-1)?.number ?? 0,
    hashes: applied.map(({ hash }) => hash),
    keys: rows.map(({ under }) => under),
    at: new Date().toISOString(),
  };
}

async function* write(
  client: pg.Client,
  header: BackupHeader,
  sum: CheckSum,
  { progress }: BackupOptions,
): AsyncGenerator<string> {
  const mark = (what: Mark) => {
    const line = JSON.stringify(what);
    sum.add(line);
    return `${line}\n`;
  };
  yield mark(["mortise backup", header]);
  for (const table of await listTables(client)) {
    yield mark(["table", table.name]);
    const before = sum.rows;
    for await (const rows of rowsOf(client, table)) {
      for (const row of rows) sum.add(row);
      sum.rows += rows.length;
      yield `${rows.join("\n")}\n`;
    }
    progress?.(table.name, sum.rows - before);
  }
  yield `${JSON.stringify(["end", sum.end()] satisfies Mark)}\n`;
}

/** A table's rows, a few at a time: fewer when they are large. */
async function* rowsOf(client: pg.Client, { name, columns }: Table): AsyncGenerator<readonly string[]> {
  const list = columns.map((column) => client.escapeIdentifier(column)).join(", ");
  await client.query(
    `DECLARE rows NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM (SELECT ${list} FROM ${client.escapeIdentifier(name)}) t`,
  );
  for (let count = FIRST_ROWS; ; ) {
    const rows = (await client.query<{ row: string }>(`FETCH ${count} FROM rows`)).rows.map(({ row }) => row);
    if (rows.length > 0) yield rows;
    if (rows.length < count) break;
    const largest = Math.max(...rows.map((row) => row.length));
    count = Math.max(1, Math.min(MOST_ROWS, count * 2, Math.floor(FETCH_BYTES / largest)));
  }
  await client.query("CLOSE rows");
}

async function reachDisk(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Of the file system, and not of the connection, whose errors have such codes too. */
function isFileTrouble(error: unknown): error is NodeJS.ErrnoException {
  return (
    typeof (error as NodeJS.ErrnoException).path === "string" || (error as NodeJS.ErrnoException).code === "ENOSPC"
  );
}
