import type { Clock, Exchange, Message, MortiseError, StepRecord } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { errorRecord } from "../run/errors.ts";
import { KeptSteps } from "./kept-steps.ts";
import { learnSecrets, redactError, redactSnapshot } from "./redact.ts";
import type { RunSecrets } from "./secrets.ts";
import { encodeState } from "./state.ts";

/** Keeps the steps of a run cheaply, and makes rows of them when they are wanted. */
export class TraceRecorder {
  readonly #steps: KeptSteps;
  readonly #began: number;
  readonly #beganTick: number;
  // One reading of the timer a step: the end of a step is the beginning of the next.
  #tick = performance.now();
  #exchange: Exchange | undefined;
  #after: Message | undefined;

  constructor(clock: Pick<Clock, "now">, beside?: TraceRecorder) {
    this.#steps = beside ? beside.#steps : new KeptSteps();
    this.#began = beside ? beside.#began : clock.now();
    this.#beganTick = beside ? beside.#beganTick : this.#tick;
  }

  /** The same trace for a path that goes beside others: the end of another's step is not the beginning of its own. */
  branch(): TraceRecorder {
    return new TraceRecorder({ now: () => this.#began }, this);
  }

  /** A stream of parts begins, which may have no end: fewer of their steps are kept. */
  expectMany(): void {
    this.#steps.expectMany();
  }

  /** The message before a step: the one after the last step, where it is the same exchange that goes on. */
  before(exchange: Exchange): Message {
    return this.#exchange === exchange && this.#after ? this.#after : exchange.message.fork();
  }

  add(
    node: PlanNode,
    path: string,
    before: Message | undefined,
    exchange: Exchange,
    output: string,
    log: readonly string[] | undefined,
    error: MortiseError | undefined,
  ): void {
    const after = exchange.message.fork();
    const started = this.#tick;
    this.#tick = performance.now();
    this.#exchange = exchange;
    this.#after = after;
    this.#steps.add({
      seq: this.#steps.next,
      node,
      path,
      started,
      ms: this.#tick - started,
      output,
      before: before ?? after,
      after,
      properties: exchange.holdProperties(),
      error,
      log,
    });
  }

  /** The ids of the nodes that ran, in order. */
  path(): string[] {
    return this.#steps.list().map((step) => step.node.id);
  }

  /** Registers the secrets that the steps reveal. */
  learn(secrets: RunSecrets): void {
    for (const { before, after, properties } of this.#steps.list()) {
      learnSecrets(encodeState(before).message, secrets);
      learnSecrets(encodeState(after, properties).message, secrets);
    }
  }

  /** Rows without secrets. Two passes: a secret that a late step reveals must not show in an early one. */
  records(secrets: RunSecrets): StepRecord[] {
    const encoded = this.#steps.list().map((step) => ({
      step,
      before: encodeState(step.before),
      after: encodeState(step.after, step.properties),
    }));
    for (const { before, after } of encoded) {
      learnSecrets(before.message, secrets);
      learnSecrets(after.message, secrets);
    }
    return encoded.map(({ step, before, after }) => ({
      seq: step.seq,
      path: step.path,
      nodeId: step.node.id,
      type: step.node.type,
      output: step.output,
      at: Math.round(this.#began + (step.started - this.#beganTick)),
      ms: step.ms,
      before: redactSnapshot(before, secrets),
      after: redactSnapshot(after, secrets),
      ...(step.error ? { error: redactError(errorRecord(step.error), secrets) } : {}),
      ...(step.log ? { log: step.log.map((line) => secrets.redact(line)) } : {}),
    }));
  }
}
