import { Message, type RunEnd, type RunStore, type TraceStore, type TriggerKind, type Value } from "@mortise/contract";
import { type Plan, type RunOutcome, runPlan, snapshotOf } from "@mortise/engine";
import type { Installed } from "../flows/installed.ts";
import { failureText } from "./notices.ts";
import { newRunId } from "./run-id.ts";
import { shownMessage } from "./shown.ts";
import type { Totals } from "./totals.ts";
import { traceMode } from "./trace-mode.ts";
import { RunWorld, type RunWorldOptions, type Surroundings } from "./world.ts";

/** What begins in memory: its answer is wanted at once. */
export interface DirectStart {
  readonly installed: Installed;
  /** Where the run begins. */
  readonly node: string;
  readonly message: Message;
  readonly properties?: Map<string, Value> | undefined;
  readonly trigger: TriggerKind;
  readonly breadcrumbId?: string | undefined;
  /** The instant that a run with a clock of its own stands for. */
  readonly nominal?: number | undefined;
  readonly world?: RunWorldOptions | undefined;
  readonly runId?: string | undefined;
}

/** How it went, and what may not leave in a header. */
export interface DirectRun {
  readonly id: string;
  readonly outcome: RunOutcome;
  readonly world: RunWorld;
  readonly plan: Plan;
}

const NOTHING_KEPT = snapshotOf(new Message());

export interface DirectRunsOptions {
  readonly around: Surroundings;
  readonly runs: RunStore;
  readonly traces: TraceStore;
  readonly totals: Totals;
}

/** Runs flows in memory, without a row per node. What is written of them is one row at the end, in batches. */
export class DirectRuns {
  readonly #options: DirectRunsOptions;
  #idle: (() => void) | undefined;
  #active = 0;

  constructor(options: DirectRunsOptions) {
    this.#options = options;
  }

  /** Resolves when no run is at work. */
  async idle(): Promise<void> {
    if (this.#active > 0) await new Promise<void>((resolve) => (this.#idle = resolve));
  }

  /** Runs to the end. Gives no promise when nothing was waited for. */
  run(start: DirectStart): DirectRun | Promise<DirectRun> {
    const { around } = this.#options;
    const { record, plan } = start.installed;
    const created = around.clock.now();
    const id = start.runId ?? newRunId(created);
    const mode = start.world?.trace ?? traceMode(plan.options.trace, record.installedAt, created);
    const { tenant, flow, environment } = record;
    const world = new RunWorld(around, { id, tenant, flow, environment }, { ...start.world, trace: mode });
    // A fork, since nodes write to the message; nothing is copied before they do.
    const input = mode === "off" ? undefined : start.message.fork();
    const { node, message, properties, breadcrumbId, nominal } = start;
    this.#begin();
    const finish = (outcome: RunOutcome): DirectRun => {
      this.#end(start, { id, created, mode, input, world, plan }, outcome);
      return { id, outcome, world, plan };
    };
    const lost = (error: unknown): never => {
      this.#finished();
      throw error;
    };
    try {
      const outcome = runPlan(plan, { runId: id, node, message, properties, breadcrumbId, created, nominal }, world);
      return outcome instanceof Promise ? outcome.then(finish, lost) : finish(outcome);
    } catch (error) {
      return lost(error);
    }
  }

  #end(start: DirectStart, run: Begun, outcome: RunOutcome): void {
    const { runs, traces, totals, around } = this.#options;
    const { installed, trigger } = start;
    const { record, plan } = installed;
    const { status } = outcome;
    this.#finished();
    totals.ended(trigger, status);
    const kept = run.mode === "all" || status !== "completed";
    const id = run.id;
    if (status === "completed" && run.mode === "off") {
      installed.counts.completed++;
      return;
    }
    const secrets = kept ? run.world.secretsOf(plan) : undefined;
    const end: RunEnd & { startedAt: number; finishedAt: number } = {
      status,
      startedAt: run.created,
      finishedAt: around.clock.now(),
      ...(outcome.handled ? { handled: true } : {}),
      ...(outcome.error ? { error: outcome.error } : {}),
      ...(outcome.searchKeys ? { searchKeys: outcome.searchKeys } : {}),
      ...(secrets ? { message: shownMessage(outcome.message.encode(), secrets) } : {}),
    };
    const { tenant, flow, environment, version } = record;
    const row = {
      id,
      tenant,
      flow,
      environment,
      version,
      installation: record.id,
      trigger,
      node: start.node,
      input: kept && run.input ? snapshotOf(run.input) : NOTHING_KEPT,
      serial: false,
      breadcrumbId: start.breadcrumbId ?? id,
    };
    runs.record(row, end);
    if (outcome.steps.length > 0) traces.write(tenant, id, outcome.steps);
    if (status === "failed") around.notice({ id, tenant, flow, environment }, "run.failed", failureText(outcome));
  }

  #begin(): void {
    this.#active++;
    this.#options.totals.active++;
  }

  #finished(): void {
    this.#active--;
    this.#options.totals.active--;
    if (this.#active === 0) {
      this.#idle?.();
      this.#idle = undefined;
    }
  }
}

interface Begun {
  readonly id: string;
  readonly created: number;
  readonly mode: "off" | "errors" | "all";
  readonly input: Message | undefined;
  readonly world: RunWorld;
  readonly plan: Plan;
}
