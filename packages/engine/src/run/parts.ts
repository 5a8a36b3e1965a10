import { asMortiseError, type Exchange, type Join, type Message, type Outcome } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import { FailedPath } from "./failed-path.ts";
import { type NumberedPart, NumberedParts } from "./numbered-parts.ts";
import type { RunContext } from "./run-context.ts";

/** Parts on their way at once, when a split is parallel: as many as Camel's pool of threads has at the beginning. */
export const PARALLEL_PARTS = 10;

/** Parts in a row that waited for nothing; then other runs get their turn. */
const BREATH = 500;

/** So many parts, or nobody knows how many: not all of their steps are kept. */
const MANY = 1_000;

/** Camel's names for where in a split a message is. */
const INDEX = "CamelSplitIndex";
const SIZE = "CamelSplitSize";
const COMPLETE = "CamelSplitComplete";

/** How a part goes its way, and how it gets to the error route; the walk knows both. */
export interface PartWays {
  follow(context: RunContext, part: Exchange, index: number): void | Promise<void>;
  /** Whether the route took care of the failure. */
  route(context: RunContext, failed: FailedPath, index: number): Promise<boolean>;
}

/**
 * The parts of one split on their way. As in Camel a part that fails stops no other: it goes to the error route by
 * itself, and where that takes care of it the flow goes on behind the split. Without an error route all parts go their
 * way too, and then the split fails with the error of the first part that did.
 */
export class Parts {
  readonly #context: RunContext;
  readonly #exchange: Exchange;
  readonly #node: PlanNode;
  readonly #ways: PartWays;
  readonly #parts: NumberedParts;
  readonly #parallel: boolean;
  readonly #join: Join | undefined;
  /** Ends of parts that wait for those before them; undefined for one that failed. */
  readonly #ends = new Map<number, Message | undefined>();
  #joined = 0;
  #failed: { readonly index: number; readonly failure: FailedPath } | undefined;
  /** What ends the split at once. */
  #stopped: { readonly by: unknown } | undefined;

  constructor(
    context: RunContext,
    node: PlanNode,
    exchange: Exchange,
    { split, parallel = false }: Extract<Outcome, { readonly split: unknown }>,
    ways: PartWays,
  ) {
    this.#context = context;
    this.#node = node;
    this.#exchange = exchange;
    this.#ways = ways;
    this.#parts = new NumberedParts(split);
    if ((this.#parts.size ?? MANY) >= MANY) context.trace?.expectMany();
    this.#parallel = parallel;
    this.#join = node.join?.(exchange, node.settings as never);
  }

  /** Resolves when all have ended; gives no promise when nothing was waited for. */
  run(): undefined | Promise<undefined> {
    if (this.#parallel) return this.#abreast();
    try {
      for (let turn = 1; turn < BREATH; turn++) {
        const part = this.#parts.next();
        if (part instanceof Promise) return this.#inOrder(part);
        if (!part) return this.#end();
        const way = this.#send(part, this.#context);
        if (way) return this.#inOrder(way.then(() => this.#parts.next()));
      }
    } catch (error) {
      return this.#abandon(error);
    }
    return this.#inOrder(breath().then(() => this.#parts.next()));
  }

  async #inOrder(first: Promise<NumberedPart | undefined>): Promise<undefined> {
    try {
      let turn = 1;
      for (let part = await first; part; part = await this.#parts.next()) {
        await this.#send(part, this.#context);
        if (turn++ % BREATH === 0) await breath();
      }
    } catch (error) {
      return this.#abandon(error);
    }
    return this.#end();
  }

  async #abreast(): Promise<undefined> {
    const working = new Set<Promise<void>>();
    try {
      let turn = 1;
      for (let part = await this.#parts.next(); part && !this.#stopped; part = await this.#parts.next()) {
        const way = this.#send(part, this.#context.branch());
        if (way) {
          const done: Promise<void> = way
            .catch((error: unknown) => this.#stop(error))
            .finally(() => working.delete(done));
          working.add(done);
          if (working.size >= PARALLEL_PARTS) await Promise.race(working);
        }
        if (turn++ % BREATH === 0) await breath();
      }
    } catch (error) {
      this.#stop(error);
    }
    // Nobody leaves before the others have ended: what they wrote down belongs to this run.
    await Promise.all(working);
    if (this.#stopped) return this.#abandon(this.#stopped.by);
    return this.#end();
  }

  #stop(by: unknown): void {
    this.#stopped ??= { by };
  }

  /** One part on its way to its end. */
  #send({ message, index, size, last }: NumberedPart, context: RunContext): void | Promise<void> {
    const part = this.#exchange.fork(message, context.scope);
    part.setProperty(INDEX, index);
    part.setProperty(COMPLETE, last);
    part.removeProperty(SIZE);
    message.setHeader(INDEX, String(index));
    message.setHeader(COMPLETE, String(last));
    message.removeHeader(SIZE);
    if (size !== undefined) {
      part.setProperty(SIZE, size);
      message.setHeader(SIZE, String(size));
    }
    context.last = message;
    try {
      const way = this.#ways.follow(context, part, index);
      if (way)
        return way.then(
          () => this.#ended(index, context.last),
          (error) => this.#fail(error, index, context),
        );
      this.#ended(index, context.last);
    } catch (error) {
      return this.#fail(error, index, context);
    }
  }

  async #fail(thrown: unknown, index: number, context: RunContext): Promise<void> {
    if (!(thrown instanceof FailedPath) || thrown.final) throw thrown;
    const handled = !thrown.routed && (await this.#ways.route(context, thrown, index));
    if (handled) context.handled(thrown.error);
    else if (!this.#failed || index < this.#failed.index) {
      const routed = context.plan.failure !== undefined;
      this.#failed = { index, failure: new FailedPath(thrown.error, thrown.exchange, routed) };
    }
    this.#ended(index, undefined);
  }

  #ended(index: number, end: Message | undefined): void {
    if (!this.#join) return;
    this.#ends.set(index, end);
    for (; this.#ends.has(this.#joined); this.#joined++) {
      const next = this.#ends.get(this.#joined);
      this.#ends.delete(this.#joined);
      if (next) this.#join.add(next, this.#joined);
    }
  }

  #end(): undefined {
    if (this.#failed) throw this.#failed.failure;
    this.#exchange.setProperty(SIZE, this.#parts.count);
    try {
      this.#join?.end();
    } catch (error) {
      throw this.#own(error);
    }
    return undefined;
  }

  /** Ends before all parts went their way. */
  #abandon(thrown: unknown): never {
    this.#parts.abandon();
    throw this.#own(thrown);
  }

  /** What the parts are made of, or how they are joined, may fail in the middle: that is a failure of the split itself. */
  #own(thrown: unknown): unknown {
    if (thrown instanceof FailedPath || !(thrown instanceof Error)) return thrown;
    if (thrown.name !== "MortiseError") return thrown;
    const error = asMortiseError(thrown);
    error.nodeId ??= this.#node.id;
    return new FailedPath(error, this.#exchange);
  }
}

/** Lets others have their turn: promises that are settled already would not. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
