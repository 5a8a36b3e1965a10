import type { Clipboard, Components, FlowDocument, FlowLink, FlowNode, Mistake } from "@mortise/contract";
import { headSchemas, type JsonSchema, partSchemas } from "../document/document-schema.ts";
import { parseJsonText } from "../document/json-text.ts";
import { parseJsonValue } from "../document/json-value.ts";
import { Mistakes } from "../document/mistakes.ts";
import { readFlow, readParts } from "../document/read-flow.ts";
import { clipboardOf } from "./copy-nodes.ts";
import { needsOf } from "./needs.ts";

const names = { type: "array", items: { type: "string" } };

const clipboardSchema: JsonSchema = {
  type: "object",
  properties: {
    clipboard: { const: "flow/1", description: "Says that this text is a piece of a flow." },
    flow: { type: "object", properties: headSchemas, required: ["name"], additionalProperties: false },
    ...partSchemas,
    needs: {
      type: "object",
      properties: { properties: names, tenantVariables: names, grants: names, endpoints: names },
      additionalProperties: false,
    },
  },
  required: ["clipboard", "nodes"],
  additionalProperties: false,
};

/** A clipboard as far as it can be used, and everything that is wrong with it. */
export interface ReadClipboard {
  readonly clipboard?: Clipboard;
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads what was copied, from text or a parsed value: the envelope, or a flow document (a template pastes as it is
 * written). Other text is refused: it is not meant for a flow.
 */
export function readClipboard(input: unknown, components: Components): ReadClipboard {
  const parsed = typeof input === "string" ? parseJsonText(input) : parseJsonValue(input);
  const value = parsed.value;
  if (value === undefined) return { mistakes: parsed.mistakes };
  if (
    value !== null &&
    typeof value === "object" &&
    !Array.isArray(value) &&
    value.flow === 1 &&
    value.clipboard === undefined
  ) {
    const { flow, mistakes } = readFlow(value, components);
    return flow ? { clipboard: clipboardOf(flow, components), mistakes } : { mistakes };
  }
  const mistakes = new Mistakes();
  const read = readParts(value, clipboardSchema, components, mistakes, { whole: false });
  if (!read) return { mistakes: mistakes.list() };
  const { flow, layout, properties } = read as unknown as Partial<Clipboard>;
  const nodes = read.nodes as unknown as FlowNode[];
  return {
    clipboard: {
      clipboard: "flow/1",
      ...(flow ? { flow } : {}),
      nodes,
      links: read.links as unknown as FlowLink[],
      ...(layout ? { layout } : {}),
      ...(properties ? { properties: properties as NonNullable<FlowDocument["properties"]> } : {}),
      // What the nodes say counts, not what the envelope claims: it may have been edited by hand.
      needs: needsOf(nodes, components),
    },
    mistakes: mistakes.list(),
  };
}
