import { asMortiseError, type EventRecord, type HistoryStore } from "@mortise/contract";
import type { RunOutcome } from "@mortise/engine";
import type { ServerLog } from "../log.ts";

/** So many events of one flow are written at once; after that one a second, with the number of those left out. */
const BURST = 20;

const SECOND = 1_000;

interface Bucket {
  tokens: number;
  at: number;
  left: number;
}

/** Writes events for people. A flow that fails a thousand times a second must not fill the database with news of it. */
export class Notices {
  readonly #history: HistoryStore;
  readonly #log: ServerLog;
  readonly #buckets = new Map<string, Bucket>();
  readonly #writing = new Set<Promise<void>>();

  constructor(history: HistoryStore, log: ServerLog) {
    this.#history = history;
    this.#log = log;
  }

  write(event: Omit<EventRecord, "id" | "at">): void {
    const left = this.#take(`${event.tenant}/${event.environment}/${event.flow}/${event.kind}`);
    if (left === undefined) return;
    const message = left > 0 ? `${event.message} (${left} more like it were not written down.)` : event.message;
    const writing = this.#history
      .event({ ...event, message })
      .catch((error) =>
        this.#log.error({ code: asMortiseError(error).code, kind: event.kind, tenant: event.tenant }, message),
      )
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Resolves when all that was written is in the database. */
  async flush(): Promise<void> {
    await Promise.all(this.#writing);
  }

  /** How many were left out before this one, or undefined when this one is left out too. */
  #take(key: string): number | undefined {
    const now = performance.now();
    const bucket = this.#buckets.get(key) ?? { tokens: BURST, at: now, left: 0 };
    bucket.tokens = Math.min(BURST, bucket.tokens + (now - bucket.at) / SECOND);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) {
      bucket.left++;
      return undefined;
    }
    bucket.tokens--;
    const { left } = bucket;
    bucket.left = 0;
    return left;
  }
}

/** What the event of a failed run says. */
export function failureText({ error, handled }: RunOutcome): string {
  const where = error?.nodeId === undefined ? "" : `Node ${error.nodeId}: `;
  return `${where}${error?.message ?? "The run failed."}${handled ? " The error route took care of it." : ""}`;
}
