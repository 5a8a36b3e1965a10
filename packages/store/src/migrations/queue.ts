import type pg from "pg";
import { PgBoss } from "pg-boss";

/** The schema of the queue; the only one without tenant policies, since it holds ids only. */
export const QUEUE_SCHEMA = "mortise_queue";
/** The one queue: its jobs are runs that may be taken now, under the run's own id, grouped by tenant. */
export const QUEUE = "runs";

/** pg-boss's defaults would break our promises: a third kill would be a failed run, a long wait a lost one. */
const OPTIONS = {
  // A table of its own, without the indexes of other queues' policies.
  partition: true,
  // Seconds; the least it accepts. A process that is merely dead is noticed sooner, by its advisory lock.
  heartbeatSeconds: 10,
  // Unbounded: being killed is not the run's failure.
  retryLimit: 2_147_483_647,
  retryDelay: 0,
  retryBackoff: false,
  expireInSeconds: 86_400,
  // Waiting is never a reason to drop a run.
  retentionSeconds: 1_000_000_000,
  // Jobs are deleted in the transaction that ends their run, so nothing is kept here.
  deleteAfterSeconds: 60,
  // Our own NOTIFY wakes the pump, and only when another process could help.
  notify: false,
};

/** Makes or migrates the queue's schema as the owner. */
export async function prepareQueue(client: pg.Client): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => client.query(text, values) },
    schema: QUEUE_SCHEMA,
    migrate: true,
    createSchema: true,
    supervise: false,
    schedule: false,
  });
  boss.on("error", () => {});
  await boss.start();
  try {
    if (await boss.getQueue(QUEUE)) await boss.updateQueue(QUEUE, updatable());
    else await boss.createQueue(QUEUE, OPTIONS);
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}

function updatable(): Omit<typeof OPTIONS, "partition"> {
  const { partition: _, ...rest } = OPTIONS;
  return rest;
}
