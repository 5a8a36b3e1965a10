import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { type Log, MortiseError, mortiseError } from "@mortise/contract";
import pg from "pg";
import { verifyKey } from "../crypto/check.ts";
import { type KekRing, openKekRing } from "../crypto/kek.ts";
import { checkMigrations, migrate, migrationOf } from "../migrations/migrate.ts";
import { keyFileOf, type StoreOptions } from "../open.ts";
import { storeFailure } from "../postgres/failure.ts";
import { connectWhenUp, openTarget, type Target } from "../target.ts";
import { type BackupHeader, CheckSum, damaged, FORMAT, isMark, linesOf, readMark } from "./format.ts";
import { listTables, type Table } from "./tables.ts";

export interface RestoreOptions extends Pick<StoreOptions, "url" | "migrateUrl" | "data" | "keyFile"> {
  readonly log?: Log | undefined;
  /** Told when a table is done. */
  readonly progress?: ((table: string, rows: number) => void) | undefined;
}

/** What was read. */
export interface RestoreReport extends BackupHeader {
  readonly rows: number;
  readonly tenants: number;
  /** Runs that go on when a server starts. */
  readonly open: number;
}

/** Rows of one statement. */
const PART_BYTES = 2 * 1024 * 1024;
const PART_ROWS = 1_000;

/**
 * Reads a backup into an empty database: all of it or nothing. Throws `BACKUP_INVALID` for a file that is none or not
 * whole, `BACKUP_KEY` when its key is not there, `STORE_NOT_EMPTY`.
 */
export async function restore(file: string, options: RestoreOptions): Promise<RestoreReport> {
  const lines = linesOf(reading(file));
  try {
    const first = await lines.next().catch((error) => {
      throw damaged(file, `it cannot be read (${(error as Error).message})`, error);
    });
    const line: Buffer = first.value ?? Buffer.alloc(0);
    const header = headerOf(line, file);
    const target = await openTarget(options, options.log);
    try {
      const keyFile = keyFileOf(target, options);
      const ring = keysFor(header, keyFile, file);
      return await into(target, { file, header, lines, first: line, ring, options });
    } catch (error) {
      throw error instanceof MortiseError ? error : isGzipTrouble(error) ? cutOff(file, error) : storeFailure(error);
    } finally {
      await target.embedded?.stop();
    }
  } finally {
    await lines.return(undefined);
  }
}

/** A backup that is being read. */
interface Reading {
  readonly file: string;
  readonly header: BackupHeader;
  readonly first: Buffer;
  readonly lines: AsyncGenerator<Buffer>;
  readonly ring: KekRing;
  readonly options: RestoreOptions;
}

async function into(target: Target, reading: Reading): Promise<RestoreReport> {
  const { header, options } = reading;
  const client = await connectWhenUp(target, options.log);
  const login = client.user as string;
  await client.end();
  const owner = new pg.Client(target.migrating());
  owner.on("error", () => {});
  await owner.connect();
  try {
    const present = await migrationOf(owner);
    if (present > 0) await refuseUsed(owner, present, header.migration);
    // To where the backup stood; what came later is done to its rows too, below.
    await migrate(target.migrating(), login, options.log, header.migration);
    await owner.query(
      "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL TimeZone = 'UTC'; SET LOCAL search_path = mortise",
    );
    const report = await load(owner, reading);
    await owner.query("COMMIT");
    await owner.query("ANALYZE");
    await migrate(target.migrating(), login, options.log);
    return report;
  } finally {
    await owner.end().catch(() => {});
  }
}

async function refuseUsed(owner: pg.Client, present: number, wanted: number): Promise<void> {
  await owner.query("BEGIN");
  const tables = await listTables(owner);
  await unbindOwner(owner, tables, true);
  const used: string[] = [];
  for (const { name } of tables)
    if ((await owner.query(`SELECT FROM mortise.${owner.escapeIdentifier(name)} LIMIT 1`)).rowCount) used.push(name);
  await owner.query("ROLLBACK");
  if (used.length > 0) throw mortiseError("STORE_NOT_EMPTY", { what: `there are rows in ${used.join(", ")}` });
  if (present !== wanted)
    throw mortiseError("STORE_NOT_EMPTY", { what: `it stands at migration ${present}, the backup at ${wanted}` });
}

/** Row security binds an owner too; he may suspend that in a transaction of his own. */
async function unbindOwner(owner: pg.Client, tables: readonly Table[], unbound: boolean): Promise<void> {
  for (const { name } of tables)
    await owner.query(
      `ALTER TABLE mortise.${owner.escapeIdentifier(name)} ${unbound ? "NO FORCE" : "FORCE"} ROW LEVEL SECURITY`,
    );
}

async function load(owner: pg.Client, { file, lines, first, ring, header, options }: Reading): Promise<RestoreReport> {
  const tables = await listTables(owner);
  await unbindOwner(owner, tables, true);
  const sum = new CheckSum();
  sum.add(first);
  let whole = false;
  let into: Table | undefined;
  let before = 0;
  let part: Buffer[] = [];
  let bytes = 0;

  async function put(): Promise<void> {
    if (part.length === 0) return;
    await insert(owner, into as Table, part);
    part = [];
    bytes = 0;
  }

  async function endTable(): Promise<void> {
    await put();
    if (into) options.progress?.(into.name, sum.rows - before);
    before = sum.rows;
  }

  for await (const line of lines) {
    if (whole) throw damaged(file, "there is something behind its end");
    if (isMark(line)) {
      const mark = readMark(line, file);
      await endTable();
      if (mark[0] === "end") {
        const { rows, sha256 } = sum.end();
        if (rows !== mark[1].rows || sha256 !== mark[1].sha256)
          throw damaged(file, "its check sum is not that of what is in it");
        whole = true;
        continue;
      }
      sum.add(line);
      into = tables.find(({ name }) => name === mark[1]);
      if (!into) throw damaged(file, `it has a table ${JSON.stringify(mark[1])}, which this Mortise does not know`);
      continue;
    }
    if (!into) throw damaged(file, "there are rows before the first table");
    sum.add(line);
    sum.rows++;
    part.push(line);
    bytes += line.length;
    if (bytes >= PART_BYTES || part.length >= PART_ROWS) await put();
  }
  if (!whole) throw cutOff(file);
  const counted = await settle(owner, tables);
  await verifyKey(owner, ring);
  await unbindOwner(owner, tables, false);
  return { ...header, rows: sum.rows, ...counted };
}

async function insert(owner: pg.Client, { name, columns }: Table, rows: readonly Buffer[]): Promise<void> {
  const list = columns.map((column) => owner.escapeIdentifier(column)).join(", ");
  const table = owner.escapeIdentifier(name);
  // Column by name: a row says itself what it has.
  await owner.query(
    `INSERT INTO mortise.${table} (${list}) OVERRIDING SYSTEM VALUE
     SELECT ${list} FROM json_populate_recordset(NULL::mortise.${table}, $1::json)`,
    [`[${rows.map((row) => row.toString("utf8")).join(",")}]`],
  );
}

/**
 * What held for the processes of then does not hold here: they are gone, and so are their claims. Numbers that count
 * by themselves go on behind the largest; a process that had the number of a former one would be taken for it.
 */
async function settle(owner: pg.Client, tables: readonly Table[]): Promise<{ tenants: number; open: number }> {
  await owner.query(`
    UPDATE process SET stopped_at = coalesce(stopped_at, clock_timestamp()),
      missed_at = coalesce(missed_at, clock_timestamp())`);
  await owner.query("UPDATE open_run SET owner = NULL, attempt = 0");
  for (const { name, counting } of tables)
    for (const column of counting) {
      const [table, quoted] = [owner.escapeIdentifier(name), owner.escapeIdentifier(column)];
      const used = name === "process" ? ", (SELECT max(owner) FROM journal)" : "";
      await owner.query(
        `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(greatest(max(${quoted})${used}), 0) + 1, false) FROM ${table}`,
        [`mortise.${table}`, column],
      );
    }
  const { rows } = await owner.query(`
    SELECT (SELECT count(*)::int FROM tenant) AS tenants,
      (SELECT count(*)::int FROM open_run WHERE NOT parked) AS open`);
  return rows[0];
}

async function* reading(file: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // The failure of either end comes out of the reading.
  pipeline(createReadStream(file), gunzip).catch((error) => gunzip.destroy(error));
  yield* gunzip;
}

function headerOf(line: Buffer, file: string): BackupHeader {
  if (!line.toString("utf8", 0, 18).startsWith('["mortise backup",')) throw damaged(file, "it is no backup of Mortise");
  const mark = readMark(line, file);
  if (mark[0] !== "mortise backup") throw damaged(file, "it is no backup of Mortise");
  const [, header] = mark;
  if (header.format !== FORMAT)
    throw damaged(file, `it is of format ${header.format}, and this Mortise reads format ${FORMAT}; use a newer one`);
  checkMigrations(header.migration, header.hashes);
  return header;
}

function keysFor(header: BackupHeader, keyFile: string, file: string): KekRing {
  let ring: KekRing;
  try {
    ring = openKekRing(keyFile);
  } catch (error) {
    throw mortiseError(
      "BACKUP_KEY",
      { file, keys: header.keys.join(", "), found: `${keyFile} holds none` },
      { cause: error },
    );
  }
  const ids = ring.all.map(({ id }) => id.toString("hex"));
  if (header.keys.some((key) => !ids.includes(key)))
    throw mortiseError("BACKUP_KEY", {
      file,
      keys: header.keys.join(", "),
      found: `${keyFile} holds ${ids.join(", ")}`,
    });
  return ring;
}

function isGzipTrouble(error: unknown): boolean {
  return /^(Z_|ERR_STREAM_PREMATURE)/.test(String((error as NodeJS.ErrnoException).code));
}

function cutOff(file: string, cause?: unknown): MortiseError {
  return damaged(file, "it is not whole: it ends before its end, or was changed", cause);
}
