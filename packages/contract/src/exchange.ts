import type { MortiseError } from "./errors/error.ts";
import { Message } from "./message.ts";
import type { Value } from "./value.ts";

export type Environment = "test" | "production";

/** What all exchanges of one run share: whose run it is, what "now" means and the values of its flow's properties. */
export interface Scope {
  readonly runId: string;
  readonly tenant: string;
  readonly environment: Environment;
  readonly flow: string;
  readonly group: string;
  /** IANA name. `date:`, `LocalDate.now()` and `new Date()` use it, never the machine's. */
  readonly timeZone: string;
  /** When the run's message came into being, in epoch milliseconds. */
  readonly created: number;
  /** The instant that expressions and scripts call now: the nominal one of a scheduled run. Epoch milliseconds. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  /** The flow's properties with their values in this environment; a secret's is there too. */
  readonly properties: ReadonlyMap<string, string | null>;
  /** The tenant variables that the running node names as `@{…}`, read just before it runs. */
  readonly variables: ReadonlyMap<string, string>;
}

/** One message on its way through one run. */
export class Exchange {
  readonly id: string;
  readonly scope: Scope;
  message: Message;
  /** What failed, on the error route. */
  exception: MortiseError | undefined;
  #properties: Map<string, Value>;
  #shared = false;

  constructor(id: string, scope: Scope, message = new Message(), properties: Map<string, Value> = new Map()) {
    this.id = id;
    this.scope = scope;
    this.message = message;
    this.#properties = properties;
  }

  get runId(): string {
    return this.scope.runId;
  }

  /** Exchange properties (Camel's `exchangeProperty`): names compare with case. To read; write with `setProperty`. */
  get properties(): ReadonlyMap<string, Value> {
    return this.#properties;
  }

  /** The properties as they are now: whoever writes later writes to a copy. */
  holdProperties(): ReadonlyMap<string, Value> {
    this.#shared = true;
    return this.#properties;
  }

  setProperty(name: string, value: Value): void {
    this.#own().set(name, value);
  }

  removeProperty(name: string): void {
    if (this.#properties.has(name)) this.#own().delete(name);
  }

  /** The exchange that goes along another link: its own message and properties, copied when somebody writes. */
  fork(message: Message = this.message.fork(), scope: Scope = this.scope): Exchange {
    const fork = new Exchange(this.id, scope, message, this.#properties);
    fork.exception = this.exception;
    fork.#shared = true;
    this.#shared = true;
    return fork;
  }

  #own(): Map<string, Value> {
    if (this.#shared) {
      this.#properties = new Map(this.#properties);
      this.#shared = false;
    }
    return this.#properties;
  }
}
