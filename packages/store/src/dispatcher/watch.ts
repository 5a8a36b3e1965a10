import type { Context } from "../context.ts";
import { isUnavailable } from "../postgres/failure.ts";
import { isProvenGone, type ProcessIdentity } from "../postgres/process.ts";
import { ALIVE } from "../postgres/session.ts";
import { sql } from "../postgres/statement.ts";
import type { ActiveRuns } from "./active.ts";
import { requeueDue } from "./pause.ts";
import type { Job, Queue } from "./queue.ts";

const SILENT = sql`
  SELECT number, place, pid, pid_started, p.stopped_at IS NOT NULL AS stopped FROM process p
  WHERE p.missed_at IS NULL AND p.number <> $1 AND NOT EXISTS (
    SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.classid::bigint = $2 AND l.objid::bigint = p.number)`;
const LIVING = sql`
  SELECT count(*) AS peers FROM process WHERE stopped_at IS NULL AND missed_at IS NULL AND number <> $1`;
const RUNS_OF = sql`SELECT tenant_id AS tenant, run_id AS "runId", attempt FROM open_run WHERE owner = $1`;
const MISS = sql`UPDATE process SET missed_at = clock_timestamp() WHERE number = $1`;

/** How often a process looks after its peers. */
const LOOK = 500;
/** A process that only lost its connection takes its lock again within milliseconds; it is given one more look. */
const SECOND_LOOK = 400;
/** A process that was itself cut off lets the others come back before it judges them. */
const AFTER_GAP = 2_000;
/** A third of the time after which the queue gives a job to another. */
const TOUCH = 3_000;
/** The queue's own supervision is for machines that vanish; a process alone with nothing at work has nobody to supervise. */
const SUPERVISE = 1_000;
const SUPERVISE_ALONE = 10_000;

/** What a process does beside its runs: says that it lives, and takes over from those who do not. */
export interface Watch {
  /** Other processes that live, as of the last look. */
  readonly peers: number;
  /** One look now, for the start: who is proven gone is taken over from at once. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Looks after the peers. `wake` is called when runs may have become free. */
export function startWatch(context: Context, queue: Queue, active: ActiveRuns, wake: () => void): Watch {
  const { database, session, log } = context;
  const silentSince = new Map<number, number>();
  let touched = performance.now();
  let supervised = 0;
  // Until it is known that there is nobody, there may be somebody.
  let peers = 1;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const now = performance.now();
    const [living] = await database.engine<{ peers: number }>(LIVING, [session.number]);
    peers = living?.peers ?? 1;
    if (active.size > 0 && now - touched >= TOUCH) {
      touched = now;
      await queue.touch(active.jobs());
      await active.verify();
    }
    // Touching comes first: after a pause of the database our own runs would be the first to look abandoned.
    if (now - session.since >= AFTER_GAP) await superviseQueue(now);
    await takeOver(now);
    if ((await requeueDue(context, queue)) > 0) wake();
  }

  async function superviseQueue(now: number): Promise<void> {
    const busy = active.size > 0 || peers > 0;
    if (now - supervised < (busy ? SUPERVISE : SUPERVISE_ALONE)) return;
    supervised = now;
    await queue.supervise();
  }

  async function takeOver(now: number): Promise<void> {
    const silent = await database.engine<ProcessIdentity & { number: number; stopped: boolean }>(SILENT, [
      session.number,
      ALIVE,
    ]);
    for (const number of silentSince.keys())
      if (!silent.some((each) => each.number === number)) silentSince.delete(number);
    for (const peer of silent) {
      const since = silentSince.get(peer.number) ?? now;
      silentSince.set(peer.number, since);
      const certain =
        peer.stopped || isProvenGone(peer) || (now - since >= SECOND_LOOK && now - session.since >= AFTER_GAP);
      if (!certain) continue;
      const jobs = await runsOf(database, peer.number);
      await queue.giveBack(jobs);
      await database.engine(MISS, [peer.number]);
      silentSince.delete(peer.number);
      if (jobs.length === 0) continue;
      log?.write(
        "warning",
        `Process ${peer.number} is gone; ${jobs.length === 1 ? "its open run is" : `its ${jobs.length} open runs are`} continued.`,
      );
      wake();
    }
  }

  async function tick(): Promise<void> {
    try {
      await look();
    } catch (error) {
      // The next look tries again. That the database is away others have said.
      if (!isUnavailable(error)) log?.write("error", `Looking after the queue failed: ${(error as Error).message}`);
    }
    looking = undefined;
  }

  const timer = setInterval(() => {
    looking ??= tick();
  }, LOOK);
  timer.unref();

  return {
    get peers() {
      return peers;
    },
    look: async () => {
      looking ??= tick();
      await looking;
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}

/** The runs that the database holds a process to have. */
export async function runsOf(database: Context["database"], number: number): Promise<readonly Job[]> {
  return await database.engine<Job>(RUNS_OF, [number]);
}
