import type { Json } from "./codec.ts";
import type { Environment } from "./exchange.ts";

/** A node of a document: a component placed in the flow, with its settings as written. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly label?: string;
  readonly settings?: { readonly [name: string]: Json };
}

/** From one node's output (`out` when absent) to a node. */
export interface FlowLink {
  readonly from: string;
  readonly output?: string;
  readonly to: string;
}

/** A flow's own value, one for each environment; null is "No value". A secret's values are given at install. */
export type FlowProperty =
  | { readonly description?: string; readonly test?: string | null; readonly production?: string | null }
  | { readonly description?: string; readonly secret: true };

/** Settings of the flow as a whole; defaults are in `docs/reference/flow.schema.json`. */
export interface FlowOptions {
  readonly group?: string;
  readonly timeZone?: string;
  readonly now?: "nominal" | "real";
  readonly delivery?: "durable" | "direct";
  readonly runs?: "one at a time" | "parallel";
  readonly timeout?: string | number;
  readonly trace?: string;
  readonly searchKeys?: readonly string[];
  readonly alarm?: string;
}

/** The document of a flow, as `x.flow.json` holds it. Nodes keep the author's order; `layout` never touches meaning. */
export interface FlowDocument {
  readonly $schema?: string;
  readonly flow: 1;
  readonly name: string;
  readonly description?: string;
  readonly options?: FlowOptions;
  readonly properties?: { readonly [name: string]: FlowProperty };
  readonly nodes: readonly FlowNode[];
  readonly links: readonly FlowLink[];
  readonly layout?: { readonly [nodeId: string]: readonly [number, number] };
}

/** What a piece of a flow wants of the place it is pasted into. */
export interface Needs {
  readonly properties: readonly string[];
  readonly tenantVariables: readonly string[];
  readonly grants: readonly string[];
  readonly endpoints: readonly string[];
}

/** The text envelope that nodes travel in. `flow` holds name, description and options when a whole flow was copied. */
export interface Clipboard {
  readonly clipboard: "flow/1";
  readonly flow?: Pick<FlowDocument, "name" | "description" | "options">;
  readonly nodes: readonly FlowNode[];
  readonly links: readonly FlowLink[];
  readonly layout?: FlowDocument["layout"];
  readonly properties?: FlowDocument["properties"];
  readonly needs: Needs;
}

export const ENVIRONMENTS: readonly Environment[] = ["test", "production"];
