import pg from "pg";
import { APP_ROLE } from "../migrations/roles.ts";
import { hasState, isUnavailable, storeFailure } from "./failure.ts";

/**
 * Our statements take milliseconds. Half a minute means that something is wrong; the driver's own limit is longer,
 * so that it is the server that gives up first, and holds even when the machine behind it is gone.
 */
const LIMITS =
  "SET statement_timeout = 30000; SET lock_timeout = 10000; SET idle_in_transaction_session_timeout = 30000";

/**
 * Every statement of a request names its rows by key. A plan made while a table is empty would read it whole, and be
 * kept while the table grows.
 */
const PLANS =
  "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";
const DRIVER_LIMIT = 45_000;
const CONNECT_LIMIT = 10_000;

/** How often work is begun anew that certainly did nothing. */
const ATTEMPTS = 5;

/** Configures one session for a role. */
export function enterRole(client: pg.ClientBase, role: string): Promise<unknown> {
  const plans = role === APP_ROLE ? `; ${PLANS}` : "";
  return client.query(`SET ROLE ${role}; SET search_path = mortise; SET TimeZone = 'UTC'; ${LIMITS}${plans}`);
}

/** A pool whose connections all run as one role; one that cannot switch is never handed out. `connection` is asked for each new one. */
export function openPool(connection: () => pg.ClientConfig, role: string, max: number): pg.Pool {
  class MovingClient extends pg.Client {
    constructor() {
      super({
        ...connection(),
        application_name: role,
        keepAlive: true,
        query_timeout: DRIVER_LIMIT,
        connectionTimeoutMillis: CONNECT_LIMIT,
        types: { getTypeParser },
        // BEGIN, the statement and COMMIT travel together: one round trip instead of three.
        pipeline: true,
      } as pg.ClientConfig);
    }
  }
  const pool = new pg.Pool({
    Client: MovingClient,
    max,
    connectionTimeoutMillis: CONNECT_LIMIT,
    idleTimeoutMillis: 60_000,
    onConnect: async (client: pg.ClientBase) => {
      // The pool listens only while a connection is idle; a break at work would end the process.
      client.on("error", () => {});
      await enterRole(client, role);
    },
  } as pg.PoolConfig);
  pool.on("error", () => {});
  return pool;
}

/** `int8` as a number: ours count rows and milliseconds, far below 2^53. Dates stay Dates. */
const getTypeParser: typeof pg.types.getTypeParser = ((oid: number, format?: "text" | "binary") =>
  oid === 20 ? Number : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser;

/** The failure of a connection that is of no further use. */
export class BrokenConnection extends Error {
  /** Nothing of the work can have been committed. */
  readonly harmless: boolean;

  constructor(cause: unknown, harmless: boolean) {
    super("The connection is broken", { cause });
    this.harmless = harmless;
  }
}

/** Lends a connection to some work. Work that certainly did nothing is begun anew: another transaction stood in its way, or the connection turned out to be dead. */
export async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    let client: pg.PoolClient | undefined;
    try {
      client = await pool.connect();
      const result = await work(client);
      client.release();
      return result;
    } catch (thrown) {
      const broken = thrown instanceof BrokenConnection;
      const error = broken ? thrown.cause : thrown;
      client?.release(broken || isUnavailable(error));
      const harmless = broken ? thrown.harmless && isUnavailable(error) : client !== undefined && wasDead(error);
      if (attempt < ATTEMPTS && (harmless || hasState(error, "40P01", "40001"))) continue;
      throw storeFailure(error);
    }
  }
}

/** After a restart of the server the pool still holds its old connections: the first write to one fails before anything was sent. */
function wasDead(error: unknown): boolean {
  return (
    hasState(error, "EPIPE") ||
    (error instanceof Error && error.message.endsWith("connection error and is not queryable"))
  );
}
