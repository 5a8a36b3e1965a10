import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A server of the workloads, in a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess;
  /** Where it answers the workload's request. */
  readonly url: string;
}

/** Starts a server and waits until it listens. Throws when it ends before that. */
export async function startServerProcess(args: readonly string[]): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, "start.mjs"), args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [url] = (await Promise.race([once(child, "message"), ended(child)])) as [string];
  return { child, url };
}

/** Asks a server's process for a figure. */
export async function ask({ child }: ServerProcess, question: "cpu" | "memory"): Promise<number> {
  child.send(question);
  const [figure] = (await once(child, "message")) as [number];
  return figure;
}

/** Ends a server's process, and waits for it. */
export async function stopServerProcess({ child }: ServerProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.send("stop");
  await once(child, "exit");
}

async function ended(child: ChildProcess): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`the server ended with ${code}`);
}
