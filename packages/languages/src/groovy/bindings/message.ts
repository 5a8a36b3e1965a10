import { type Exchange, foldName, type ScriptResult, sameValue, type Value } from "@mortise/contract";
import { fromObj, toObj } from "../runtime/boundary.ts";
import type { GClass } from "../runtime/class.ts";
import { JMap } from "../runtime/map.ts";
import { GObject, type Obj } from "../runtime/object.ts";
import { alias, declare, OBJECT } from "../runtime/types.ts";
import { changesOf, HeaderMap } from "./headers.ts";

export const MESSAGE = declare("org.apache.camel.support.DefaultMessage", OBJECT);
export const EXCHANGE = declare("org.apache.camel.support.DefaultExchange", OBJECT);

alias("org.apache.camel.Message", MESSAGE);
alias("org.apache.camel.Exchange", EXCHANGE);

interface Before {
  readonly value: Value;
  readonly obj: Obj;
}

/** The message of a run as scripts see it. Headers and body are copied when they are first asked for. */
export class MessageObject extends GObject {
  readonly exchange: Exchange;
  #headers: HeaderMap | undefined;
  readonly #before = new Map<string, Before>();
  #body: Obj | undefined;
  #given: Obj | undefined;

  constructor(exchange: Exchange) {
    super();
    this.exchange = exchange;
  }

  override get cls(): GClass {
    return MESSAGE;
  }

  get headers(): HeaderMap {
    if (!this.#headers) {
      this.#headers = new HeaderMap(this.exchange.message.headers);
      for (const [name, value] of this.exchange.message.headers) {
        this.#before.set(foldName(name), { value, obj: this.#headers.get(name) });
      }
    }
    return this.#headers;
  }

  get body(): Obj {
    if (this.#body === undefined) {
      this.#body = toObj(this.exchange.message.body);
      this.#given = this.#body;
    }
    return this.#body;
  }

  set body(value: Obj) {
    this.#body = value;
  }

  /** What the script did to headers and body. */
  changes(): Pick<ScriptResult, "headers" | "body"> {
    const headers = this.#headers
      ? changesOf(this.#headers, this.#before, (key) => foldName(String(key)))
      : { set: [], removed: [] };
    const removed = headers.removed.map((folded) => this.#spelling(folded));
    const body = this.#bodyChange();
    return body ? { headers: { set: headers.set, removed }, body } : { headers: { set: headers.set, removed } };
  }

  #spelling(folded: string): string {
    for (const [name] of this.exchange.message.headers) if (foldName(name) === folded) return name;
    return folded;
  }

  #bodyChange(): { value: Value } | undefined {
    if (this.#body === undefined) return undefined;
    const unchanged = this.#body === this.#given;
    if (unchanged && !(this.#body instanceof GObject)) return undefined;
    const value = fromObj(this.#body);
    return unchanged && sameValue(value, this.exchange.message.body) ? undefined : { value };
  }
}

/** The exchange as scripts see it. */
export class ExchangeObject extends GObject {
  readonly message: MessageObject;
  #properties: JMap | undefined;
  readonly #before = new Map<string, Before>();

  constructor(message: MessageObject) {
    super();
    this.message = message;
  }

  override get cls(): GClass {
    return EXCHANGE;
  }

  get properties(): JMap {
    if (!this.#properties) {
      this.#properties = new JMap();
      for (const [name, value] of this.message.exchange.properties) {
        const obj = toObj(value);
        this.#before.set(name, { value, obj });
        this.#properties.set(name, obj);
      }
    }
    return this.#properties;
  }

  changes(): ScriptResult["properties"] {
    if (!this.#properties) return { set: [], removed: [] };
    return changesOf(this.#properties, this.#before, String);
  }
}
