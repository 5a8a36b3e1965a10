import type { Components, FlowDocument, FlowLink, FlowNode, Json, Mistake } from "@mortise/contract";
import { brief } from "./describe.ts";
import { documentSchema, type JsonSchema } from "./document-schema.ts";
import { parseJsonText } from "./json-text.ts";
import { parseJsonValue } from "./json-value.ts";
import { MAX_NODES } from "./limits.ts";
import { Mistakes } from "./mistakes.ts";
import { partsOf, valueAt } from "./pointer.ts";
import { schemaMistakes } from "./schema-mistakes.ts";
import { settingsSchema } from "./settings-schema.ts";
import { checkStructure } from "./structure.ts";
import { didYouMean } from "./suggest.ts";

/** A document as far as it can be used, and everything that is wrong with it. */
export interface ReadFlow {
  /**
   * Present when the document has the form of a flow. Its settings and links may still be wrong: a draft is kept
   * while it is made, and only what has no mistake of severity `error` can be installed.
   */
  readonly flow?: FlowDocument;
  readonly mistakes: readonly Mistake[];
}

/** Reads a flow from JSON text, or from a value that was parsed already, and finds all its mistakes at once. */
export function readFlow(input: unknown, components: Components): ReadFlow {
  const parsed = typeof input === "string" ? parseJsonText(input) : parseJsonValue(input);
  if (parsed.value === undefined) return { mistakes: parsed.mistakes };
  const mistakes = new Mistakes();
  const document = readParts(parsed.value, documentSchema, components, mistakes, { whole: true });
  return document
    ? { flow: document as unknown as FlowDocument, mistakes: mistakes.list() }
    : { mistakes: mistakes.list() };
}

type JsonObject = { [key: string]: Json };

/**
 * Holds a document or a clipboard against its schema, each node against its component's, and its links against its
 * nodes. Gives it back when it has its form: with the suffix `Component` of a type removed, and links where there are none.
 */
export function readParts(
  value: Json,
  schema: JsonSchema,
  components: Components,
  mistakes: Mistakes,
  options: { readonly whole: boolean },
): JsonObject | undefined {
  if (isObject(value) && Array.isArray(value.nodes) && value.nodes.length > MAX_NODES) {
    mistakes.add(
      "FLOW_TOO_LARGE",
      { what: `it has ${value.nodes.length.toLocaleString("en")} nodes` },
      { pointer: "/nodes" },
    );
    return undefined;
  }
  const form = schemaMistakes(schema, value);
  for (const { pointer, expected, found } of form) {
    const what = `${pointer === "" ? "the document" : pointer}: expected ${expected}, found ${found}`;
    mistakes.add("FLOW_INVALID", { what, expected, found }, { pointer, nodeId: nodeIdAt(value, pointer) });
  }
  if (!isObject(value)) return undefined;
  const nodes = listOf(value.nodes).map((node) => usableNode(node, components));
  for (const [index, node] of nodes.entries()) if (node) checkNode(node, index, components, mistakes);
  const links = listOf(value.links).map(usableLink);
  checkStructure({ nodes, links }, components, mistakes, options);
  return form.length === 0 ? { ...value, nodes: nodes as unknown as Json, links: links as unknown as Json } : undefined;
}

function checkNode(node: FlowNode, index: number, components: Components, mistakes: Mistakes): void {
  const { id, type, settings = {} } = node;
  if (type === "") return;
  const spec = components.get(type)?.spec;
  if (!spec) {
    const near = didYouMean(type, components.keys());
    const expected = `a component${near}`;
    mistakes.add(
      "FLOW_UNKNOWN_COMPONENT",
      { type: brief(type), near, expected, found: JSON.stringify(brief(type)) },
      { pointer: `/nodes/${index}/type`, nodeId: id },
    );
    return;
  }
  if (!isObject(settings)) return;
  for (const { pointer, expected, found } of schemaMistakes(settingsSchema(spec), settings)) {
    const setting = partsOf(pointer).join(".") || "settings";
    mistakes.add(
      "FLOW_SETTINGS_INVALID",
      { setting, expected, found },
      { pointer: `/nodes/${index}/settings${pointer}`, nodeId: id },
    );
  }
}

/**
 * What can be checked of a node whose form may be wrong. A type as Dovetail's users copy it, `FilterComponent`, is
 * `Filter`, unless a component is really called so.
 */
function usableNode(node: Json, components: Components): FlowNode | undefined {
  if (!isObject(node) || typeof node.id !== "string") return undefined;
  const written = typeof node.type === "string" ? node.type : "";
  const short = written.replace(/Component$/, "");
  const type = !components.has(written) && components.has(short) ? short : written;
  return { ...node, type } as unknown as FlowNode;
}

function usableLink(link: Json): FlowLink | undefined {
  if (!isObject(link)) return undefined;
  const { from, to, output } = link;
  if (typeof from !== "string" || typeof to !== "string") return undefined;
  return typeof output === "string" ? { from, output, to } : { from, to };
}

function listOf(list: Json | undefined): Json[] {
  return Array.isArray(list) ? list : [];
}

function nodeIdAt(document: Json, pointer: string): string | undefined {
  const [list, index] = partsOf(pointer);
  const id = list === "nodes" && index !== undefined ? valueAt(document, `/nodes/${index}/id`) : undefined;
  return typeof id === "string" ? id : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
