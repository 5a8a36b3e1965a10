import type { FastifyInstance } from "fastify";
import { createApp } from "../app.ts";
import type { RuntimeOptions } from "../runtime.ts";
import { TestClient } from "./client.ts";
import { startRuntime, type TestRuntime } from "./runtime.ts";
import { noScripts } from "./scripts.ts";

/** The whole API on a database of its own. */
export interface TestApi extends TestRuntime {
  readonly app: FastifyInstance;
  /** With the key of an admin of all tenants. */
  readonly api: TestClient;
}

export const ADMIN_KEY = "admin-key-of-the-tests";

/** Starts the API for a test, with a tenant `demo`. */
export async function startApi(options: RuntimeOptions = {}): Promise<TestApi> {
  const started = await startRuntime({ scripts: noScripts, ...options });
  const { store } = started.runtime;
  await store.keys.ensureAdmin(ADMIN_KEY, "admin");
  await store.tenants.create({ id: "demo", name: "Demo" });
  const app = await createApp(started.runtime);
  return {
    ...started,
    app,
    api: await TestClient.of(app, ADMIN_KEY),
    async end() {
      await app.close();
      await started.end();
    },
  };
}
