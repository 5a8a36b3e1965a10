import { type Exchange, mortiseError } from "@mortise/contract";
import type { GClass } from "../runtime/class.ts";
import { missingProperty } from "../runtime/dispatch.ts";
import { JMap } from "../runtime/map.ts";
import { GObject, type Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { declare, OBJECT } from "../runtime/types.ts";

const WRITING = "flow.properties to write to: use a tenant variable for what changes";
const FLOW = declare("mortise.Flow", OBJECT);
const FLOW_PROPERTIES = declare("mortise.FlowProperties", OBJECT);

/** `flow`: what is known of the flow that the script runs in. */
export class FlowObject extends GObject {
  readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    super();
    this.exchange = exchange;
  }

  override get cls(): GClass {
    return FLOW;
  }

  override getProperty(_run: Run, name: string): Obj | undefined {
    const { scope } = this.exchange;
    switch (name) {
      case "properties":
        return new FlowProperties(this.exchange);
      case "name":
        return scope.flow;
      case "environment":
        return scope.environment;
      case "tenant":
        return scope.tenant;
      default:
        return undefined;
    }
  }
}

/** `flow.properties`: the flow's properties in this environment, to read. */
export class FlowProperties extends JMap {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    super();
    this.#exchange = exchange;
    for (const [name, value] of exchange.scope.properties) this.set(name, value);
    this.freeze(FLOW_PROPERTIES);
  }

  override get(key: Obj): Obj {
    const name = String(key);
    if (!this.has(name))
      throw missingProperty(`the flow's properties (${[...this.#exchange.scope.properties.keys()].join(", ")})`, name);
    return super.get(name);
  }

  override mustChange(): void {
    if (this.frozen) throw mortiseError("SCRIPT_FORBIDDEN", { what: WRITING });
  }
}
