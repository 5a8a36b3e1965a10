import { asMortiseError, type HistoryStore, type NewEvent } from "@mortise/contract";
import type { RunOutcome } from "@mortise/engine";
import type { ServerLog } from "../log.ts";

/** So many events of one flow are written at once; after that one a second, with the number of those left out. */
const BURST = 20;

const SECOND = 1_000;

/** Causes whose pace is known; a bound for a server with very many flows. */
const REMEMBERED = 10_000;

interface Bucket {
  tokens: number;
  at: number;
  left: number;
  /** The latest that was left out, which speaks for the others when nothing more comes. */
  last: NewEvent | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** What makes events one cause, beside their kind and flow. */
export type Cause = Pick<NewEvent, "nodeId" | "code" | "alarm">;

/** Writes events for people. A flow that fails a thousand times a second must not fill the database with news of it. */
export class Notices {
  readonly #history: HistoryStore;
  readonly #log: ServerLog;
  readonly #buckets = new Map<string, Bucket>();
  readonly #writing = new Set<Promise<void>>();
  readonly #written: () => void;

  /** `written` is called after each event that is in the database. */
  constructor(history: HistoryStore, log: ServerLog, written: () => void = () => {}) {
    this.#history = history;
    this.#log = log;
    this.#written = written;
  }

  write(event: NewEvent): void {
    const bucket = this.#bucketOf(
      JSON.stringify([event.tenant, event.environment, event.flow, event.kind, event.nodeId, event.code]),
    );
    if (bucket.tokens >= 1) {
      bucket.tokens--;
      this.#send(event, bucket);
      return;
    }
    bucket.left++;
    bucket.last = event;
    // When nothing more comes the number is told all the same.
    bucket.timer ??= setTimeout(() => this.#tell(bucket), SECOND).unref();
  }

  /** Resolves when all that was written is in the database. */
  async flush(): Promise<void> {
    for (const bucket of this.#buckets.values()) this.#tell(bucket);
    await Promise.all(this.#writing);
  }

  #tell(bucket: Bucket): void {
    clearTimeout(bucket.timer);
    bucket.timer = undefined;
    if (!bucket.last) return;
    bucket.left--;
    this.#send(bucket.last, bucket);
  }

  /** One event for itself and for those that were left out before it. */
  #send(event: NewEvent, bucket: Bucket): void {
    const { left } = bucket;
    bucket.left = 0;
    bucket.last = undefined;
    const message = left > 0 ? `${event.message} (${left} more like it were not written down.)` : event.message;
    const writing = this.#history
      .event({ ...event, message, count: (event.count ?? 1) + left })
      .then(this.#written, (error) =>
        this.#log.error({ code: asMortiseError(error).code, kind: event.kind, tenant: event.tenant }, message),
      )
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  #bucketOf(key: string): Bucket {
    const now = performance.now();
    const bucket = this.#buckets.get(key) ?? { tokens: BURST, at: now, left: 0, last: undefined, timer: undefined };
    bucket.tokens = Math.min(BURST, bucket.tokens + (now - bucket.at) / SECOND);
    bucket.at = now;
    // The last one used stands last, and the oldest make room: a bucket that was left alone is a full one.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    const [oldest] = this.#buckets;
    if (this.#buckets.size > REMEMBERED && oldest) {
      this.#tell(oldest[1]);
      this.#buckets.delete(oldest[0]);
    }
    return bucket;
  }
}

/** What the event of a failed run says. */
export function failureText({ error, handled }: RunOutcome): string {
  const where = error?.nodeId === undefined ? "" : `Node ${error.nodeId}: `;
  return `${where}${error?.message ?? "The run failed."}${handled ? " The error route took care of it." : ""}`;
}

/** What a failed run is counted with. One that its error route took care of is no alarm; of a call in doubt people hear by its own event. */
export function failureCause({ error, handled }: RunOutcome): Cause {
  return { nodeId: error?.nodeId, code: error?.code, alarm: !handled && error?.code !== "REMOTE_IN_DOUBT" };
}
