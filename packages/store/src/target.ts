import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Log, mortiseError } from "@mortise/contract";
import pg from "pg";
import { type EmbeddedServer, startEmbedded } from "./embedded/start.ts";
import { ENGINE_ROLE, mayServe } from "./migrations/roles.ts";
import { isUnavailable, storeFailure } from "./postgres/failure.ts";

/** The Postgres that a store stands on. */
export interface Target {
  /** Asked for each new connection: an embedded server may have moved. */
  connection(): pg.ClientConfig;
  /** As a user who may change tables. */
  migrating(): pg.ClientConfig;
  readonly embedded: EmbeddedServer | undefined;
}

/** The database inside the embedded server. */
const DATABASE = "mortise";
/** How long a database that is down is waited for at start: longer than a machine that boots with us needs. */
const WAIT = 120_000;
const TELL_EVERY = 10_000;

/** The Postgres that `url` names, or the embedded one in `data`. */
export async function openTarget(
  options: { readonly url?: string | undefined; readonly migrateUrl?: string | undefined; readonly data: string },
  log: Log | undefined,
): Promise<Target> {
  const { url, migrateUrl } = options;
  if (url === undefined) {
    const embedded = await startEmbedded({ dir: options.data, log });
    await ensureDatabase(embedded.address());
    const connection = () => ({ ...embedded.address(), database: DATABASE });
    return { connection, migrating: connection, embedded };
  }
  const connection = configOf(url, "DATABASE_URL");
  const migrating = migrateUrl === undefined ? connection : configOf(migrateUrl, "DATABASE_MIGRATE_URL");
  return { connection: () => connection, migrating: () => migrating, embedded: undefined };
}

/** As `openTarget`, for what makes no sense on a database that is only just made. Throws `STORE_SETUP` where there is none. */
export async function findTarget(
  options: { readonly url?: string | undefined; readonly migrateUrl?: string | undefined; readonly data: string },
  log: Log | undefined,
): Promise<Target> {
  if (options.url === undefined && !existsSync(options.data))
    throw mortiseError("STORE_SETUP", {
      what: `there is none in ${resolve(options.data)}; run this where the server keeps its data, or set MORTISE_DATA or DATABASE_URL`,
    });
  return openTarget(options, log);
}

/** Goes on as the role that reads every tenant. Throws `STORE_SETUP` on a database that no server ever used. */
export async function enterAsEngine(client: pg.Client): Promise<void> {
  if (!(await mayServe(client, client.user as string)))
    throw mortiseError("STORE_SETUP", { what: "no server ever used it as this user" });
  await client.query(`SET ROLE ${ENGINE_ROLE}`);
}

/** Connects to the target once it answers. Throws `STORE_UNAVAILABLE` when it does not in time, `STORE_SETUP` when it refuses us. */
export async function connectWhenUp(target: Target, log: Log | undefined, wait = WAIT): Promise<pg.Client> {
  const started = performance.now();
  let told = -TELL_EVERY;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
    const client = new pg.Client({ ...target.connection(), connectionTimeoutMillis: 10_000 });
    client.on("error", () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if (!isUnavailable(error)) throw refusal(error);
      const waited = performance.now() - started;
      if (waited > wait) throw storeFailure(error);
      if (waited - told >= TELL_EVERY) {
        told = waited;
        log?.write("warning", `Waiting for the database (${(error as Error).message}).`);
      }
      await sleep(pause);
    }
  }
}

/** A connection's address for people: never its password. */
export function describeAddress(config: pg.ClientConfig): string {
  const { host, port, database, user } = new pg.Client(config);
  return host.startsWith("/")
    ? `${user}@${join(host, `.s.PGSQL.${port}`)} ${database}`
    : `${user}@${host}:${port}/${database}`;
}

function configOf(url: string, variable: string): pg.ClientConfig {
  const config = { connectionString: url };
  try {
    if (!/^postgres(ql)?:/.test(url) && !url.startsWith("/")) throw new Error("it does not begin with postgres://");
    new pg.Client(config);
  } catch (error) {
    // The text itself is not shown: it holds a password.
    throw mortiseError("STORE_SETUP", {
      what: `${variable} is no address of a Postgres (${(error as Error).message}); expected postgres://user:password@host:5432/database`,
    });
  }
  return config;
}

async function ensureDatabase(address: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(address);
  client.on("error", () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (!rowCount) await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    // 42P04, 23505: another process that starts beside us made it.
    if (!["42P04", "23505"].includes((error as { code?: string }).code ?? "")) throw storeFailure(error);
  } finally {
    await client.end().catch(() => {});
  }
}

function refusal(error: unknown): Error {
  const { code, message } = error as { code?: string; message: string };
  // 28: it does not know us. 3D: there is no such database. Anything else is trouble with TLS or the address.
  if (code?.startsWith("28") || code === "3D000" || code === "42501")
    return mortiseError(
      "STORE_SETUP",
      { what: `the database refuses us (${message}); correct DATABASE_URL` },
      { cause: error },
    );
  return mortiseError(
    "STORE_SETUP",
    { what: `DATABASE_URL does not lead to a Postgres (${message})` },
    { cause: error },
  );
}
