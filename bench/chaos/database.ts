import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FlowDocument } from "@mortise/contract";
import { type EmbeddedServer, ensureKekFile, migrate, type OpenStore, openStore, startEmbedded } from "@mortise/store";
import pg from "pg";

/** A Postgres for processes that are killed, with its key, and a view of it that nobody kills. */
export interface ChaosDatabase {
  readonly server: EmbeddedServer;
  /** As `RuntimeOptions.database`. */
  readonly options: { readonly url: string; readonly data: string; readonly keyFile: string };
  readonly store: OpenStore;
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  close(): Promise<void>;
}

/** Starts it in a folder of its own. */
export async function openChaosDatabase(): Promise<ChaosDatabase> {
  const data = mkdtempSync(join(tmpdir(), "mortise-chaos-"));
  // Else, when we are root, the server's user could not enter, and the cluster would go elsewhere and stay there.
  chmodSync(data, 0o755);
  // What is killed is a process: the machine keeps what was written.
  const server = await startEmbedded({ dir: data, settings: { fsync: "off", full_page_writes: "off" } });
  const { host, port, user, password, database } = server.address();
  const url = `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
  const keyFile = join(data, "key");
  ensureKekFile(keyFile);
  await migrate({ connectionString: url }, user);
  const options = { url, data, keyFile };
  const store = await openStore(options);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  return {
    server,
    options,
    store,
    query: async (text, values = []) => (await pool.query(text, [...values])).rows,
    async close() {
      await pool.end();
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
