import { decode, encode, type Json } from "./codec.ts";
import { Headers } from "./headers.ts";
import { LargeBody } from "./large-body.ts";
import type { Value } from "./value.ts";

/** A message as the codec writes it. */
export interface EncodedMessage {
  readonly headers: { readonly [name: string]: Json };
  readonly body: Json;
  /** Names of the headers that the author set himself (see `Headers.isNamed`). */
  readonly named?: readonly string[];
}

/**
 * Body and headers. A fork shares its headers with the message it came from until one of them writes: every link
 * of a flow gets a message of its own, and nothing is copied for it. Values inside are never changed in place:
 * whoever changes a list or map writes a new one.
 */
export class Message {
  #headers: Headers;
  #shared = false;
  #body: Value | LargeBody;

  constructor(body: Value = null, headers: Headers | Iterable<readonly [string, Value]> = []) {
    this.#body = body;
    this.#headers = headers instanceof Headers ? headers : new Headers(headers);
  }

  /** The body; a large one is read whole. */
  get body(): Value {
    return this.#body instanceof LargeBody ? this.#body.whole() : this.#body;
  }

  set body(value: Value) {
    this.#body = value;
  }

  /** The body as a handle, where it is too large to be held in memory. */
  get largeBody(): LargeBody | undefined {
    return this.#body instanceof LargeBody ? this.#body : undefined;
  }

  set largeBody(body: LargeBody) {
    this.#body = body;
  }

  /** To read; change headers with `setHeader`, `removeHeader` and `clearHeaders`. */
  get headers(): Omit<Headers, "set" | "delete" | "clear"> & Iterable<[string, Value]> {
    return this.#headers;
  }

  /** A header's value, or undefined. */
  header(name: string): Value | undefined {
    return this.#headers.get(name);
  }

  /** `named`: the flow's author names this header himself, so a secret may leave in it. */
  setHeader(name: string, value: Value, named = false): void {
    this.#own().set(name, value, named);
  }

  removeHeader(name: string): boolean {
    return this.#headers.has(name) ? this.#own().delete(name) : false;
  }

  /** Whether both have the very same headers: one is a fork of the other, and neither wrote since. */
  sharesHeaders(other: Message): boolean {
    return this.#headers === other.#headers;
  }

  clearHeaders(): void {
    this.#headers = new Headers();
    this.#shared = false;
  }

  fork(): Message {
    const fork = new Message(null, this.#headers);
    fork.#body = this.#body;
    fork.#shared = true;
    this.#shared = true;
    return fork;
  }

  encode(): EncodedMessage {
    const headers: { [name: string]: Json } = Object.create(null);
    const named: string[] = [];
    for (const [name, value] of this.#headers) {
      headers[name] = encode(value);
      if (this.#headers.isNamed(name)) named.push(name);
    }
    return named.length ? { headers, body: encode(this.body), named } : { headers, body: encode(this.body) };
  }

  static decode(encoded: EncodedMessage): Message {
    const headers = new Headers();
    const named = new Set(encoded.named);
    for (const name of Object.keys(encoded.headers))
      headers.set(name, decode(encoded.headers[name] as Json), named.has(name));
    return new Message(decode(encoded.body), headers);
  }

  #own(): Headers {
    if (this.#shared) {
      this.#headers = new Headers(this.#headers);
      this.#shared = false;
    }
    return this.#headers;
  }
}
