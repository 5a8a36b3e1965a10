import {
  type EncodedMessage,
  type Environment,
  type ErrorRecord,
  type Json,
  mortiseError,
  type NewRun,
  type RunRecord,
  type RunStatus,
} from "@mortise/contract";
import { messageOf, snapshotOf } from "@mortise/engine";
import { realClock } from "../clock.ts";
import { notInstalled } from "../flows/lifecycle.ts";
import type { Runtime } from "../runtime.ts";
import type { DirectRun, DirectStart } from "./direct.ts";
import { newRun } from "./new-run.ts";
import { rehearsedWorld, type Stubs } from "./rehearsed.ts";
import { newRunId } from "./run-id.ts";
import { encodeShown, shownMessage } from "./shown.ts";
import { waitForRun } from "./wait.ts";

export interface ManualStart {
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
  /** Values as the codec writes them. */
  readonly message?: { readonly headers?: { readonly [name: string]: Json }; readonly body?: Json } | undefined;
  /** Id of the node to begin at. Defaults to the flow's start. */
  readonly from?: string | undefined;
  /** The instant that the run takes for now. Nothing outside is touched then, unless `live`. */
  readonly at?: number | undefined;
  readonly stubs?: Stubs | undefined;
  readonly live?: boolean | undefined;
  /** Until the end, not at all, or so many milliseconds. */
  readonly wait: boolean | number;
}

/** A run as its starter hears of it. */
export interface RunAnswer {
  readonly id: string;
  readonly status: RunStatus;
  readonly handled?: boolean | undefined;
  readonly message?: EncodedMessage | undefined;
  readonly error?: ErrorRecord | undefined;
}

/** How long `wait: true` waits, in milliseconds. */
const LONGEST_WAIT = 600_000;

/** Starts an installed flow by hand. Throws `API_CONFLICT` when it is not installed there. */
export async function startRun(runtime: Runtime, start: ManualStart): Promise<RunAnswer> {
  const { tenant, flow, environment, at, live = false } = start;
  const installed = runtime.plans.find(tenant, flow, environment);
  if (!installed) throw notInstalled(flow, environment);
  const { plan } = installed;
  const node = start.from ?? plan.start.id;
  if (!plan.nodes.has(node))
    throw mortiseError("API_INVALID", { what: `the flow has no node "${node}"` }, { pointer: "/from" });
  const message = messageOf(start.message);
  const rehearsed = !live && (at !== undefined || start.stubs !== undefined);
  if (!rehearsed && at === undefined && (plan.options.delivery === "durable" || plan.options.serial))
    return enqueue(runtime, newRun(installed, "manual", node, snapshotOf(message), runtime.clock.now()), start.wait);
  const world = rehearsed ? await rehearsedWorld(runtime, installed, at, start.stubs) : {};
  return begin(runtime, { installed, node, message, trigger: "manual", nominal: at, world, trace: "all" }, start.wait);
}

/** Hands a durable run to the dispatcher, and waits for it as long as asked. */
export async function enqueue(runtime: Runtime, run: NewRun, wait: boolean | number): Promise<RunAnswer> {
  await runtime.store.dispatcher.start(run);
  const ms = waitMs(wait);
  if (ms === 0) return { id: run.id, status: "queued" };
  const ended = await waitForRun(runtime, run.tenant, run.id, ms);
  return ended ? answerOf(ended) : { id: run.id, status: "queued" };
}

/** Runs in memory, and waits as long as asked. */
async function begin(runtime: Runtime, start: DirectStart, wait: boolean | number): Promise<RunAnswer> {
  const { clock } = runtime;
  const { tenant, flow, environment } = start.installed.record;
  const id = newRunId(clock.now());
  const cancel = new AbortController();
  const world = { ...start.world, signal: cancel.signal };
  const run = Promise.resolve(runtime.direct.run({ ...start, runId: id, world })).then(answerOfRun);
  runtime.begun.add({ id, tenant, flow, environment, at: clock.now(), cancel: () => cancel.abort() }, run);
  const ms = waitMs(wait);
  if (ms === 0) {
    run.catch((error) => runtime.log.error({ err: error, run: id }, "a run by hand ended without an outcome"));
    return { id, status: "running" };
  }
  const enough = new AbortController();
  const running = (): RunAnswer => ({ id, status: "running" });
  const late = realClock.sleep(ms, AbortSignal.any([enough.signal, runtime.leaving])).then(running, running);
  return Promise.race([run, late]).finally(() => enough.abort());
}

/** How long a caller waits, in milliseconds. */
export function waitMs(wait: boolean | number): number {
  return wait === true ? LONGEST_WAIT : wait === false ? 0 : Math.min(wait, LONGEST_WAIT);
}

function answerOfRun({ id, outcome, world, plan }: DirectRun): RunAnswer {
  const { status, handled, error, message } = outcome;
  return { id, status, handled, error, message: shownMessage(encodeShown(message), world.secretsOf(plan, outcome)) };
}

/** A run that is a row, as its starter hears of it. */
export function answerOf({ id, status, handled, message, error }: RunRecord): RunAnswer {
  return { id, status, handled, message: message ?? undefined, error: error ?? undefined };
}
