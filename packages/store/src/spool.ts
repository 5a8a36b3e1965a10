import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "@mortise/contract";
import { isUnavailable } from "./postgres/failure.ts";

/** What is written behind the caller's back, in batches. */
export interface Spool<T> {
  add(item: T): void;
  /** Resolves when all that was added is written, or given up. */
  flush(): Promise<void>;
}

export interface SpoolOptions<T> {
  /** In the plural, for the log. */
  readonly what: string;
  readonly log?: Log | undefined;
  /** About how many bytes an item keeps in memory. */
  sizeOf(item: T): number;
  write(batch: readonly T[]): Promise<unknown>;
}

/** While the database is away this much waits in memory; then the oldest is given up, with a line in the log. */
const LARGEST = 64 * 1024 * 1024;
const BATCH_ITEMS = 200;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Long enough to gather a batch, short enough that a person who looks finds it. */
const PAUSE = 20;
const RETRY = 500;

/** A spool that never throws at its users: records and traces are worth less than the run that wrote them. */
export function createSpool<T>({ what, log, sizeOf, write }: SpoolOptions<T>): Spool<T> {
  let waiting: { item: T; size: number }[] = [];
  let bytes = 0;
  let lost = 0;
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    await sleep(PAUSE, undefined, { ref: false });
    while (waiting.length > 0) await writeBatch(takeBatch());
    working = undefined;
  }

  function takeBatch(): { item: T; size: number }[] {
    let count = 0;
    let size = 0;
    while (count < waiting.length && count < BATCH_ITEMS && (count === 0 || size < BATCH_BYTES))
      size += waiting[count++]?.size ?? 0;
    return waiting.splice(0, count);
  }

  async function writeBatch(batch: { item: T; size: number }[]): Promise<void> {
    try {
      await write(batch.map(({ item }) => item));
      reportLost();
    } catch (error) {
      if (isUnavailable(error)) {
        waiting = [...batch, ...waiting];
        await sleep(RETRY, undefined, { ref: false });
        return;
      }
      // One that cannot be written does not take the others with it.
      if (batch.length > 1) for (const each of batch) await writeBatch([each]);
      else log?.write("error", `One of the ${what} could not be written: ${(error as Error).message}`);
      if (batch.length > 1) return;
    }
    for (const { size } of batch) bytes -= size;
  }

  function reportLost(): void {
    if (lost > 0) log?.write("error", `${lost} ${what} were given up while the database was away.`);
    lost = 0;
  }

  return {
    add(item) {
      const size = sizeOf(item);
      waiting.push({ item, size });
      bytes += size;
      while (bytes > LARGEST && waiting.length > 1) {
        bytes -= waiting.shift()?.size ?? 0;
        lost++;
      }
      working ??= work();
    },
    async flush() {
      // Its own pauses do not keep the process alive; whoever waits here does.
      const awake = setInterval(() => {}, 1_000);
      while (working) await working;
      clearInterval(awake);
    },
  };
}
