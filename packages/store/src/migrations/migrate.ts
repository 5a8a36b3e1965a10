import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { type Log, mortiseError } from "@mortise/contract";
import pg from "pg";
import { hasState, storeFailure } from "../postgres/failure.ts";
import { prepareQueue } from "./queue.ts";
import { ENGINE_ROLE, ensureRoles } from "./roles.ts";

interface Migration {
  readonly number: number;
  readonly sql: string;
  readonly hash: string;
}

/** Two processes that start at once migrate one after the other. */
const MIGRATING = 7_305_002;

/** Older servers lack what the policies and `pg_has_role` need. */
const OLDEST_SERVER = 14;

/** The numbered files of this folder, in order. */
const migrations: readonly Migration[] = readdirSync(new URL(".", import.meta.url))
  .filter((name) => /^\d{6}\.sql$/.test(name))
  .sort()
  .map((name) => ({ number: Number(name.slice(0, 6)), sql: sqlFile(name) }))
  .map((migration) => ({ ...migration, hash: createHash("sha256").update(migration.sql).digest("hex") }));

const newest = migrations.at(-1)?.number ?? 0;

/** Text of an SQL file of this folder. */
export function sqlFile(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

/** Which migration the database stands at: 0 when it was never used. Asked as a user who may read. Throws `STORE_SETUP` for one that was made from other migrations than ours. */
export async function migrationOf(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query("SELECT to_regnamespace('mortise') IS NOT NULL AS known");
  if (!rows[0].known) return 0;
  try {
    const applied = await client.query("SELECT number, hash FROM mortise.migration ORDER BY number");
    for (const { number, hash } of applied.rows) {
      const ours = migrations.find((migration) => migration.number === number);
      if (ours && ours.hash !== hash) throw otherMigrations(number);
    }
    return applied.rows.at(-1)?.number ?? 0;
  } catch (error) {
    // 42P01: a migration was interrupted before its first table. 42703: the table is of an unreleased form.
    if (hasState(error, "42P01")) return 0;
    throw hasState(error, "42703") ? otherMigrations(1) : error;
  }
}

/** The migrations that a database has gone through, in order. Asked as a user who may read. */
export async function appliedMigrations(
  client: pg.ClientBase,
): Promise<readonly { readonly number: number; readonly hash: string }[]> {
  return (await client.query("SELECT number, hash FROM mortise.migration ORDER BY number")).rows;
}

/** Throws `STORE_SETUP` unless a database that stood at `number`, by the files of these hashes, is one that this program can go on with. */
export function checkMigrations(number: number, hashes: readonly string[]): void {
  isCurrent(number);
  const ours = migrations.filter((migration) => migration.number <= number);
  const other = ours.findIndex(({ hash }, at) => hashes[at] !== hash);
  if (other >= 0 || ours.length !== hashes.length) throw otherMigrations(ours[other]?.number ?? number);
}

function otherMigrations(number: number) {
  return mortiseError("STORE_SETUP", {
    what: `its migration ${number} is not the one of this Mortise, so its tables are not the ones expected; start the version that made the database, or an empty database`,
  });
}

/** Whether the database is at this program's migration. Throws `STORE_SETUP` when it is past it. */
export function isCurrent(number: number): boolean {
  if (number > newest)
    throw mortiseError("STORE_SETUP", {
      what: `it was migrated by a newer Mortise (migration ${number}; this one knows ${newest}); start that version again`,
    });
  return number === newest;
}

/**
 * Brings the database up to date: roles, tables, policies, queue. `connection` is a user who may; `login` the one
 * who serves. Each migration is one transaction, recorded; safe to run from many processes at once. `to` stops it at an
 * earlier one, for a backup from then.
 */
export async function migrate(
  connection: pg.ClientConfig,
  login: string,
  log?: Log,
  to: number = newest,
): Promise<void> {
  await withMigrator(connection, login, async (client) => {
    await ensureRoles(client, login);
    const from = await migrationOf(client);
    if (isCurrent(from) || from >= to) return;
    await client.query(
      `CREATE SCHEMA IF NOT EXISTS mortise;
       CREATE TABLE IF NOT EXISTS mortise.migration (
         number integer PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp());
       GRANT USAGE ON SCHEMA mortise TO ${ENGINE_ROLE};
       GRANT SELECT ON mortise.migration TO ${ENGINE_ROLE};
       SET search_path = mortise`,
    );
    for (const migration of migrations)
      if (migration.number > from && migration.number <= to) await apply(client, migration);
    // An upgrade of pg-boss comes with a migration of ours, so that it is made here and only here.
    await prepareQueue(client);
    await client.query(sqlFile("queue.sql"));
    await client.query("RESET search_path");
    log?.write("info", `The database is at migration ${to}.`);
  });
}

/** Lets `login` serve, where it may not yet. */
export async function allowServing(connection: pg.ClientConfig, login: string): Promise<void> {
  await withMigrator(connection, login, (client) => ensureRoles(client, login));
}

/** Throws `STORE_SETUP` for a server that is too old. */
export async function checkServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query("SELECT current_setting('server_version') AS version");
  if (Number.parseInt(rows[0].version, 10) < OLDEST_SERVER)
    throw mortiseError("STORE_SETUP", {
      what: `this is PostgreSQL ${rows[0].version}; Mortise needs ${OLDEST_SERVER} or newer`,
    });
}

async function withMigrator(
  connection: pg.ClientConfig,
  login: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(connection);
  client.on("error", () => {});
  try {
    await client.connect();
    await checkServer(client);
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATING]);
    await work(client);
  } catch (error) {
    throw setupFailure(error, client.user ?? login);
  } finally {
    await client.end().catch(() => {});
  }
}

async function apply(client: pg.Client, { number, sql, hash }: Migration): Promise<void> {
  try {
    await client.query("BEGIN");
    await client.query(sql);
    await client.query("INSERT INTO migration (number, hash) VALUES ($1, $2)", [number, hash]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  }
}

function setupFailure(error: unknown, user: string): unknown {
  if (!hasState(error, "42501")) return storeFailure(error);
  return mortiseError(
    "STORE_SETUP",
    {
      what: `the user ${user} may not create tables here (${(error as Error).message}); make it the owner of the database, or set DATABASE_MIGRATE_URL to a user who is`,
    },
    { cause: error },
  );
}
