import { Message, type RunStore, type TraceStore, type TriggerKind, type Value } from "@mortise/contract";
import { type Plan, type RunOutcome, runPlan, snapshotOf } from "@mortise/engine";
import type { Installed } from "../flows/installed.ts";
import { failureCause, failureText } from "./notices.ts";
import { newRunId } from "./run-id.ts";
import { encodeShown, shownMessage } from "./shown.ts";
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
  /** Instead of what the flow's option says. */
  readonly trace?: "off" | "errors" | "all" | undefined;
  readonly runId?: string | undefined;
  /** What its message must not show: secrets of the run that called it. */
  readonly secrets?: readonly string[] | undefined;
  /** When it came into being. Defaults to now. */
  readonly created?: number | undefined;
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
    const { node, message, properties, breadcrumbId, nominal, secrets } = start;
    const created = start.created ?? around.clock.now();
    const id = start.runId ?? newRunId(created);
    const trace = start.trace ?? traceMode(plan.options.trace, record.installedAt, created);
    const world = new RunWorld(around, id, record, trace, start.world);
    // A fork, since nodes write to the message; nothing is copied before they do.
    const input = trace === "off" ? undefined : message.fork();
    this.#begin();
    try {
      const outcome = runPlan(
        plan,
        { runId: id, node, message, properties, breadcrumbId, created, nominal, secrets },
        world,
      );
      if (!(outcome instanceof Promise)) return this.#end(start, created, input, plan, world, outcome);
      return outcome.then(
        (late) => this.#end(start, created, input, plan, world, late),
        (error: unknown) => {
          this.#finished();
          throw error;
        },
      );
    } catch (error) {
      this.#finished();
      throw error;
    }
  }

  #end(
    start: DirectStart,
    created: number,
    input: Message | undefined,
    plan: Plan,
    world: RunWorld,
    outcome: RunOutcome,
  ): DirectRun {
    const { installed, trigger } = start;
    const completed = outcome.status === "completed";
    this.#finished();
    world.closeBodies(outcome.message);
    this.#options.totals.ended(trigger, outcome.status);
    const whole = world.trace === "all" || !completed;
    if (whole || (world.trace !== "off" && installed.mayRecord(created)))
      this.#record(start, created, whole ? input : undefined, plan, world, outcome);
    else installed.counts.completed++;
    if (outcome.status === "failed")
      this.#options.around.notice(world, "run.failed", failureText(outcome), failureCause(outcome));
    return { id: world.id, outcome, world, plan };
  }

  /** One row, in a batch: whole with what it began and ended with, or only that it was there. */
  #record(
    start: DirectStart,
    startedAt: number,
    input: Message | undefined,
    plan: Plan,
    world: RunWorld,
    outcome: RunOutcome,
  ): void {
    const { runs, traces, around } = this.#options;
    const { record } = start.installed;
    const { id, tenant, flow, environment } = world;
    const { status, handled, error, searchKeys, steps } = outcome;
    const message = input && shownMessage(encodeShown(outcome.message), world.secretsOf(plan, outcome));
    runs.record(
      {
        id,
        tenant,
        flow,
        environment,
        version: record.version,
        installation: record.id,
        trigger: start.trigger,
        node: start.node,
        input: input ? snapshotOf(input) : NOTHING_KEPT,
        serial: false,
        breadcrumbId: start.breadcrumbId ?? id,
      },
      { status, handled, error, searchKeys, message, startedAt, finishedAt: around.clock.now() },
    );
    if (steps.length > 0) traces.write(tenant, id, steps);
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
