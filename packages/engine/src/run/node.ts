import {
  asMortiseError,
  type Clock,
  type Exchange,
  type MortiseError,
  mortiseError,
  type Outcome,
  type StepResult,
} from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { errorRecord, reviveError } from "./errors.ts";
import { NodeServices, type RunContext, readVariable } from "./run-context.ts";
import { applySnapshot, takeSnapshot } from "./snapshot.ts";

/** An external node is given this long before its intent may be called in doubt, unless it says otherwise. */
const EXTERNAL_TIMEOUT = 60_000;

/** Longest pause between two tries to store the answer of an external node. */
const STORE_RETRY_MAX = 5_000;

/**
 * Runs one node on one exchange. Returns a promise only when something is waited for: pure nodes of a chain run in
 * one go. Throws the node's failure with its id.
 */
export function runNode(
  context: RunContext,
  node: PlanNode,
  exchange: Exchange,
  path: string,
): Outcome | Promise<Outcome> {
  context.checkCancelled();
  context.current = exchange;
  const { journal } = context.ports;
  if (node.run === undefined) return runSource(context, node, exchange, path);
  if (node.effect !== "pure" && journal) return runJournalled(context, node, exchange, path);
  if (node.variables.length > 0 || node.prepare.length > 0) return runPrepared(context, node, exchange, path);
  return runPlain(context, node, exchange, path);
}

function runSource(context: RunContext, node: PlanNode, exchange: Exchange, path: string): undefined {
  context.record(node, path, context.trace?.before(exchange), exchange, "out", undefined);
}

function runPlain(context: RunContext, node: PlanNode, exchange: Exchange, path: string): Outcome | Promise<Outcome> {
  const services = context.services(node);
  const before = context.trace?.before(exchange);
  const fail = (error: unknown): never => {
    const failure = placed(error, node);
    context.record(node, path, before, exchange, "error", services, failure);
    throw failure;
  };
  const done = (outcome: Outcome): Outcome | Promise<Outcome> => {
    if (node.effect === "external") context.learn(exchange);
    if (services.writes.length > 0) {
      return context.ports.variables.apply(services.writes).then(() => {
        context.record(node, path, before, exchange, outputOf(outcome), services);
        return outcome;
      }, fail);
    }
    if (context.trace) context.record(node, path, before, exchange, outputOf(outcome), services);
    return outcome;
  };
  try {
    const outcome = (node.run as NonNullable<PlanNode["run"]>)(exchange, node.settings as never, services) as
      | Outcome
      | Promise<Outcome>;
    if (outcome instanceof Promise) return timed(context, node, outcome).then(done, fail);
    const ended = done(outcome);
    if (!(ended instanceof Promise)) context.release(services);
    return ended;
  } catch (error) {
    return fail(error);
  }
}

async function runPrepared(context: RunContext, node: PlanNode, exchange: Exchange, path: string): Promise<Outcome> {
  try {
    for (const name of node.variables) context.scope.variables.set(name, await readVariable(context, name));
    for (const expression of node.prepare) await expression.prepare?.(exchange);
  } catch (error) {
    const failure = placed(error, node);
    context.record(node, path, context.trace?.before(exchange), exchange, "error", undefined, failure);
    throw failure;
  }
  return runPlain(context, node, exchange, path);
}

/** Every step that is not pure is in the journal before its output is handed on; one that is there already is not run again. */
async function runJournalled(context: RunContext, node: PlanNode, exchange: Exchange, path: string): Promise<Outcome> {
  const journal = context.ports.journal as NonNullable<RunContext["ports"]["journal"]>;
  const entry = journal.entries.get(path);
  if (entry?.result) return replay(context, node, exchange, path, entry.result);
  if (node.effect === "external") {
    if (entry?.intent) {
      if (!entry.intent.repeatable) throw inDoubt(context, node, exchange);
      applySnapshot(exchange, entry.intent.input);
    } else {
      await fatal(
        journal.intent(path, node.id, {
          input: takeSnapshot(exchange),
          idempotencyKey: `${exchange.runId}/${path}`,
          repeatable: node.repeatable,
          deadline: context.ports.clock.now() + externalTimeout(node),
        }),
      );
    }
  }
  const recording = new RecordedRun(context, node, exchange, path);
  const result = await recording.run();
  if (node.effect === "external") await stored(context, () => journal.result(path, node.id, result));
  else if (node.effect === "store" && !result.error) {
    try {
      await journal.store(path, node.id, result, recording.writes);
    } catch (error) {
      if (isFatal(error)) throw new FatalError(error);
      const failure = placed(error, node);
      journal.read(path, node.id, { error: errorRecord(failure) });
      recording.trace("error", failure);
      throw failure;
    }
  } else journal.read(path, node.id, result);
  recording.trace(result.error ? "error" : outputOf(recording.outcome), recording.failure);
  if (recording.failure) throw recording.failure;
  return recording.outcome;
}

/** One run of a node whose outcome is to be written down: failure is a value here. */
class RecordedRun {
  outcome: Outcome;
  failure: MortiseError | undefined;
  readonly #context: RunContext;
  readonly #node: PlanNode;
  readonly #exchange: Exchange;
  readonly #path: string;
  readonly #services: NodeServices;
  readonly #before;

  constructor(context: RunContext, node: PlanNode, exchange: Exchange, path: string) {
    this.#context = context;
    this.#node = node;
    this.#exchange = exchange;
    this.#path = path;
    this.#services = new NodeServices(context, node);
    this.#before = context.trace?.before(exchange);
  }

  get writes() {
    return this.#services.writes;
  }

  async run(): Promise<StepResult> {
    const context = this.#context;
    try {
      for (const name of this.#node.variables) context.scope.variables.set(name, await readVariable(context, name));
      for (const expression of this.#node.prepare) await expression.prepare?.(this.#exchange);
      const running = (this.#node.run as NonNullable<PlanNode["run"]>)(
        this.#exchange,
        this.#node.settings as never,
        this.#services,
      );
      this.outcome = ((await (running instanceof Promise
        ? timed(context, this.#node, running as Promise<Outcome>)
        : running)) ?? undefined) as Outcome;
      if (this.#node.effect === "external") context.learn(this.#exchange);
      return { after: takeSnapshot(this.#exchange), ...outcomeRecord(this.outcome) };
    } catch (error) {
      if (isFatal(error)) throw new FatalError(error);
      this.failure = placed(error, this.#node);
      return { after: takeSnapshot(this.#exchange), error: errorRecord(this.failure) };
    }
  }

  trace(output: string, error?: MortiseError): void {
    this.#context.record(this.#node, this.#path, this.#before, this.#exchange, output, this.#services, error);
  }
}

function replay(context: RunContext, node: PlanNode, exchange: Exchange, path: string, result: StepResult): Outcome {
  const before = context.trace?.before(exchange);
  if (result.after) applySnapshot(exchange, result.after);
  if (node.effect === "external") context.learn(exchange);
  if (result.error) {
    const failure = reviveError(result.error);
    context.record(node, path, before, exchange, "error", undefined, failure);
    throw failure;
  }
  const { output, stop } = result.outcome ?? {};
  const outcome: Outcome = stop !== undefined ? { stop } : output !== undefined ? { output } : undefined;
  context.record(node, path, before, exchange, outputOf(outcome), undefined);
  return outcome;
}

/** A run must not go on nor fail because our own database is away: it stays open for another claim. */
export class FatalError extends Error {
  override readonly cause: unknown;

  constructor(cause: unknown) {
    super("the run stays open", { cause });
    this.cause = cause;
  }
}

function isFatal(error: unknown): boolean {
  const { code } = asMortiseError(error);
  return code === "STORE_UNAVAILABLE" || code === "ENGINE_JOURNAL_CONFLICT";
}

async function fatal<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw new FatalError(error);
  }
}

/**
 * Stores the answer of an external node, for as long as it takes: it may hold the only new refresh token, and the
 * other side has spent the old one (tokens.md, line 6 of the protocol).
 */
async function stored(context: RunContext, write: () => Promise<void>): Promise<void> {
  for (let pause = 50; ; pause = Math.min(pause * 2, STORE_RETRY_MAX)) {
    try {
      await write();
      return;
    } catch (error) {
      if (asMortiseError(error).code !== "STORE_UNAVAILABLE") throw new FatalError(error);
      await context.ports.clock.sleep(pause);
    }
  }
}

function inDoubt(context: RunContext, node: PlanNode, exchange: Exchange): MortiseError {
  const method = typeof node.settings.method === "string" ? node.settings.method : node.type;
  const url = (node.settings.url as { source?: string } | undefined)?.source ?? node.id;
  const error = mortiseError("REMOTE_IN_DOUBT", { method, url }, { nodeId: node.id });
  context.ports.notice?.("run.in-doubt", `${error.message} Node ${node.id} of run ${exchange.runId}.`);
  return error;
}

/** A component's time-out. What reaches outside bounds itself: a token call must never be cut. */
function timed(context: RunContext, node: PlanNode, running: Promise<Outcome>): Promise<Outcome> {
  const ms = context.plan.options.timeout;
  if (node.effect === "external" || ms === 0) return running;
  const { clock } = context.ports;
  const late = () => mortiseError("ENGINE_TIMEOUT", { ms }, { nodeId: node.id });
  return new Promise((resolve, reject) => {
    const stop = clock.timer?.(ms, () => reject(late())) ?? sleeper(clock, ms, () => reject(late()));
    running.then(resolve, reject).finally(stop);
  });
}

/** A timer made of a clock that only sleeps. */
function sleeper(clock: Clock, ms: number, call: () => void): () => void {
  const stop = new AbortController();
  clock.sleep(ms, stop.signal).then(call, () => {});
  return () => stop.abort();
}

/** The longest that an external node can take, with all its tries. */
function externalTimeout({ settings }: PlanNode): number {
  const timeout = typeof settings.timeout === "number" ? settings.timeout : EXTERNAL_TIMEOUT;
  const { times = 0, interval = 0 } = (settings.retry ?? {}) as { readonly times?: number; readonly interval?: number };
  return (times + 1) * timeout + times * interval;
}

function placed(error: unknown, node: PlanNode): MortiseError {
  const failure = asMortiseError(error);
  failure.nodeId ??= node.id;
  return failure;
}

function outputOf(outcome: Outcome): string {
  if (!outcome) return "out";
  return "output" in outcome ? outcome.output : "stop" in outcome ? "stop" : "split";
}

function outcomeRecord(outcome: Outcome): Pick<StepResult, "outcome"> {
  if (!outcome || "split" in outcome) return {};
  return { outcome };
}
