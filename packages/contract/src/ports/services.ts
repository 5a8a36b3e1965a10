import type { Exchange } from "../exchange.ts";
import type { LargeBody } from "../large-body.ts";
import type { Message } from "../message.ts";
import type { Value } from "../value.ts";
import type { GrantTokens } from "./grants.ts";

/** Time in epoch milliseconds. Real, or a test's own. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls back after `ms` unless the function it gives is called first. For time-outs that hardly ever pass: a third of the price of `sleep`. */
  timer?(ms: number, call: () => void): () => void;
}

/** A write that a `store` node asks for. The engine commits it together with the node's journal row. */
export type VariableWrite =
  | {
      readonly kind: "set";
      readonly name: string;
      readonly value: string;
      readonly encrypt: boolean;
      readonly onlyIf?: string | null | undefined;
    }
  | { readonly kind: "remove"; readonly name: string };

/** The tenant's variables in the run's environment. */
export interface Variables {
  /** Decrypted. Throws `VARIABLE_NOT_FOUND`, `VARIABLE_NO_VALUE` or `VARIABLE_UNREADABLE`. */
  get(name: string): Promise<string>;
  /** Collected, and committed when the node has run: all of a node's writes, or none. */
  set(
    name: string,
    value: string,
    options: { readonly encrypt: boolean; readonly onlyIf?: string | null | undefined },
  ): void;
  remove(name: string): void;
}

export interface Script {
  readonly language: "groovy" | "javascript";
  readonly source: string;
  /** What its author asks for beyond the usual. */
  readonly limits?: ScriptLimitsAsked | undefined;
}

/** What a script may use up, as far as its author says so; the operator's ceilings hold. */
export interface ScriptLimitsAsked {
  /** Milliseconds. */
  readonly time?: number | undefined;
  /** Megabytes. */
  readonly memory?: number | undefined;
  /** Calls and loop turns of a Groovy script. */
  readonly steps?: number | undefined;
  /** Calls within calls of a Groovy script. */
  readonly depth?: number | undefined;
  /** Characters printed. */
  readonly output?: number | undefined;
}

/** What a script did to its message, and what it returned. */
export interface ScriptResult {
  readonly headers: { readonly set: readonly (readonly [string, Value])[]; readonly removed: readonly string[] };
  readonly properties: { readonly set: readonly (readonly [string, Value])[]; readonly removed: readonly string[] };
  /** Present when the script set the body itself. */
  readonly body?: { readonly value: Value };
  /** The script's result: a value that is not null becomes the body. */
  readonly result: Value;
  readonly stdout: string;
}

/** Runs scripts where they can harm nobody: in a worker, under budgets, killed when they do not end. */
export interface ScriptRunner {
  /** Throws `SCRIPT_THREW`, `SCRIPT_LIMIT`, `SCRIPT_FORBIDDEN`. */
  run(script: Script, exchange: Exchange, signal?: AbortSignal): Promise<ScriptResult>;
  /** Throws `SCRIPT_SYNTAX` or `SCRIPT_FORBIDDEN` with position and source; called when a flow is saved. */
  check(script: Script): void;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array | undefined;
  /** Milliseconds for the whole call, redirects included. */
  readonly timeout: number;
  /** Of the decompressed answer. */
  readonly maxBytes: number;
  /** A larger answer below 400 is not held in memory but given as `large`. Absent: none is. */
  readonly spoolOver?: number | undefined;
  readonly redirects: number;
  readonly tls?: { readonly pfx: Uint8Array; readonly passphrase?: string | undefined } | undefined;
  readonly proxy?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  /** Instead of `body`, which is empty then: see `spoolOver`. */
  readonly large?: LargeBody | undefined;
  /** Where the last redirect led. */
  readonly url: string;
}

/**
 * Sends requests. Refuses private, link-local and metadata addresses on every hop unless the operator allowed the
 * host. Throws `REMOTE_*`; `detail.sent` is false when the request certainly never left.
 */
export interface HttpClient {
  send(request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse>;
}

/** The run's log, which people read. */
export interface Log {
  write(level: "debug" | "info" | "warning" | "error", message: string): void;
}

/** The secrets a run has met. Sinks show no text without it. */
export interface Secrets {
  /** From now on this text, in its usual encodings, is shown as `•••`. */
  register(secret: string): void;
  /** Whether the text holds a registered secret. */
  holds(text: string): boolean;
  redact(text: string): string;
}

/** The tries of an external node, over all claims of its run. */
export interface Tries {
  /** How many failed before this claim, and are known to have; 0 for a first one. */
  readonly failed: number;
  /** The recorded key of the call, which every try of it is sent with; absent when the node's settings have none. */
  readonly idempotencyKey?: string | undefined;
  /**
   * Waits before the next try, when so many failed and are known to have. A long wait is none of this process's: the
   * run is released, and the node runs again from its recorded input; what it throws is to be let pass.
   */
  pause(ms: number, failed: number): Promise<void>;
  /** Lets go of the run for so long, though no try has failed: what it waits for may need the place at work. Only throws. */
  release(ms: number): Promise<never>;
}

/** A message for another flow of the tenant. */
export interface LinkCall {
  /** Its name. */
  readonly flow: string;
  readonly pattern: "one way" | "request reply";
  readonly exchange: Exchange;
}

/** The other flows of the tenant in the run's environment. */
export interface Links {
  /**
   * One way: resolves when it is certain that the flow runs with the message. Request reply: with the message at its end.
   * Asked again for the same node of a resumed run it is the same call. Throws `LINK_UNAVAILABLE`, `LINK_ENDLESS`, or
   * what the flow failed with.
   */
  send(call: LinkCall): Promise<Message | undefined>;
}

/** What a component's `run` may reach. */
export interface Services {
  readonly nodeId: string;
  readonly variables: Variables;
  readonly scripts: ScriptRunner;
  readonly http: HttpClient;
  readonly grants: GrantTokens;
  readonly links: Links;
  readonly log: Log;
  readonly secrets: Secrets;
  /** Real time, for time-outs and durations; what a flow calls now is `exchange.scope.now()`. */
  readonly clock: Clock;
  /** What the journal knows of this node's earlier tries; present while an external node of a durable run is at work. */
  readonly tries?: Tries | undefined;
  /** Aborts when the component's time-out passes or the run is cancelled. */
  readonly signal: AbortSignal;
  /** The flow's `options.timeout` in milliseconds. */
  readonly timeout: number;
}
