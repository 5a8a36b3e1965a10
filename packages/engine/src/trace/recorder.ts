import type { Exchange, Message, MortiseError, StepRecord, Value } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { errorRecord } from "../run/errors.ts";
import { learnSecrets, redactError, redactSnapshot } from "./redact.ts";
import type { RunSecrets } from "./secrets.ts";
import { encodeState } from "./state.ts";

/** A step as it is kept while the run goes on: forks only, nothing is serialised yet. */
interface RawStep {
  readonly node: PlanNode;
  readonly path: string;
  readonly at: number;
  readonly ms: number;
  readonly output: string;
  readonly before: Message;
  readonly after: Message;
  readonly properties: ReadonlyMap<string, Value>;
  readonly error: MortiseError | undefined;
  readonly log: readonly string[] | undefined;
}

/** Keeps the steps of a run cheaply, and makes rows of them when they are wanted. */
export class TraceRecorder {
  readonly #steps: RawStep[] = [];

  get length(): number {
    return this.#steps.length;
  }

  add(step: RawStep): void {
    this.#steps.push(step);
  }

  /** The ids of the nodes that ran, in order. */
  path(): string[] {
    return this.#steps.map((step) => step.node.id);
  }

  /** Rows without secrets. Two passes: a secret that a late step reveals must not show in an early one. */
  records(secrets: RunSecrets): StepRecord[] {
    const encoded = this.#steps.map((step) => ({
      step,
      before: encodeState(step.before),
      after: encodeState(step.after, step.properties),
    }));
    for (const { before, after } of encoded) {
      learnSecrets(before.message, secrets);
      learnSecrets(after.message, secrets);
    }
    return encoded.map(({ step, before, after }, index) => ({
      seq: index + 1,
      path: step.path,
      nodeId: step.node.id,
      type: step.node.type,
      output: step.output,
      at: step.at,
      ms: step.ms,
      before: redactSnapshot(before, secrets),
      after: redactSnapshot(after, secrets),
      ...(step.error ? { error: redactError(errorRecord(step.error), secrets) } : {}),
      ...(step.log ? { log: step.log.map((line) => secrets.redact(line)) } : {}),
    }));
  }
}

/** A fork to remember an exchange's message by. */
export function remember(exchange: Exchange): Message {
  return exchange.message.fork();
}
