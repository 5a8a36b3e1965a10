import { createRuntime, type Runtime, type RuntimeOptions } from "../runtime.ts";
import { makeDataFolder, removeDataFolder } from "./folder.ts";

/** A runtime on an embedded database of its own, and the way to be rid of both. */
export interface TestRuntime {
  readonly runtime: Runtime;
  readonly data: string;
  end(): Promise<void>;
}

/** Starts a runtime for a test. With `data` it comes back to a database that another left. */
export async function startRuntime(options: RuntimeOptions = {}, data?: string): Promise<TestRuntime> {
  const folder = data ?? (await makeDataFolder());
  const runtime = await createRuntime({ database: { data: folder }, ...options });
  return {
    runtime,
    data: folder,
    async end() {
      await runtime.close(1_000);
      await removeDataFolder(folder);
    },
  };
}
