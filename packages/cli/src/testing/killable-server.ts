import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A server in a process of its own, that can be killed as a machine dies. */
export class KillableServer {
  readonly url: string;
  readonly #child: ChildProcess;

  constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** Resolves when it listens. `peer`: host and port that its flows may call. */
  static async start(data: string, peer: string, failPoint = ""): Promise<KillableServer> {
    const child = spawn(process.execPath, [join(import.meta.dirname, "../main.ts"), "serve", "--port", "0"], {
      env: {
        PATH: process.env.PATH,
        MORTISE_DATA: data,
        MORTISE_ALLOW_PRIVATE: peer,
        MORTISE_FAIL_POINT: failPoint,
        MORTISE_LOG_LEVEL: "silent",
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    for await (const chunk of child.stderr) {
      said += chunk;
      const url = /listens on (\S+)/.exec(said)?.[1];
      if (url) return new KillableServer(url, child);
    }
    throw new Error(`the server did not start: ${said}`);
  }

  /** Resolves with the signal that ended it. */
  async died(): Promise<string | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
    return this.#child.signalCode;
  }

  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    this.#child.kill(signal);
    await this.died();
  }
}
