import { mortiseError, type PoolFigures } from "@mortise/contract";
import pg from "pg";
import { APP_ROLE, ENGINE_ROLE } from "../migrations/roles.ts";
import { BrokenConnection, openPool, withClient } from "./pool.ts";
import { type Statement, statement } from "./statement.ts";

/** Rows are described where they are asked for. */
export type Row = object;

/** One transaction under way. */
export interface Transaction {
  query<R extends Row>(statement: Statement, values?: readonly unknown[]): Promise<R[]>;
  /** Text that is no fixed statement of ours (the queue's). */
  run(text: string, values?: readonly unknown[]): Promise<{ rows: Row[] }>;
  /** Sends the commit right behind what was sent, without waiting for it: one round trip less. Nothing may follow. */
  commit(): void;
}

/** Runs statements as one of the two roles. Every failure is a `MortiseError`: `STORE_UNAVAILABLE` when the database is out of reach. */
export interface Database {
  /** One statement as mortise_app, which sees these tenants only. One round trip. */
  query<R extends Row>(tenants: Tenants, statement: Statement, values?: readonly unknown[]): Promise<R[]>;
  /** As `query`, for a function of the database that sets the tenant itself. */
  call<R extends Row>(statement: Statement, values: readonly unknown[]): Promise<R[]>;
  /** All or nothing as mortise_app. Done again when another transaction stood in its way, so the work has no other effects. */
  transaction<T>(tenants: Tenants, work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** One statement as mortise_engine, which serves all tenants. */
  engine<R extends Row>(statement: Statement, values?: readonly unknown[]): Promise<R[]>;
  /** Text of the queue's own, which may hold a transaction of several statements; as mortise_app, which sees no tenant in it. */
  run(text: string, values?: readonly unknown[]): Promise<{ rows: Row[] }>;
  engineTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  pools(): readonly PoolFigures[];
  close(): Promise<void>;
}

export type Tenants = string | readonly string[];

/** Connections of one process. Three processes on one embedded server (100 connections) leave room for a person with psql. */
const APP_CONNECTIONS = 12;
const ENGINE_CONNECTIONS = 4;

/** Connects lazily; `connection` is asked for each new connection, since an embedded server may move. */
export function openDatabase(connection: () => pg.ClientConfig): Database {
  const app = openPool(connection, APP_ROLE, APP_CONNECTIONS);
  const engine = openPool(connection, ENGINE_ROLE, ENGINE_CONNECTIONS);
  return {
    query: (tenants, statement, values) => single(app, begin(tenants), statement, values),
    call: (statement, values) => plain(app, statement, values),
    transaction: (tenants, work) => transaction(app, begin(tenants), work),
    engine: (statement, values) => plain(engine, statement, values),
    run: (text, values) => script(app, text, values),
    engineTransaction: (work) => transaction(engine, "BEGIN", work),
    pools: () => [figuresOf(APP_ROLE, app, APP_CONNECTIONS), figuresOf(ENGINE_ROLE, engine, ENGINE_CONNECTIONS)],
    close: async () => {
      await Promise.all([app.end(), engine.end()]);
    },
  };
}

function figuresOf(role: string, pool: pg.Pool, limit: number): PoolFigures {
  return { role, open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount, limit };
}

function begin(tenants: Tenants): string {
  const list = typeof tenants === "string" ? [tenants] : tenants;
  if (list.some((tenant) => tenant.includes("\0")))
    throw mortiseError("VALUE_INVALID", { what: "a text holds the character NUL" });
  const array = `{${list.map((tenant) => `"${tenant.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
  return `BEGIN; SELECT set_config('app.tenants', ${pg.escapeLiteral(array)}, true)`;
}

async function plain<R extends Row>(pool: pg.Pool, prepared: Statement, values: readonly unknown[] = []): Promise<R[]> {
  return withClient(pool, async (client) => (await client.query({ ...prepared, values: [...values] })).rows as R[]);
}

async function script(pool: pg.Pool, text: string, values?: readonly unknown[]): Promise<{ rows: Row[] }> {
  return withClient(pool, async (client) => {
    try {
      return await client.query(foreign(text, values));
    } catch (error) {
      // A script that began a transaction and failed in it leaves the connection inside.
      const rolledBack = await client.query("ROLLBACK").catch(() => undefined);
      throw rolledBack ? error : new BrokenConnection(error, false);
    }
  });
}

/** A text with parameters is prepared as ours are; one without may be several statements, which cannot be. */
function foreign(text: string, values: readonly unknown[] | undefined): string | pg.QueryConfig {
  return values?.length ? { ...statement(text), values: [...values] } : text;
}

async function single<R extends Row>(
  pool: pg.Pool,
  opening: string,
  prepared: Statement,
  values?: readonly unknown[],
): Promise<R[]> {
  return transaction(pool, opening, (transaction) => {
    const rows = transaction.query<R>(prepared, values);
    transaction.commit();
    return rows;
  });
}

async function transaction<T>(
  pool: pg.Pool,
  opening: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return withClient(pool, async (client) => {
    // Not awaited: it travels with the first statement. Its failure makes that one fail too.
    const begun = client.query(opening);
    begun.catch(() => {});
    let commit: Promise<pg.QueryResult> | undefined;
    const sendCommit = () => {
      commit = client.query("COMMIT");
      commit.catch(() => {});
      return commit;
    };
    try {
      const result = await work({
        query: async <R extends Row>(prepared: Statement, values: readonly unknown[] = []) =>
          (await client.query({ ...prepared, values: [...values] })).rows as R[],
        run: (text, values) => client.query(foreign(text, values)),
        commit: () => void sendCommit(),
      });
      await begun;
      // Postgres answers ROLLBACK to the COMMIT of a transaction in which something failed.
      const { command } = await (commit ?? sendCommit());
      if (command !== "COMMIT") throw mortiseError("ENGINE_BUG", { what: "a failed transaction was committed" });
      return result;
    } catch (error) {
      const rolledBack = await client.query("ROLLBACK").catch(() => undefined);
      throw rolledBack ? error : new BrokenConnection(error, commit === undefined);
    }
  });
}
