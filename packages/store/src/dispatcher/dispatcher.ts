import { setTimeout as sleep } from "node:timers/promises";
import {
  asMortiseError,
  type Claim,
  type Dispatcher,
  type MortiseError,
  type NewEvent,
  type NewRun,
  type RunEnd,
  type RunPause,
} from "@mortise/contract";
import type { Context } from "../context.ts";
import { failPoint } from "../fail-point.ts";
import { type Committer, createCommitter } from "../journal/committer.ts";
import { createJournal } from "../journal/journal.ts";
import { NOTHING, recover } from "../journal/recover.ts";
import { createBatch } from "../postgres/batch.ts";
import { isUnavailable } from "../postgres/failure.ts";
import { sql } from "../postgres/statement.ts";
import { readRun } from "../runs/store.ts";
import { type ActiveRun, createActiveRuns } from "./active.ts";
import { cancelRun } from "./cancel.ts";
import { type Claimed, claimRuns } from "./claim.ts";
import { completeRuns, type Finished, TELL } from "./complete.ts";
import { enqueue, type PreparedRun, prepareRun } from "./enqueue.ts";
import { pauseRun } from "./pause.ts";
import { createPump, type Pump } from "./pump.ts";
import type { Queue } from "./queue.ts";
import { repairQueue, resumeAnswered } from "./repair.ts";
import { resumeRun } from "./resume.ts";
import { createSlots } from "./slots.ts";
import { runsOf, startWatch, type Watch } from "./watch.ts";

const LET_GO = sql`
  UPDATE open_run o SET owner = NULL
  FROM unnest($1::text[], $2::uuid[], $3::int[]) AS a (tenant_id, run_id, epoch)
  WHERE o.tenant_id = a.tenant_id AND o.run_id = a.run_id AND o.epoch = a.epoch AND o.owner = $4`;

/** A run whose handler threw is offered again after a while, each time a longer one. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 60_000;
const LONGEST_RETRY = 2_000;

/** A run that could not be executed so often, through no fault of the database's, has failed: trying on would never end. */
const MOST_FAULTS = 5;
/** These say of a run that no other try will read it. */
const UNREADABLE: readonly string[] = ["STORE_KEY_WRONG", "VALUE_INVALID"];
/** These say nothing of the run. */
const PASSING: readonly string[] = ["STORE_UNAVAILABLE", "ENGINE_JOURNAL_CONFLICT"];

/** How often a wait for a run of another process looks. */
const FIRST_LOOK = 25;
const LONGEST_LOOK = 500;

/** The dispatcher, and what the rest of the store needs of it. */
export interface RunningDispatcher extends Dispatcher {
  /** Enqueues inside a transaction of somebody else's; `announce` says whether the other processes are to be woken, `committed` wakes this one. */
  readonly enqueuing: Enqueuing;
  close(): Promise<void>;
}

/** How runs get into the queue from elsewhere in the store. */
export interface Enqueuing {
  readonly queue: () => Promise<Queue>;
  /** Whether other processes are to hear of that many jobs: this one cannot take them all, or none. */
  announce(jobs: number): boolean;
  /** Jobs were committed. */
  committed(): void;
}

type Handler = (claim: Claim) => Promise<RunEnd | RunPause>;

/** Durable runs on pg-boss: our own pump, group commits, take-over. */
export function createDispatcher(context: Context): RunningDispatcher {
  const { database, vault, session, stamp, log } = context;
  const active = createActiveRuns(context);
  const committer: Committer = createCommitter(context);
  const closing = new AbortController();
  const waiters = new Map<string, Set<() => void>>();
  const faults = new Map<string, number>();
  let opened: Promise<Queue> | undefined;
  let pump: Pump | undefined;
  let watch: Watch | undefined;
  let stopping = false;
  let uncertain = false;
  let slots = createSlots(Number.POSITIVE_INFINITY);

  const queue = () => {
    // Opened with the first run, not at start: a server that only serves requests never needs it.
    opened ??= import("./queue.ts").then(({ openQueue }) => openQueue(context));
    opened.catch(() => {
      opened = undefined;
    });
    return opened;
  };

  const enqueuing: Enqueuing = {
    queue,
    announce(jobs) {
      if (jobs === 0) return false;
      if (pump === undefined || stopping) return true;
      // A notification makes all commits that send one go one after the other: not when there is nobody to hear it.
      return pump.free < jobs && watch?.peers !== 0;
    },
    committed: () => pump?.wake(),
  };

  const starts = createBatch<PreparedRun, boolean>(async (runs) => {
    const jobs = await queue();
    // Asked for twice at once: the first one is made.
    const first = new Map([...runs].reverse().map((each) => [each.run.id.toLowerCase(), each]));
    const asked = new Set(runs.filter((each) => first.get(each.run.id.toLowerCase()) === each));
    const made = await database.transaction([...new Set(runs.map(({ run }) => run.tenant))], async (transaction) => {
      const made = await enqueue(transaction, jobs, [...asked], stamp());
      const ready = made.filter(({ enqueued }) => enqueued).length;
      if (enqueuing.announce(ready)) await transaction.query(TELL);
      return made;
    });
    enqueuing.committed();
    const ids = new Set(made.map(({ runId }) => runId));
    return runs.map((each) => asked.has(each) && ids.has(each.run.id.toLowerCase()));
  });

  const ends = createBatch<Finished, boolean>(async (finished) => {
    const { stood, promoted } = await completeRuns(context, await queue(), finished, enqueuing.announce);
    if (promoted > 0) enqueuing.committed();
    for (const { claimed } of finished) for (const wake of waiters.get(claimed.run.id) ?? []) wake();
    return stood;
  });

  async function execute(claimed: Claimed, handler: Handler): Promise<void> {
    const run = active.add(claimed);
    try {
      failPoint("run.claim.after", claimed.run.node);
      if (claimed.unreadable) throw claimed.unreadable;
      const { epoch, bodies } = claimed;
      const isHeld = (earlier: number) => active.isHeld(claimed.run.id, earlier);
      const earlier = epoch > 1 ? await recover(context, claimed.run, bodies, isHeld, run.abort.signal) : NOTHING;
      const journal = createJournal(
        context,
        committer,
        await vault.of(claimed.run.tenant),
        { run: claimed.run, epoch, bodies, ...earlier },
        closing.signal,
      );
      const end = await handler({ run: claimed.run, epoch, journal, signal: run.abort.signal });
      // A parked run is resumed by its journal, and a failed one replayed from a node; of others nothing is read any more.
      if (end.status !== "completed" && end.status !== "cancelled") await journal.flush();
      if (end.status === "paused")
        await retryWhileAway(async () => pauseRun(context, await queue(), claimed, end.retryAt));
      else await finish(claimed, end);
      active.delete(run);
      faults.delete(claimed.run.id);
    } catch (error) {
      const failure = asMortiseError(error);
      if (!isFault(run, failure)) void letGo(run, failure);
      else await bury(run, failure).catch((second) => void letGo(run, second));
    } finally {
      slots.release(claimed.run.tenant);
      pump?.release();
    }
  }

  /** Whether a run can never be executed: it cannot be read, or tripped us up too often. */
  function isFault({ claimed, abort }: ActiveRun, { code }: MortiseError): boolean {
    if (abort.signal.aborted || PASSING.includes(code)) return false;
    if (UNREADABLE.includes(code)) return true;
    const count = (faults.get(claimed.run.id) ?? 0) + 1;
    faults.set(claimed.run.id, count);
    return count >= MOST_FAULTS;
  }

  /** Ends a run that cannot be continued, with an event: it must neither hold up its line nor be tried for ever. */
  async function bury(run: ActiveRun, { code, message, help }: MortiseError): Promise<void> {
    const { claimed } = run;
    log?.write("error", `Run ${claimed.run.id} cannot be continued: ${code} ${message}`);
    const text = `The run cannot be continued: ${message}`;
    await finish(
      claimed,
      { status: "failed", error: { code, message, help } },
      eventOf(claimed, "run.failed", text, code),
    );
    active.delete(run);
    faults.delete(claimed.run.id);
  }

  async function finish(claimed: Claimed, end: RunEnd, event?: NewEvent): Promise<void> {
    const finished = packEnd(claimed, end, event);
    failPoint("run.end.before", claimed.run.node);
    let stood = false;
    await retryWhileAway(async () => {
      stood = await ends.add(finished);
    });
    failPoint("run.end.after", claimed.run.node);
    // An answer may have come while the run was parked for want of it: ours to somebody else's parking, or the other way round.
    if (!stood || end.status === "parked") await resumeIfAnswered(claimed).catch(() => {});
  }

  /** What is known is said again until the database can hear it. */
  async function retryWhileAway(step: () => Promise<unknown>): Promise<void> {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_RETRY)) {
      try {
        await step();
        return;
      } catch (error) {
        if (!isUnavailable(error) || closing.signal.aborted) throw error;
        await sleep(pause, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      }
    }
  }

  /** Gives a run back that was not ended: to another claim, after a pause that grows with its attempts. */
  async function letGo(run: ActiveRun, error: unknown): Promise<void> {
    const { claimed, abort } = run;
    const { code, message } = asMortiseError(error);
    if (!abort.signal.aborted) log?.write("warning", `Run ${claimed.run.id} is continued later: ${code} ${message}`);
    // It keeps its job meanwhile, so that nobody else takes it sooner; its slot is free for others.
    const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(claimed.job.attempt, 20), LONGEST_PAUSE);
    if (!stopping && code !== "ENGINE_JOURNAL_CONFLICT")
      await sleep(pause, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    await retryWhileAway(() => handOver([run])).catch((error) =>
      log?.write("error", `Run ${claimed.run.id} could not be handed over: ${(error as Error).message}`),
    );
    active.delete(run);
    // Its answer may have come after somebody else parked the run for want of it.
    if (code === "ENGINE_JOURNAL_CONFLICT" && !stopping) await resumeIfAnswered(claimed).catch(() => {});
    pump?.wake();
  }

  async function resumeIfAnswered({ run }: Claimed): Promise<void> {
    await resumeAnswered(context, await queue(), run.id);
  }

  /** From now on the runs are nobody's, and the first who asks gets them. */
  async function handOver(runs: readonly ActiveRun[]): Promise<void> {
    if (runs.length === 0) return;
    const claims = runs.map(({ claimed }) => claimed);
    await database.query([...new Set(claims.map(({ run }) => run.tenant))], LET_GO, [
      claims.map(({ run }) => run.tenant),
      claims.map(({ run }) => run.id),
      claims.map(({ epoch }) => epoch),
      session.number,
    ]);
    await (await queue()).giveBack(claims.map(({ job }) => job));
    await database.call(TELL, []);
  }

  async function take(handler: Handler, limit: number): Promise<number> {
    const jobs = await queue();
    if (uncertain) await giveBackStrays(jobs);
    uncertain = true;
    const taken = await slots.fill(limit, async (most, without) => {
      const claimed = await claimRuns(context, jobs, most, without);
      for (const each of claimed) {
        slots.take(each.run.tenant);
        void execute(each, handler);
      }
      return claimed.length;
    });
    uncertain = false;
    return taken;
  }

  /** After a claim whose commit got no answer the database may hold runs to be ours that we know nothing of. */
  async function giveBackStrays(jobs: Queue): Promise<void> {
    const ours = await runsOf(database, session.number);
    await jobs.giveBack(ours.filter((job) => !active.has(job.runId)));
  }

  session.on("run", () => pump?.wake());
  session.on("cancel", (runId) => {
    if (runId === undefined) void active.verify().catch(() => {});
    else active.cancel(runId);
  });

  return {
    enqueuing,
    async start(run: NewRun) {
      failPoint("run.start.before", run.node);
      const created = await starts.add(await prepareRun(context, run));
      failPoint("run.start.after", run.node);
      return { created };
    },
    async work(handler, { concurrency, tenantConcurrency = Math.ceil((concurrency * 3) / 4) }) {
      slots = createSlots(tenantConcurrency);
      const jobs = await queue();
      const wake = () => pump?.wake();
      watch = startWatch(context, jobs, active, wake);
      pump = createPump(concurrency, (limit) => take(handler, limit));
      const repairing = repairQueue(context, jobs).then(() => resumeAnswered(context, jobs));
      await repairing.catch((error) => log?.write("warning", `The queue: ${error.message}`));
      await watch.look();
      wake();
    },
    async resume(tenant, runId, decision) {
      const resumed = await resumeRun(context, await queue(), tenant, runId, decision);
      if (resumed) enqueuing.committed();
      return resumed;
    },
    cancel: async (tenant, runId) => {
      const cancelled = await cancelRun(context, await queue(), tenant, runId);
      if (cancelled) {
        enqueuing.committed();
        for (const wake of waiters.get(runId) ?? []) wake();
      }
      return cancelled;
    },
    async wait(tenant, runId, ms) {
      const until = performance.now() + ms;
      for (let pause = FIRST_LOOK; ; pause = Math.min(pause * 2, LONGEST_LOOK)) {
        const woken = nextEnd(runId);
        try {
          const run = await readRun(context, tenant, runId);
          const left = until - performance.now();
          if (!run || left <= 0 || !["queued", "running"].includes(run.status)) return run;
          await Promise.race([woken.promise, sleep(Math.min(pause, left), undefined, { signal: woken.signal })]).catch(
            () => {},
          );
        } finally {
          woken.forget();
        }
      }
    },
    async stop(ms) {
      if (stopping) return;
      stopping = true;
      await pump?.stop();
      const until = performance.now() + ms;
      while (active.size > 0 && performance.now() < until) await sleep(10);
      const left = active.list();
      await handOver(left).catch(() => {});
      for (const { abort } of left) abort.abort(new Error("The server stops; the run continues elsewhere."));
      await watch?.stop();
    },
    async close() {
      closing.abort();
      stopping = true;
      await pump?.stop();
      await watch?.stop();
      await starts.idle();
      await ends.idle();
      await opened?.then((queue) => queue.close()).catch(() => {});
    },
  };

  /** Resolves when this process ends the run. */
  function nextEnd(runId: string) {
    const done = new AbortController();
    let wake = () => {};
    const promise = new Promise<void>((resolve) => {
      wake = () => {
        resolve();
        done.abort();
      };
    });
    const set = waiters.get(runId) ?? new Set();
    waiters.set(runId, set.add(wake));
    const forget = () => {
      set.delete(wake);
      if (set.size === 0) waiters.delete(runId);
    };
    return { promise, signal: done.signal, forget };
  }
}

/** An end as its rows hold it. A parked run's event is written with it, so that nobody can miss it. */
function packEnd(claimed: Claimed, end: RunEnd, event?: NewEvent): Finished {
  const { bodies } = claimed;
  const told =
    event ??
    (end.status === "parked"
      ? eventOf(claimed, "run.parked", parkedText(end), end.error?.code, end.error?.nodeId)
      : undefined);
  try {
    const message = end.message && bodies.pack(end.message);
    return { claimed, end: { ...end, message }, pieces: bodies.take(), event: told };
  } catch (error) {
    // An answer that no row can hold, though all that led to it was done.
    const { code, message, help } = asMortiseError(error);
    return { claimed, end: { status: "failed", error: { code, message, help } }, pieces: [], event: told };
  }
}

function parkedText({ error }: RunEnd): string {
  const where = error?.nodeId === undefined ? "" : `Node ${error.nodeId}: `;
  return `${where}${error?.message ?? "The run is parked."} The run waits for a person: send it again, skip it or cancel the run.`;
}

function eventOf({ run }: Claimed, kind: string, message: string, code?: string, nodeId?: string): NewEvent {
  const { tenant, flow, environment, id } = run;
  return { tenant, kind, flow, environment, runId: id, nodeId, code, message };
}
