import { openTestStore, type TestServer } from "@mortise/store/testing";
import { createRuntime, type Runtime, type RuntimeOptions } from "../runtime.ts";
import type { TestClock } from "./clock.ts";
import { noScripts } from "./scripts.ts";

/** A database on the shared test server, and processes on it that come and go. A clone of a template: no start of a server each time. */
export interface TestDatabase {
  /** Starts one more process. The first one is there already. */
  start(options?: RuntimeOptions): Promise<Runtime>;
  readonly first: Runtime;
  /** To look at it as its owner. */
  readonly url: string;
  end(): Promise<void>;
}

/** A process on a database of its own, under a test's clock. */
export async function startProcess(
  server: TestServer,
  clock: TestClock,
  options: RuntimeOptions = {},
): Promise<TestDatabase> {
  const { store, options: database, close } = await openTestStore({ clock }, server);
  const runtimes: Runtime[] = [];
  const start = async (more: RuntimeOptions): Promise<Runtime> => {
    const runtime = await createRuntime({ clock, scripts: noScripts, ...more });
    runtimes.push(runtime);
    return runtime;
  };
  const { url, data, keyFile } = database;
  return {
    url: url as string,
    first: await start({ store, ...options }),
    start: (more = {}) => start({ database: { url, data, keyFile }, ...options, ...more }),
    async end() {
      await Promise.all(runtimes.map((runtime) => runtime.close(1_000)));
      await close();
    },
  };
}
