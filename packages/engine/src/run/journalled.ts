import {
  asMortiseError,
  type Exchange,
  type Intent,
  type Journal,
  type JournalEntry,
  type MortiseError,
  mortiseError,
  type Outcome,
  type StepResult,
} from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { authorsKey, doubt, externalTimeout, isInDoubt, noticeDoubt, PAUSES_IN_DOUBT } from "./doubt.ts";
import { errorRecord, placed, reviveError } from "./errors.ts";
import { asFatal, isFatal, ParkedError, PausedError } from "./halt.ts";
import { outputOf, reviveOutcome } from "./outcome.ts";
import { RecordedRun } from "./recorded-run.ts";
import type { RunContext } from "./run-context.ts";
import { applySnapshot, takeSnapshot } from "./snapshot.ts";

/** Longest pause between two tries to store the answer of an external node. */
const STORE_RETRY_MAX = 5_000;

/** A wait up to this long is the process's own; for a longer one the run is released, and survives a restart. */
const LONGEST_PAUSE = 10_000;

/** Every step that is not pure is in the journal before its output is handed on; one that is there already is not run again. */
export async function runJournalled(
  context: RunContext,
  node: PlanNode,
  exchange: Exchange,
  path: string,
): Promise<Outcome> {
  const journal = context.ports.journal as Journal;
  const entry = journal.entries.get(path);
  if (entry?.result) return replay(context, node, exchange, path, entry.result);
  if (node.effect === "external") return new ExternalStep(context, node, exchange, path, entry).run();
  const recording = new RecordedRun(context, node, exchange, path);
  await recording.prepare();
  const result = await recording.run();
  if (node.effect === "store" && !result.error) {
    try {
      await journal.store(path, node.id, result, recording.writes);
    } catch (error) {
      if (isFatal(error)) throw asFatal(error);
      const failure = placed(error, node);
      journal.read(path, node.id, { error: errorRecord(failure) });
      recording.trace("error", failure);
      throw failure;
    }
  } else journal.read(path, node.id, result);
  return recording.end();
}

/** A call outside: an intent, the effect, its result; and what becomes of it when the result is missing. */
class ExternalStep {
  readonly #context: RunContext;
  readonly #node: PlanNode;
  readonly #exchange: Exchange;
  readonly #path: string;
  readonly #journal: Journal;
  /** What an earlier claim left open. */
  readonly #left: (JournalEntry & { readonly intent: Intent }) | undefined;
  readonly #recording: RecordedRun;
  /** What this claim opened. */
  #intent: Intent | undefined;

  constructor(context: RunContext, node: PlanNode, exchange: Exchange, path: string, entry: JournalEntry | undefined) {
    this.#context = context;
    this.#node = node;
    this.#exchange = exchange;
    this.#path = path;
    this.#journal = context.ports.journal as Journal;
    this.#left = entry?.intent && { ...entry, intent: entry.intent };
    if (entry?.intent) applySnapshot(exchange, entry.intent.input);
    this.#recording = new RecordedRun(context, node, exchange, path, {
      failed: entry?.attempts ?? 0,
      pause: (ms, failed) => this.#pause(ms, failed),
      release: (ms) => this.#release(ms, entry?.attempts ?? 0),
    });
  }

  async run(): Promise<Outcome> {
    const recording = this.#recording;
    if (this.#left && !this.#maySend(this.#left)) return this.#close(recording.fail(this.#doubt()));
    await recording.prepare();
    const intent = recording.failure ? undefined : await this.#open();
    // Nothing was sent: the failure is known, and needs no intent.
    if (!intent && !this.#left) {
      this.#journal.read(this.#path, this.#node.id, await recording.run());
      return recording.end();
    }
    return this.#close(await this.#send(intent));
  }

  /** Whether what an earlier claim left open may be sent again. Parks the run, or pauses it, when that is not for us to say now. */
  #maySend({ intent, again, retryAt = 0 }: JournalEntry & { readonly intent: Intent }): boolean {
    if (again === "retry" && retryAt > this.#context.ports.clock.now()) throw new PausedError(retryAt);
    if (again !== undefined || intent.repeatable) return true;
    if (this.#node.whenInDoubt === "park") throw this.#parked();
    return false;
  }

  async #open(): Promise<Intent | undefined> {
    const { ports } = this.#context;
    const { id, whenInDoubt } = this.#node;
    let intent: Intent;
    try {
      const key = this.#left?.intent.idempotencyKey ?? authorsKey(this.#node, this.#exchange);
      intent = {
        input: this.#left?.intent.input ?? takeSnapshot(this.#exchange),
        idempotencyKey: key ?? `${this.#exchange.runId}/${this.#path}`,
        repeatable: whenInDoubt === "retry",
        deadline: ports.clock.now() + externalTimeout(this.#node),
      };
      if (this.#node.settings.idempotencyKey !== undefined) this.#recording.useKey(key);
    } catch (error) {
      this.#recording.refuse(error);
      return undefined;
    }
    await fatal(this.#journal.intent(this.#path, id, intent));
    this.#intent = intent;
    return intent;
  }

  /** Sends, and sends again what may be sent twice when its answer is lost. */
  async #send(intent: Intent | undefined): Promise<StepResult> {
    const { whenInDoubt, settings } = this.#node;
    for (let lost = 0; ; lost++) {
      if (intent) await this.#checkInTime(intent, lost);
      const result = await this.#recording.run();
      const { failure } = this.#recording;
      if (!intent || !failure || !isInDoubt(failure)) return result;
      if (whenInDoubt === "park") {
        this.#recording.trace("error", failure);
        throw this.#parked(failure);
      }
      const pause = settings.retry === undefined && whenInDoubt === "retry" ? PAUSES_IN_DOUBT[lost] : undefined;
      if (pause === undefined) {
        if (whenInDoubt === "fail") noticeDoubt(this.#context, this.#node, this.#exchange, doubt(this.#node, failure));
        return result;
      }
      this.#recording.warn(`${failure.message} It is sent again in ${pause} ms.`);
      await this.#context.ports.clock.sleep(pause, this.#context.signal).catch(() => {});
      this.#context.checkCancelled();
      applySnapshot(this.#exchange, intent.input);
    }
  }

  /** A process that was stopped meanwhile finds its intent's deadline passed: another one may have the run, and have sent. */
  async #checkInTime({ deadline }: Intent, sent: number): Promise<void> {
    const now = this.#context.ports.clock.now();
    if (now < deadline) return;
    if (sent > 0) throw asFatal(mortiseError("ENGINE_JOURNAL_CONFLICT"));
    // Nothing has left: where the run is still ours, it is no doubt but a delay.
    const attempts = this.#left?.attempts ?? 0;
    await fatal(this.#journal.retry(this.#path, this.#node.id, { attempts, at: now }));
    throw new PausedError(now);
  }

  async #close(result: StepResult): Promise<Outcome> {
    const { writes } = this.#recording;
    const write = (ended: StepResult) => () =>
      this.#journal.result(this.#path, this.#node.id, ended, ended.error ? [] : writes);
    try {
      await stored(this.#context, write(result));
    } catch (error) {
      // The answer stands; what was to be made of it does not.
      await stored(this.#context, write(this.#recording.fail(error)));
    }
    return this.#recording.end();
  }

  async #pause(ms: number, failed: number): Promise<void> {
    if (ms > LONGEST_PAUSE) return this.#release(ms, failed);
    const { clock } = this.#context.ports;
    const { id } = this.#node;
    // Killed meanwhile, the run is not in doubt; stopped meanwhile, and another process has it, nothing is sent.
    await this.#failedSoFar(failed, clock.now() + ms);
    await clock.sleep(ms, this.#context.signal);
    if (!this.#intent) return;
    this.#intent = { ...this.#intent, deadline: clock.now() + externalTimeout(this.#node) };
    await fatal(this.#journal.intent(this.#path, id, this.#intent));
  }

  async #release(ms: number, failed: number): Promise<never> {
    const at = this.#context.ports.clock.now() + ms;
    await this.#failedSoFar(failed, at);
    throw new PausedError(at);
  }

  /** What is known of the tries so far must not be forgotten because the database is away for a moment: it would be a doubt. */
  #failedSoFar(attempts: number, at: number): Promise<void> {
    return stored(this.#context, () => this.#journal.retry(this.#path, this.#node.id, { attempts, at }));
  }

  #doubt(): MortiseError {
    const error = doubt(this.#node);
    noticeDoubt(this.#context, this.#node, this.#exchange, error);
    return error;
  }

  #parked(failure?: MortiseError): ParkedError {
    // Who cancels a run does not want to be asked what is to become of it.
    this.#context.checkCancelled();
    this.#context.last = this.#exchange.message;
    return new ParkedError(doubt(this.#node, failure));
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
  const outcome = reviveOutcome(result, exchange);
  context.record(node, path, before, exchange, outputOf(outcome), undefined);
  return outcome;
}

async function fatal<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw asFatal(error);
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
      if (asMortiseError(error).code !== "STORE_UNAVAILABLE") throw isFatal(error) ? asFatal(error) : error;
      await context.ports.clock.sleep(pause);
    }
  }
}
