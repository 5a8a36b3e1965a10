import { join } from "node:path";
import { type Clock, type Log, mortiseError, type Store } from "@mortise/contract";
import type pg from "pg";
import { createAlarmStore } from "./alarms/store.ts";
import type { Context } from "./context.ts";
import { checkKey, hasKey, verifyKey } from "./crypto/check.ts";
import { ensureKekFile, type KekRing, openKekRing } from "./crypto/kek.ts";
import { createVault, type WrappedKey } from "./crypto/vault.ts";
import { createDispatcher } from "./dispatcher/dispatcher.ts";
import { Durations } from "./durations.ts";
import { sharedFigures, storeFigures } from "./figures.ts";
import { createFlowStore } from "./flows/store.ts";
import { createGrantStore } from "./grants/store.ts";
import { createHistoryStore, findBrokenAudits } from "./history.ts";
import { describeStore, type StoreInfo } from "./info.ts";
import { createKeyStore } from "./keys.ts";
import { allowServing, checkServer, isCurrent, migrate, migrationOf } from "./migrations/migrate.ts";
import { APP_ROLE, ENGINE_ROLE, mayServe } from "./migrations/roles.ts";
import { openDatabase } from "./postgres/database.ts";
import { storeFailure } from "./postgres/failure.ts";
import { openSession } from "./postgres/session.ts";
import { sql } from "./postgres/statement.ts";
import { prune } from "./prune.ts";
import { createRecorder } from "./runs/recorder.ts";
import { createRunStore } from "./runs/store.ts";
import { createScheduleStore } from "./schedules.ts";
import { createSessionStore } from "./sessions.ts";
import { stampOf } from "./stamp.ts";
import { connectWhenUp, openTarget, type Target } from "./target.ts";
import { createTenantStore } from "./tenants.ts";
import { createTraceStore } from "./traces.ts";
import { createVariableStore } from "./variables/store.ts";

export interface StoreOptions {
  /** A Postgres of your own (`DATABASE_URL`). Absent: the embedded one. */
  readonly url?: string | undefined;
  /** A user who may change tables (`DATABASE_MIGRATE_URL`), where the one of `url` may not. */
  readonly migrateUrl?: string | undefined;
  /** The data folder: the embedded database and its key are in it. */
  readonly data: string;
  /** The key-encryption key. Defaults to `<data>/key`, made on the first start, for the embedded database; demanded otherwise. */
  readonly keyFile?: string | undefined;
  readonly log?: Log | undefined;
  /** Replaces the database's clock in rows and in `now()`: a test's, or a rehearsal's. */
  readonly clock?: Clock | undefined;
  /** Bytes of traces that a tenant may keep. Defaults to 1 GiB. */
  readonly traceQuota?: number | undefined;
}

/** A store that is open, with what `doctor` asks. */
export interface OpenStore extends Store {
  info(): Promise<StoreInfo>;
  /** Tenants whose audit log is not as it was written, and the first entry that is not; an empty tenant is the installation's own log. */
  findBrokenAudits(): Promise<readonly { readonly tenant: string; readonly number: number }[]>;
}

const NOW = sql`SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now`;
const KEYS = sql`SELECT key_id, wrapped FROM tenant_key WHERE tenant_id = $1 ORDER BY created_at DESC, key_id`;
/** Seconds. A commit waits for the disk: a tenth of a millisecond on a good one, and ten on a bad one. */
const COMMIT_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const DEFAULT_TRACE_QUOTA = 1024 ** 3;
/** What is still to be written when the store is closed is given this long. */
const LAST_WRITES = 5_000;

/**
 * Opens the store: starts or finds its Postgres, migrates it, and checks the key before anything is written. Waits for
 * a database that is down, and says so. Throws `STORE_SETUP`, `STORE_KEY_WRONG`, `STORE_UNAVAILABLE`.
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { log, clock } = options;
  const target = await openTarget(options, log);
  try {
    const ring = await prepare(target, options);
    const database = openDatabase(target.connection);
    const vault = createVault(ring, (tenant) => database.query<WrappedKey>(tenant, KEYS, [tenant]));
    const session = await openSession(target.connection, log);
    session.on("key", () => ring.reload());
    const journalCommits = new Durations(COMMIT_BOUNDS);
    const context: Context = { database, vault, session, stamp: stampOf(clock), journalCommits, log };
    const recorder = createRecorder(context);
    const traces = createTraceStore(context, options.traceQuota ?? DEFAULT_TRACE_QUOTA);
    const dispatcher = createDispatcher(context);
    let closed = false;

    return {
      tenants: createTenantStore(context),
      variables: createVariableStore(context),
      flows: createFlowStore(context),
      runs: createRunStore(context, recorder),
      traces,
      schedules: createScheduleStore(context, dispatcher.enqueuing),
      keys: createKeyStore(context),
      sessions: createSessionStore(context),
      history: createHistoryStore(context),
      grants: createGrantStore(context),
      alarms: createAlarmStore(context),
      dispatcher,
      async now() {
        if (clock) return clock.now();
        const [row] = await database.engine<{ now: number }>(NOW);
        return Math.floor(row?.now ?? 0);
      },
      ping: async () => void (await database.engine(NOW)),
      onReturn: (listener) => session.onReturn(listener),
      figures: () => storeFigures(context),
      sharedFigures: () => sharedFigures(context),
      prune: (before) => prune(context, before),
      info: () => describeStore(context, target),
      findBrokenAudits: () => findBrokenAudits(context),
      async close() {
        if (closed) return;
        closed = true;
        await dispatcher.close();
        await within(LAST_WRITES, Promise.all([recorder.flush(), traces.flush()]));
        await session.close();
        await database.close();
        await target.embedded?.stop();
      },
    };
  } catch (error) {
    await target.embedded?.stop();
    throw error;
  }
}

/** Key first, then tables: a database that was written under another key is left as it is. */
async function prepare(target: Target, options: StoreOptions): Promise<KekRing> {
  const client = await connectWhenUp(target, options.log);
  try {
    const login = client.user as string;
    await checkServer(client);
    if (!(await mayServe(client, login))) await allowServing(target.migrating(), login);
    await client.query(`SET ROLE ${ENGINE_ROLE}`);
    const present = await migrationOf(client);
    const used = present > 0 && (await hasKey(client));
    const ring = readKeys(target, options, used);
    if (used) await verifyKey(client, ring);
    if (!isCurrent(present)) await migrate(target.migrating(), login, options.log);
    await checkKey(client, ring);
    await checkServing(client, options.log);
    return ring;
  } catch (error) {
    throw storeFailure(error);
  } finally {
    await client.end().catch(() => {});
  }
}

function readKeys(target: Target, options: StoreOptions, used: boolean): KekRing {
  const path = keyFileOf(target, options);
  // Only a database that has never been used gets a new key: a lost one must not be papered over.
  if (target.embedded && !used) ensureKekFile(path);
  return openKekRing(path);
}

/** Where the key-encryption key is. Throws `STORE_SETUP` when a database of one's own has none. */
export function keyFileOf({ embedded }: Target, { keyFile, data }: Pick<StoreOptions, "keyFile" | "data">): string {
  if (!embedded && keyFile === undefined)
    throw mortiseError("STORE_SETUP", {
      what: "DATABASE_URL is set and there is no key-encryption key; set MORTISE_KEY_FILE to a file that holds 32 random bytes in base64 (openssl rand -base64 32 > key; keep a copy elsewhere)",
    });
  return keyFile ?? join(data, "key");
}

const SERVING = `
  SELECT r.rolname AS role, r.rolsuper OR r.rolbypassrls AS looks_past,
    EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'mortise'::regnamespace
      AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns,
    current_setting('fsync') = 'off' AS careless
  FROM pg_roles r WHERE r.rolname IN ('${APP_ROLE}', '${ENGINE_ROLE}')`;

/** Refuses to serve as somebody whom the tenant policies do not bind. */
async function checkServing(client: pg.Client, log: Log | undefined): Promise<void> {
  const { rows } = await client.query(SERVING);
  for (const { role, looks_past, owns } of rows)
    if (looks_past || owns)
      throw mortiseError("STORE_SETUP", {
        what: `the role ${role} is a superuser, may bypass row security or owns Mortise's tables, so nothing would keep tenants apart; let an administrator run: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS, and take it out of the owner's group`,
      });
  if (rows[0]?.careless)
    log?.write("warning", "The database runs with fsync off: a power cut may cost it everything, tokens included.");
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
