import { asMortiseError, type Claim, type RunEnd, type RunPause, type Store } from "@mortise/contract";
import { errorRecord, PausedError, type Plan, type RunOutcome, type RunStart, runPlan } from "@mortise/engine";
import type { Plans } from "../flows/plans.ts";
import { isAwaited } from "../links/trail.ts";
import { failureCause, failureText } from "./notices.ts";
import { runStartOf } from "./run-start.ts";
import { shownMessage } from "./shown.ts";
import type { Totals } from "./totals.ts";
import { traceMode } from "./trace-mode.ts";
import { RunWorld, type Surroundings } from "./world.ts";

export interface DurableRunsOptions {
  readonly around: Surroundings;
  readonly store: Store;
  readonly plans: Plans;
  readonly totals: Totals;
  /** Runs at work at once. */
  readonly concurrency: number;
  /** Of one tenant. Defaults to three quarters of them. */
  readonly tenantConcurrency?: number | undefined;
}

/** The work loop of durable runs: claims a run, continues it from its journal, gives back how it ended. */
export class DurableRuns {
  readonly #options: DurableRunsOptions;

  constructor(options: DurableRunsOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    const { store, concurrency, tenantConcurrency } = this.#options;
    return store.dispatcher.work((claim) => this.#work(claim), { concurrency, tenantConcurrency });
  }

  /** Takes no more; what does not end within `ms` is handed over to another process. */
  stop(ms: number): Promise<void> {
    return this.#options.store.dispatcher.stop(ms);
  }

  async #work(claim: Claim): Promise<RunEnd | RunPause> {
    const { totals } = this.#options;
    totals.active++;
    try {
      const end = await this.#run(claim);
      totals.ended(claim.run.trigger, end.status);
      return end;
    } catch (error) {
      if (error instanceof PausedError) return { status: "paused", retryAt: error.retryAt };
      throw error;
    } finally {
      totals.active--;
    }
  }

  /** What it throws leaves the run open: the database is away, or another process has the run. */
  async #run(claim: Claim): Promise<RunEnd> {
    const { around, plans } = this.#options;
    const { run } = claim;
    let plan: Plan;
    let start: RunStart;
    try {
      plan = await plans.planOf(run);
      // A message that a version of long ago wrote, in a form that is not known any more, ends its run here.
      start = runStartOf(run);
    } catch (error) {
      const failure = asMortiseError(error);
      if (failure.code === "STORE_UNAVAILABLE") throw failure;
      around.notice(run, "run.failed", failure.message, { code: failure.code });
      return { status: "failed", error: errorRecord(failure) };
    }
    // Who runs a flow by hand wants to see what it did.
    const byHand = run.trigger === "manual" || run.trigger === "replay";
    const installedAt = plans.get(run.installation)?.record.installedAt ?? run.createdAt;
    const trace = byHand ? "all" : traceMode(plan.options.trace, installedAt, around.clock.now());
    const world = new RunWorld(around, run.id, run, trace, { journal: claim.journal, signal: claim.signal });
    return this.#end(claim, plan, world, await runPlan(plan, start, world));
  }

  #end({ run }: Claim, plan: Plan, world: RunWorld, outcome: RunOutcome): RunEnd {
    const { around, store } = this.#options;
    const { status, handled, error, searchKeys, steps } = outcome;
    if (steps.length > 0) store.traces.write(run.tenant, run.id, steps);
    if (status === "failed") around.notice(run, "run.failed", failureText(outcome), failureCause(outcome));
    const message = outcome.message.encode();
    // A caller who waits for this answer gets it whole; everything else that is kept is for people to look at.
    const awaited =
      (run.trigger === "http" && plan.nodes.get(run.node)?.settings.pattern !== "one way") ||
      (run.trigger === "link" && isAwaited(run.input));
    return {
      status,
      handled,
      error,
      searchKeys,
      message: awaited ? message : shownMessage(message, world.secretsOf(plan, outcome)),
    };
  }
}
