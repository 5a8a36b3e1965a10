import type { Environment } from "@mortise/contract";

/** A run by hand in memory that has not ended: no row knows it yet. */
export interface BegunRun {
  readonly id: string;
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
  readonly at: number;
  cancel(): void;
}

/** The runs by hand that this process has at work in memory. */
export class BegunRuns {
  readonly #runs = new Map<string, BegunRun>();

  /** Knows the run until it has ended. */
  add(run: BegunRun, ended: Promise<unknown>): void {
    this.#runs.set(run.id, run);
    const forget = () => this.#runs.delete(run.id);
    ended.then(forget, forget);
  }

  find(tenant: string, id: string): BegunRun | undefined {
    const run = this.#runs.get(id);
    return run?.tenant === tenant ? run : undefined;
  }
}
