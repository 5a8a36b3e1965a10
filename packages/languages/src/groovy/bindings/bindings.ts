import type { Exchange } from "@mortise/contract";
import type { Obj } from "../runtime/object.ts";
import { FlowObject } from "./flow.ts";
import { LogObject } from "./log.ts";
import { ExchangeObject, MessageObject } from "./message.ts";

/** The variables that a script has without declaring them; those of the message are made when they are asked for. */
export class Bindings extends Map<string, Obj> {
  readonly message: MessageObject;
  readonly exchange: ExchangeObject;

  constructor(exchange: Exchange) {
    super();
    this.message = new MessageObject(exchange);
    this.exchange = new ExchangeObject(this.message);
  }

  override get(name: string): Obj | undefined {
    const own = super.get(name);
    if (own !== undefined) return own;
    const made = this.#make(name);
    if (made !== undefined) super.set(name, made);
    return made;
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  #make(name: string): Obj | undefined {
    switch (name) {
      case "request":
      case "message":
      case "in":
        return this.message;
      case "body":
        return this.message.body;
      case "headers":
        return this.message.headers;
      case "exchange":
        return this.exchange;
      case "properties":
      case "exchangeProperties":
        return this.exchange.properties;
      case "flow":
        return new FlowObject(this.message.exchange);
      case "log":
        return new LogObject();
      default:
        return undefined;
    }
  }
}
