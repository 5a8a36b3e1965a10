import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureKekFile } from "../crypto/kek.ts";
import { type OpenStore, openStore, type StoreOptions } from "../open.ts";
import { embeddedTestServer, type TestServer } from "./server.ts";

/** A store on a database of its own. */
export interface TestStore {
  readonly store: OpenStore;
  /** To open the same database again, as another process would. */
  readonly options: StoreOptions;
  /** Closes the store and drops its database. */
  close(): Promise<void>;
}

/** Opens a store on a new database of `server`; without one, on the embedded test server. */
export async function openTestStore(
  options: Omit<StoreOptions, "url" | "data" | "keyFile"> = {},
  server?: TestServer,
): Promise<TestStore> {
  const host = server ?? (await embeddedTestServer());
  const database = await host.createDatabase();
  const data = mkdtempSync(join(tmpdir(), "mortise-test-"));
  // For tests that put an embedded database into it: as root the server runs as somebody else, who has to get in.
  chmodSync(data, 0o755);
  const keyFile = join(data, "key");
  ensureKekFile(keyFile);
  const all: StoreOptions = { ...options, url: database.url, data, keyFile };
  const store = await openStore(all);
  return {
    store,
    options: all,
    async close() {
      await store.close();
      await database.drop();
      rmSync(data, { recursive: true, force: true });
      if (!server) await host.close();
    },
  };
}

/** A name that no other test has. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString("hex")}`;
}
