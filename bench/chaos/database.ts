import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlowDocument } from "@mortise/contract";
import { type EmbeddedServer, type OpenStore, openStore, startEmbedded } from "@mortise/store";
import pg from "pg";

/** A Postgres for processes that are killed, with its key, and a view of it that nobody kills. */
export interface ChaosDatabase {
  readonly server: EmbeddedServer;
  /** As `RuntimeOptions.database`. */
  readonly options: { readonly url?: string; readonly data: string; readonly keyFile: string };
  readonly store: OpenStore;
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** What the embedded server calls Mortise's own. */
const DATABASE = "mortise";

/** Starts it in a folder of its own. With `embedded` the processes look after it themselves, and find it where it comes back. */
export async function openChaosDatabase({ embedded = false } = {}): Promise<ChaosDatabase> {
  const data = mkdtempSync(join(tmpdir(), "mortise-chaos-"));
  // Else, when we are root, the server's user could not enter, and the cluster would go elsewhere and stay there.
  chmodSync(data, 0o755);
  // What is killed is a process: the machine keeps what was written.
  const server = await startEmbedded({ dir: data, settings: { fsync: "off", full_page_writes: "off" } });
  const address = () => ({ ...server.address(), database: DATABASE, connectionTimeoutMillis: 5_000 });
  const { host, port, user, password } = server.address();
  const url = `postgres://${user}:${password}@localhost:${port}/${DATABASE}?host=${encodeURIComponent(host)}`;
  const keyFile = join(data, "key");
  // Makes and migrates the database, whichever way the processes reach it.
  const store = await openStore({ data, keyFile });
  const options = { ...(embedded ? {} : { url }), data, keyFile };
  return {
    server,
    options,
    store,
    async query(text, values = []) {
      const client = new pg.Client(address());
      client.on("error", () => {});
      await client.connect();
      try {
        return (await client.query(text, [...values])).rows;
      } finally {
        await client.end().catch(() => {});
      }
    },
    async close() {
      await store.close();
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Installs a document as it is. */
export async function install(store: OpenStore, tenant: string, flow: FlowDocument): Promise<string> {
  if (!(await store.tenants.get(tenant))) await store.tenants.create({ id: tenant, name: tenant });
  const text = JSON.stringify(flow);
  await store.flows.put(tenant, flow.name, text, "bench");
  const { number } = await store.flows.addVersion(tenant, flow.name, { text, remark: "", author: "bench" });
  return (await store.flows.install(tenant, flow.name, "test", number, {}, "bench")).id;
}
