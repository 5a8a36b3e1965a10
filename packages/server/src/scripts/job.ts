import { type Exchange, MortiseError, mortiseError, type ScriptResult } from "@mortise/contract";
import { encodeHead, encodePart, type Part } from "@mortise/languages/scripts";
import type { KnownScript } from "./known-scripts.ts";

interface Settle {
  resolve(result: ScriptResult): void;
  reject(error: MortiseError): void;
}

/** What is to be run. */
interface Order {
  readonly script: KnownScript;
  readonly exchange: Exchange;
  readonly signal: AbortSignal | undefined;
}

/** One script that somebody waits for. */
export class Job {
  readonly id: number;
  readonly script: KnownScript;
  readonly tenant: string;
  readonly head: string;
  /** How often a worker was lost around it without its being to blame. */
  losses = 0;
  /** When it was given up by who asked for it: then its thread, if it has one, is not worth waiting for. */
  cancelledAt: number | undefined;
  readonly #exchange: Exchange;
  readonly #signal: AbortSignal | undefined;
  readonly #parts: { [part in Part]?: string } = {};
  #settle: Settle | undefined;

  constructor(id: number, { script, exchange, signal }: Order, settle: Settle) {
    this.id = id;
    this.script = script;
    this.tenant = exchange.scope.tenant;
    this.head = encodeHead(exchange, script.limits.output);
    this.#exchange = exchange;
    this.#signal = signal;
    this.#settle = settle;
  }

  get isSettled(): boolean {
    return this.#settle === undefined;
  }

  /** A part of the exchange as text; null when the script is not known to want it. */
  part(name: Part): string | null {
    if (!this.script.wants.has(name)) return null;
    this.#parts[name] ??= encodePart(this.#exchange, name);
    return this.#parts[name];
  }

  /**
   * Gives up when who asked for it has. The pool looks at this now and then: most jobs are over before, and listening
   * to the signal of each cost a twentieth of a run.
   */
  heed(now: number): void {
    if (this.isSettled || !this.#signal?.aborted) return;
    this.cancelledAt = now;
    this.reject(cancelled(this.#signal));
  }

  resolve(result: ScriptResult): void {
    this.#settled()?.resolve(result);
  }

  reject(error: MortiseError): void {
    this.#settled()?.reject(error);
  }

  #settled(): Settle | undefined {
    const settle = this.#settle;
    this.#settle = undefined;
    return settle;
  }
}

/** The error of a job that was given up: the signal's own reason when it is one of ours. */
export function cancelled(signal: AbortSignal): MortiseError {
  const reason: unknown = signal.reason;
  return reason instanceof MortiseError ? reason : mortiseError("ENGINE_CANCELLED", {}, { cause: reason });
}
