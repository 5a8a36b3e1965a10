import {
  type Clock,
  type Environment,
  Message,
  mortiseError,
  type NewRun,
  type RunRecord,
  type Store,
} from "@mortise/contract";
import { type LinkedCall, type PlanNode, type RunSecrets, snapshotOf } from "@mortise/engine";
import type { Installed } from "../flows/installed.ts";
import type { Plans } from "../flows/plans.ts";
import type { ServerLog } from "../log.ts";
import type { DirectRuns, DirectStart } from "../runs/direct.ts";
import { newRun, takeBreadcrumb } from "../runs/new-run.ts";
import { waitForRun } from "../runs/wait.ts";
import { calledFailure } from "./called-failure.ts";
import { carriedSecrets } from "./carried-secrets.ts";
import { childRunId } from "./child-run-id.ts";
import { endless, linkedProperties, nextTrail, type Trail, trailOf, trailProperties } from "./trail.ts";

/** How long a durable run waits for another and keeps its place at work: runs that wait for each other must not take all of them. */
const KEPT_PLACE = 1_000;

/** Then it is released and looks again: after half the time that it has waited, but no longer than the last of these. */
const RELEASED = [500, 10_000] as const;

/** One look of a caller that has no place to give away. */
const LOOK = 60_000;

/** The run that calls. */
export interface Caller {
  readonly id: string;
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
  /** Whether it is written down, so that what it calls must be too. */
  readonly durable: boolean;
}

export interface FlowLinksOptions {
  readonly plans: Plans;
  readonly direct: DirectRuns;
  readonly store: Store;
  readonly clock: Clock;
  /** Aborts when the server takes its leave. */
  readonly leaving: AbortSignal;
  readonly log: ServerLog;
}

/** Calls from flow to flow. Two direct flows run in one go; with a durable one on either side the called run is a row. */
export class FlowLinks {
  readonly #options: FlowLinksOptions;

  constructor(options: FlowLinksOptions) {
    this.#options = options;
  }

  /** As the contract's `Links`, for a caller. */
  async send(caller: Caller, call: LinkedCall): Promise<Message | undefined> {
    const { installed, node } = this.#find(caller, call.flow);
    const { delivery, serial } = installed.plan.options;
    const waits = call.pattern === "request reply";
    const trail = nextTrail(trailOf(call.exchange), caller.flow, call.flow, waits);
    // Its own run would stand in the line behind the one that waits for it.
    if (waits && serial && trail.callers.includes(call.flow)) throw endless([...trail.callers, call.flow]);
    if (caller.durable || delivery === "durable" || serial)
      return this.#sendDurable(caller, call, installed, node, trail);
    return this.#sendDirect(caller, call, installed, node, trail);
  }

  #find({ tenant, environment }: Caller, flow: string): { installed: Installed; node: PlanNode } {
    const unavailable = (what: string) => mortiseError("LINK_UNAVAILABLE", { flow, what });
    const installed = this.#options.plans.find(tenant, flow, environment);
    if (!installed) throw unavailable(`it is not installed in ${environment}`);
    if (installed.record.state !== "started") throw unavailable(`it is ${installed.record.state} in ${environment}`);
    const node = installed.plan.sources.find(({ spec }) => spec.trigger === "link");
    if (!node) throw unavailable("it does not begin with an InboundFlowLink");
    return { installed, node };
  }

  async #sendDirect(
    caller: Caller,
    call: LinkedCall,
    installed: Installed,
    node: PlanNode,
    trail: Trail,
  ): Promise<Message | undefined> {
    const { direct, log } = this.#options;
    const message = call.exchange.message.fork();
    const start: DirectStart = {
      installed,
      node: node.id,
      message,
      properties: trailProperties(trail),
      trigger: "link",
      breadcrumbId: takeBreadcrumb(message),
      runId: childRunId(caller.id, call.path),
      secrets: carriedSecrets(message, call.secrets),
    };
    if (call.pattern === "one way") {
      // A large body lies on disk no longer than the run that fetched it.
      if (message.largeBody) message.body = message.largeBody.whole();
      const lost = (error: unknown) =>
        log.error({ err: error, run: start.runId }, "a called run ended without an outcome");
      Promise.resolve(direct.run(start)).catch(lost);
      return undefined;
    }
    const { id, outcome, world, plan } = await direct.run({ ...start, world: { signal: call.signal } });
    const { status, error } = outcome;
    if (call.signal.aborted) throw mortiseError("ENGINE_CANCELLED");
    if (status !== "completed") throw calledFailure({ id, flow: call.flow, status, error });
    return this.#reply(outcome.message.fork(), call, world.secretsOf(plan, outcome));
  }

  #reply(message: Message, call: LinkedCall, secrets: RunSecrets): Message {
    for (const secret of carriedSecrets(message, secrets)) call.secrets.register(secret);
    return message;
  }

  async #sendDurable(
    caller: Caller,
    call: LinkedCall,
    installed: Installed,
    node: PlanNode,
    trail: Trail,
  ): Promise<Message | undefined> {
    const { store, clock } = this.#options;
    const message = call.exchange.message.fork();
    const breadcrumbId = takeBreadcrumb(message);
    const properties = linkedProperties(trail, carriedSecrets(message, call.secrets));
    const input = { ...snapshotOf(message), properties };
    const run: NewRun = {
      ...newRun(installed, "link", node.id, input, clock.now(), breadcrumbId),
      id: childRunId(caller.id, call.path),
    };
    // One that is there already is the one that this call started before its process died.
    await store.dispatcher.start(run);
    return call.pattern === "one way" ? undefined : this.#await(call, run);
  }

  async #await(call: LinkedCall, { tenant, id }: NewRun): Promise<Message> {
    const { leaving } = this.#options;
    const { timeout, tries, signal } = call;
    for (;;) {
      const waited = await this.#waited(tenant, id);
      const left = timeout === 0 ? LOOK : Math.max(0, timeout - waited);
      const run = await cancellable(
        waitForRun(this.#options, tenant, id, Math.min(left, tries ? KEPT_PLACE : LOOK)),
        signal,
      );
      if (!run) throw mortiseError("LINK_UNAVAILABLE", { flow: call.flow, what: `its run ${id} is not kept any more` });
      if (isOver(run)) return replyOf(run);
      if (timeout > 0 && (await this.#waited(tenant, id)) >= timeout)
        throw mortiseError("ENGINE_TIMEOUT", { ms: timeout });
      if (tries) await tries.release(Math.min(Math.max(waited / 2, RELEASED[0]), RELEASED[1]));
      if (leaving.aborted)
        throw mortiseError("LINK_UNAVAILABLE", {
          flow: call.flow,
          what: `the server stops while its run ${id} goes on`,
        });
    }

    function isOver({ status }: RunRecord): boolean {
      return status !== "queued" && status !== "running";
    }
  }

  /** For how long the run has been there. Told by the database's clock alone: the caller may have waited on another machine. */
  async #waited(tenant: string, id: string): Promise<number> {
    const { store } = this.#options;
    const [run, now] = await Promise.all([store.runs.get(tenant, id), store.now()]);
    return run ? now - run.createdAt : Number.POSITIVE_INFINITY;
  }
}

function replyOf({ id, flow, status, error, message }: RunRecord): Message {
  if (status !== "completed") throw calledFailure({ id, flow, status, error });
  return message ? Message.decode(message) : new Message();
}

async function cancellable<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  let cancel = () => {};
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject(mortiseError("ENGINE_CANCELLED"));
  });
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel);
  try {
    return await Promise.race([waiting, cancelled]);
  } finally {
    signal.removeEventListener("abort", cancel);
    waiting.catch(() => {});
  }
}
