import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startEmbedded } from "../embedded/start.ts";
import { migrate } from "../migrations/migrate.ts";

/** A Postgres that tests make databases on. */
export interface TestServer {
  /** A database of its own, migrated and empty; a clone, so it takes a tenth of a second. */
  createDatabase(): Promise<TestDatabase>;
  close(): Promise<void>;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Test files run beside one another: the first one makes the template. */
const MAKING_TEMPLATE = 7_305_009;

/** The embedded server. All test files share it, and it is kept between runs of the suite, so that only the first one waits for `initdb`. */
export async function embeddedTestServer(): Promise<TestServer> {
  const dir = fileURLToPath(new URL("../../node_modules/.cache/test-postgres", import.meta.url));
  // Not for the sake of the disk: what a test kills is a process, and the machine keeps what was written.
  const server = await startEmbedded({ dir, settings: { fsync: "off", full_page_writes: "off" } });
  const { host, port, user, password } = server.address();
  const url = (database: string) =>
    `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  return openTestServer(url, async () => void (await server.stop()));
}

/** A server that runs already. The user of `url` makes databases, so it needs CREATEDB and CREATEROLE. */
export async function runningTestServer(url: string): Promise<TestServer> {
  const at = (database: string) => {
    const address = new URL(url);
    address.pathname = `/${database}`;
    return address.href;
  };
  return openTestServer(at, async () => {});
}

async function openTestServer(url: (database: string) => string, close: () => Promise<void>): Promise<TestServer> {
  const template = `mortise_template_${migrationsHash()}`;
  await administer(url("postgres"), async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [MAKING_TEMPLATE]);
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1 AND NOT datallowconn", [
      template,
    ]);
    if (rowCount) return;
    // Those of other migrations, and one that was left half made.
    const old = await client.query("SELECT datname FROM pg_database WHERE datname LIKE 'mortise\\_template\\_%'");
    for (const { datname } of old.rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${template}`);
    await migrate({ connectionString: url(template) }, client.user as string);
    await client.query(`ALTER DATABASE ${template} ALLOW_CONNECTIONS false`);
  });
  return {
    async createDatabase() {
      const name = `mortise_test_${randomBytes(6).toString("hex")}`;
      await administer(url("postgres"), (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
      const drop = () => administer(url("postgres"), (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
      return { url: url(name), drop: async () => void (await drop()) };
    },
    close,
  };
}

async function administer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Other migrations, another template. */
function migrationsHash(): string {
  const folder = new URL("../migrations/", import.meta.url);
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(new URL(name, folder)));
  return hash.digest("hex").slice(0, 12);
}
