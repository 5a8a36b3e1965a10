import type { Context } from "./context.ts";
import { sql } from "./postgres/statement.ts";
import { describeAddress, type Target } from "./target.ts";

const SERVER = sql`
  SELECT current_setting('server_version') AS version, current_setting('synchronous_commit') AS commit,
    current_setting('fsync') = 'on' AS fsync, pg_database_size(current_database()) AS bytes,
    (SELECT max(number) FROM migration) AS migration`;

/** What there is to say of the database, without secrets. */
export interface StoreInfo {
  /** Of the server. */
  readonly version: string;
  readonly how: "own" | "embedded, created" | "embedded, started" | "embedded, attached";
  /** User, host and database; never a password. */
  readonly address: string;
  /** The embedded server's folder, process and user. */
  readonly folder?: string;
  readonly pid?: number;
  readonly account?: string | undefined;
  readonly migration: number;
  readonly bytes: number;
  /** Whether a commit waits for the disk unless a transaction forces it; token and variable writes always do. */
  readonly synchronousCommit: string;
  readonly fsync: boolean;
  /** This process among those that serve the database. */
  readonly process: number;
}

/** Asks the server about itself. */
export async function describeStore(context: Context, { embedded, connection }: Target): Promise<StoreInfo> {
  const [row] = await context.database.engine<{
    version: string;
    commit: string;
    fsync: boolean;
    bytes: number;
    migration: number;
  }>(SERVER);
  const info: StoreInfo = {
    version: row?.version ?? "",
    how: embedded ? `embedded, ${embedded.how}` : "own",
    address: describeAddress(connection()),
    migration: row?.migration ?? 0,
    bytes: row?.bytes ?? 0,
    synchronousCommit: row?.commit ?? "",
    fsync: row?.fsync ?? false,
    process: context.session.number,
  };
  return embedded ? { ...info, folder: embedded.folder, pid: embedded.pid, account: embedded.account } : info;
}
