/** Collects calls and does them together: many callers, one commit. */
export interface Batch<I, O> {
  /** Resolves with the item's own result once the batch that holds it is committed. */
  add(item: I): Promise<O>;
  /** Resolves when nothing is under way or waiting any more. */
  idle(): Promise<void>;
}

interface Waiting<I, O> {
  readonly item: I;
  readonly resolve: (result: O) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: while `lanes` commits are under way, what arrives waits and goes with the next one; an idle batch
 * starts at the end of the tick. `commit` gives back one result per item. Two lanes keep the disk busy while the next
 * batch is prepared; more would only make the batches smaller.
 */
export function createBatch<I, O>(
  commit: (items: readonly I[]) => Promise<readonly O[]>,
  { lanes = 2, size = 300 }: { readonly lanes?: number; readonly size?: number } = {},
): Batch<I, O> {
  const waiting: Waiting<I, O>[] = [];
  const idlers: (() => void)[] = [];
  let busy = 0;
  let scheduled = false;

  function start(): void {
    scheduled = false;
    while (waiting.length > 0 && busy < lanes) {
      busy++;
      void run(waiting.splice(0, size));
    }
  }

  async function run(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const results = await commit(batch.map(({ item }) => item));
      for (const [at, { resolve }] of batch.entries()) resolve(results[at] as O);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    busy--;
    start();
    if (busy === 0 && waiting.length === 0) for (const idler of idlers.splice(0)) idler();
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        if (!scheduled && busy < lanes) {
          scheduled = true;
          setImmediate(start);
        }
      }),
    idle: () =>
      new Promise((resolve) => {
        if (busy === 0 && waiting.length === 0) resolve();
        else idlers.push(resolve);
      }),
  };
}
