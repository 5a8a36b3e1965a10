import type { Exchange, MortiseError, ScriptResult } from "@mortise/contract";
import { encodeHead, encodePart, type Part } from "@mortise/languages/scripts";
import type { KnownScript } from "./known-scripts.ts";

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
  readonly #parts: { [part in Part]?: string } = {};
  #settle: { resolve(result: ScriptResult): void; reject(error: MortiseError): void } | undefined;
  #unlisten: (() => void) | undefined;

  constructor(
    id: number,
    script: KnownScript,
    exchange: Exchange,
    output: number,
    settle: { resolve(result: ScriptResult): void; reject(error: MortiseError): void },
  ) {
    this.id = id;
    this.script = script;
    this.tenant = exchange.scope.tenant;
    this.head = encodeHead(exchange, output);
    this.#exchange = exchange;
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

  listen(signal: AbortSignal, cancel: () => void): void {
    signal.addEventListener("abort", cancel);
    this.#unlisten = () => signal.removeEventListener("abort", cancel);
  }

  resolve(result: ScriptResult): void {
    this.#settled()?.resolve(result);
  }

  reject(error: MortiseError): void {
    this.#settled()?.reject(error);
  }

  #settled(): { resolve(result: ScriptResult): void; reject(error: MortiseError): void } | undefined {
    const settle = this.#settle;
    this.#settle = undefined;
    this.#unlisten?.();
    return settle;
  }
}
