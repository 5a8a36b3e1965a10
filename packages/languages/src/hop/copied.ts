import { decode, type Environment, type Headers, type Json, Message, type Scope, type Value } from "@mortise/contract";
import type { Part, Rest } from "./head.ts";

/** A message whose body is still elsewhere. */
export class CopiedMessage extends Message {
  #part: ((name: Part) => string) | undefined;

  constructor(headers: Headers, part: (name: Part) => string) {
    super(null, headers);
    this.#part = part;
  }

  override get body(): Value {
    if (this.#part) {
      const text = this.#part("body");
      this.#part = undefined;
      super.body = text.startsWith("t") ? text.slice(1) : decode(JSON.parse(text.slice(1)) as Json);
    }
    return super.body;
  }

  override set body(value: Value) {
    this.#part = undefined;
    super.body = value;
  }

  override fork(): Message {
    void this.body;
    return super.fork();
  }
}

/** The scope of an exchange that was copied: its instant stands still, its chance starts from a seed that came with it. */
export class CopiedScope implements Scope {
  readonly runId: string;
  readonly tenant: string;
  readonly environment: Environment;
  readonly flow: string;
  readonly group: string;
  readonly timeZone: string;
  readonly created: number;
  readonly variables: ReadonlyMap<string, string> = new Map();
  readonly #now: number;
  readonly #part: (name: Part) => string;
  #state: number;
  #properties: ReadonlyMap<string, string | null> | undefined;

  constructor(rest: Rest, part: (name: Part) => string) {
    this.runId = rest.runId;
    this.tenant = rest.tenant;
    this.environment = rest.environment;
    this.flow = rest.flow;
    this.group = rest.group;
    this.timeZone = rest.timeZone;
    this.created = rest.created;
    this.#now = rest.now;
    this.#state = Math.floor(rest.seed * 2 ** 32) | 0;
    this.#part = part;
  }

  now(): number {
    return this.#now;
  }

  /** Mulberry32. */
  random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  get properties(): ReadonlyMap<string, string | null> {
    this.#properties ??= new Map(Object.entries(JSON.parse(this.#part("flow")) as { [name: string]: string | null }));
    return this.#properties;
  }
}
