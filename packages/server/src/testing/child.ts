import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { RuntimeOptions } from "../runtime.ts";

const MAIN = fileURLToPath(new URL("child-main.ts", import.meta.url));
/** Compiled once, not at each of hundreds of starts. */
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/compiled", import.meta.url));

export interface ChildOptions extends Pick<RuntimeOptions, "database" | "allowPrivate" | "concurrency"> {
  /** How far its clock is off, in milliseconds. */
  readonly skew?: number;
}

/** A process of Mortise that can be killed as a machine dies. */
export class Child {
  readonly #process: ChildProcess;
  /** Resolves with the signal that ended it. */
  readonly died: Promise<string | null>;

  constructor(child: ChildProcess) {
    this.#process = child;
    this.died = once(child, "exit").then(([, signal]) => signal as string | null);
  }

  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
    this.#process.kill(signal);
  }

  async kill(): Promise<void> {
    if (!this.alive) return;
    this.signal("SIGKILL");
    await this.died;
  }
}

/** Starts a process and waits until it works, or until it died of its fail-point. Throws when it ends by itself. */
export async function startChild(options: ChildOptions, failPoint = ""): Promise<Child> {
  const child = spawn(process.execPath, [MAIN, JSON.stringify(options)], {
    env: { ...process.env, NODE_COMPILE_CACHE: CACHE, MORTISE_FAIL_POINT: failPoint },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const started = new Child(child);
  const working = once(child.stdout, "data").then(() => "working");
  const how = await Promise.race([working, started.died.then((signal) => signal ?? "ended")]);
  if (how === "ended") throw new Error(`the process ended by itself (exit ${child.exitCode})`);
  return started;
}
