import type { Exchange, MortiseError, Outcome, StepResult, Tries } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { errorRecord, placed } from "./errors.ts";
import { asFatal, isFatal } from "./halt.ts";
import { outcomeRecord, outputOf, wholeOutcome } from "./outcome.ts";
import { NodeServices, type RunContext, readVariable } from "./run-context.ts";
import { takeSnapshot } from "./snapshot.ts";
import { timed } from "./timed.ts";

/** One run of a node whose outcome is to be written down: failure is a value here. */
export class RecordedRun {
  outcome: Outcome;
  failure: MortiseError | undefined;
  readonly #context: RunContext;
  readonly #node: PlanNode;
  readonly #exchange: Exchange;
  readonly #path: string;
  readonly #services: NodeServices;
  readonly #before;
  #refused: StepResult | undefined;

  constructor(context: RunContext, node: PlanNode, exchange: Exchange, path: string, tries?: Tries) {
    this.#context = context;
    this.#node = node;
    this.#exchange = exchange;
    this.#path = path;
    this.#services = new NodeServices(context, node, path);
    this.#services.tries = tries;
    this.#before = context.trace?.before(exchange);
  }

  get writes() {
    return this.#services.writes;
  }

  /** The key that every try of the call is sent with. */
  useKey(idempotencyKey: string | undefined): void {
    if (this.#services.tries) this.#services.tries = { ...this.#services.tries, idempotencyKey };
  }

  /** Reads what the node's expressions need. */
  async prepare(): Promise<void> {
    try {
      for (const name of this.#node.variables)
        this.#context.scope.variables.set(name, await readVariable(this.#context, name));
      for (const expression of this.#node.prepare) await expression.prepare?.(this.#exchange);
    } catch (error) {
      this.refuse(error);
    }
  }

  /** The node has failed before it did anything, and is not run. */
  refuse(error: unknown): void {
    this.#refused = this.fail(error);
  }

  /** The node has failed. */
  fail(error: unknown): StepResult {
    if (isFatal(error)) throw asFatal(error);
    this.failure = placed(error, this.#node);
    return { ...this.#left(), error: errorRecord(this.failure) };
  }

  async run(): Promise<StepResult> {
    if (this.#refused) return this.#refused;
    this.failure = undefined;
    const context = this.#context;
    try {
      const running = (this.#node.run as NonNullable<PlanNode["run"]>)(
        this.#exchange,
        this.#node.settings as never,
        this.#services,
      );
      this.outcome = await wholeOutcome(
        ((await (running instanceof Promise ? timed(context, this.#node, running as Promise<Outcome>) : running)) ??
          undefined) as Outcome,
      );
      if (this.#node.effect === "external") context.learn(this.#exchange);
      return { after: takeSnapshot(this.#exchange), ...outcomeRecord(this.outcome, this.#exchange) };
    } catch (error) {
      return this.fail(error);
    }
  }

  /** A line in the run's log. */
  warn(line: string): void {
    this.#services.log.write("warning", line);
  }

  trace(output: string, error?: MortiseError): void {
    this.#context.record(this.#node, this.#path, this.#before, this.#exchange, output, this.#services, error);
  }

  /** Adds the step to the trace; gives the outcome, or throws the failure. */
  end(): Outcome {
    this.trace(this.failure ? "error" : outputOf(this.outcome), this.failure);
    if (this.failure) throw this.failure;
    return this.outcome;
  }

  /** The exchange as a failed node left it. A body that no row can hold is let go, here as in a run that is continued. */
  #left(): Pick<StepResult, "after"> {
    try {
      return { after: takeSnapshot(this.#exchange) };
    } catch {
      this.#exchange.message.body = null;
      return { after: takeSnapshot(this.#exchange) };
    }
  }
}
