import { type Db, PgBoss } from "pg-boss";
import type { Context } from "../context.ts";
import { QUEUE, QUEUE_SCHEMA } from "../migrations/queue.ts";
import type { Transaction } from "../postgres/database.ts";

/** A job that is ours: the run's id, its tenant, and which attempt of the job this is. */
export interface Job {
  readonly tenant: string;
  readonly runId: string;
  readonly attempt: number;
}

/** A statement that is on its way to the server; what follows it comes after it. */
export interface Sent {
  readonly answered: Promise<unknown>;
}

/** The queue as we use pg-boss: its statements inside our transactions, and always fenced to the attempt (a plain id would end somebody else's). */
export interface Queue {
  insert(transaction: Transaction, runs: readonly Pick<Job, "tenant" | "runId">[]): Promise<Sent>;
  /** Takes up to `limit` jobs, oldest first, of other tenants than `without`. */
  fetch(transaction: Transaction, limit: number, without: readonly string[]): Promise<readonly Job[]>;
  /** Ends jobs: nothing of them stays, the run's row tells the rest. */
  remove(transaction: Transaction, jobs: readonly Job[]): Promise<Sent>;
  /** Removes a job that nobody has, or whoever has it. */
  removeUnclaimed(transaction: Transaction, runId: string): Promise<Sent>;
  /** Gives jobs back, to be taken at once by whoever comes first. */
  giveBack(jobs: readonly Job[]): Promise<void>;
  /** Says that we still have these. */
  touch(jobs: readonly Job[]): Promise<void>;
  /** Gives back the jobs whose heartbeat stopped or whose day is over. */
  supervise(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the queue that the migrations made. */
export async function openQueue({ database, log }: Context): Promise<Queue> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.run(text, values) },
    schema: QUEUE_SCHEMA,
    migrate: false,
    createSchema: false,
    schedule: false,
    // Driven by our own watch, which touches what is ours first: after a pause of the database pg-boss's own timer
    // would take our runs from us.
    supervise: false,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    // Rebuilding an index takes its owner; jobs are few and short-lived.
    reindex: false,
    monitorVacuum: false,
    queueCacheIntervalSeconds: 3_600,
  });
  boss.on("error", (error) => log?.write("warning", `The queue: ${error.message}`));
  await boss.start();
  const within = (transaction: Transaction): Within => ({
    db: { executeSql: (text, values) => transaction.run(text, values) },
  });
  const fenced = (jobs: readonly Job[]) => jobs.map(({ runId, attempt }) => ({ id: runId, retryCount: attempt }));

  return {
    async insert(transaction, runs) {
      const jobs = runs.map(({ tenant, runId }) => ({ id: runId, group: { id: tenant } }));
      return jobs.length > 0 ? await send(transaction, (within) => boss.insert(QUEUE, jobs, within)) : NOTHING;
    },
    async fetch(transaction, limit, without) {
      const ignoreGroups = without.length > 0 ? { ignoreGroups: [...without] } : {};
      const jobs = await boss.fetch(QUEUE, { batchSize: limit, ...ignoreGroups, ...within(transaction) });
      return jobs.map(({ id, groupId, retryCount }) => ({ tenant: groupId ?? "", runId: id, attempt: retryCount }));
    },
    async remove(transaction, jobs) {
      return jobs.length > 0
        ? await send(transaction, (within) => boss.deleteJob(QUEUE, fenced(jobs), within))
        : NOTHING;
    },
    removeUnclaimed: (transaction, runId) => send(transaction, (within) => boss.deleteJob(QUEUE, runId, within)),
    async giveBack(jobs) {
      if (jobs.length > 0) await boss.fail(QUEUE, fenced(jobs), { message: "handed over" });
    },
    async touch(jobs) {
      if (jobs.length > 0) await boss.touch(QUEUE, fenced(jobs));
    },
    supervise: () => boss.supervise(QUEUE),
    close: () => boss.stop({ graceful: false, close: false }),
  };
}

const NOTHING: Sent = { answered: Promise.resolve() };

interface Within {
  readonly db: Db;
}

/** Calls pg-boss and comes back as soon as its statement is on its way: it looks up its queue first, and a commit must not overtake it. */
async function send(transaction: Transaction, call: (within: Within) => Promise<unknown>): Promise<Sent> {
  const sent = Promise.withResolvers<void>();
  const db: Db = {
    executeSql(text, values) {
      const answer = transaction.run(text, values);
      sent.resolve();
      return answer;
    },
  };
  const answered = call({ db });
  answered.catch(() => {});
  await Promise.race([sent.promise, answered]);
  return { answered };
}
