import { asMortiseError, type Clock, type Store } from "@mortise/contract";
import type { ServerLog } from "./log.ts";

const DAY = 86_400_000;

export interface RetentionOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: ServerLog;
  readonly days: number;
}

/** Deletes what is older than its keeping, once a day. Every process does; deleting twice does no harm. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #stop = new AbortController();
  #working: Promise<void> | undefined;

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#working = this.#work();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { store, clock, log, days } = this.#options;
    while (!this.#stop.signal.aborted) {
      try {
        const runs = await store.prune(clock.now() - days * DAY);
        if (runs > 0) log.info({ runs, days }, "old runs were deleted");
      } catch (error) {
        log.warn({ code: asMortiseError(error).code }, "old runs could not be deleted; tried again tomorrow");
      }
      await clock.sleep(DAY, this.#stop.signal).catch(() => {});
    }
  }
}
