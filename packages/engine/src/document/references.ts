import type { Components, FlowNode, SettingNames } from "@mortise/contract";
import type { JsonSchema } from "./document-schema.ts";
import { type Leaf, leavesOf, mapLeaves } from "./schema-walk.ts";
import { settingsSchema } from "./settings-schema.ts";

/** What a flow can name outside itself, and its own properties. */
export type ReferenceKind = "property" | SettingNames;

/** A name that a setting uses. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly name: string;
  readonly nodeId: string;
  /** JSON pointer of the setting from the node's settings. */
  readonly pointer: string;
  /** `notation`: within a text, as `#{name}` or `@{name}`. `constant`: the whole text. `script`: read by a script. */
  readonly form: "notation" | "constant" | "script";
}

/** Gives the new name of something, or undefined to leave the old. */
export type Rename = (kind: ReferenceKind, name: string) => string | undefined;

const NOTATION = /([#@])\{([A-Za-z0-9_.-]+)\}/g;

// `flow.properties.name`, `flow.properties['a.b']`, `flow.properties.get("name")`, `flow.properties?.name`.
const SCRIPT_PROPERTY =
  /(\bflow\s*\.\s*properties\s*)(?:(\??\.\s*(?:get\s*\(\s*)?|\[\s*)(["'])([A-Za-z0-9_.-]+)\3|(\??\.\s*)(?!get\s*\()([A-Za-z_$][\w$]*))/g;

/** Every name that a node's settings use: flow properties, tenant variables, endpoints, grants. */
export function referencesOf(node: FlowNode, components: Components): Reference[] {
  const schema = schemaOfNode(node, components);
  const references: Reference[] = [];
  for (const leaf of leavesOf(schema, node.settings ?? {})) {
    const add = (kind: ReferenceKind, name: string, form: Reference["form"]) => {
      references.push({ kind, name, nodeId: node.id, pointer: leaf.pointer, form });
      return undefined;
    };
    visitLeaf(leaf, add);
  }
  return references;
}

/** A node with names replaced in every notation in which they occur. */
export function renameReferences(node: FlowNode, components: Components, rename: Rename): FlowNode {
  if (!node.settings) return node;
  const settings = mapLeaves(schemaOfNode(node, components), node.settings, (leaf) => visitLeaf(leaf, rename));
  return { ...node, settings };
}

/** The text of an expression setting that depends on nothing, or of a plain one; undefined for any other. */
export function constantText(value: unknown): string | undefined {
  if (typeof value === "string") return isConstant(value) ? value : undefined;
  if (value === null || typeof value !== "object") return undefined;
  const { language, source } = value as { readonly language?: unknown; readonly source?: unknown };
  if (typeof source !== "string") return undefined;
  if (language === "constant") return source;
  return language === "simple" && isConstant(source) ? source : undefined;
}

function isConstant(text: string): boolean {
  return !/\$\{|\$simple\{|\$</.test(text) && !new RegExp(NOTATION.source).test(text);
}

function schemaOfNode({ type }: FlowNode, components: Components): JsonSchema {
  const spec = components.get(type)?.spec;
  return spec ? settingsSchema(spec) : {};
}

type Visit = (kind: ReferenceKind, name: string, form: Reference["form"]) => string | undefined;

/** The leaf's value with each name replaced by what `visit` gives for it. */
function visitLeaf({ value, schema }: Leaf, visit: Visit): unknown {
  if (schema.kind === "source") return mapTexts(value, (text) => visitScript(text, visit));
  const names = schema.names as SettingNames | undefined;
  const constant = names === undefined ? undefined : constantText(value);
  if (names !== undefined && constant !== undefined && constant !== "") {
    const name = visit(names, constant, "constant");
    if (name === undefined) return value;
    return typeof value === "string" ? name : { ...(value as object), source: name };
  }
  return mapTexts(value, (text) => visitNotations(text, visit));
}

function visitNotations(text: string, visit: Visit): string {
  return text.replace(NOTATION, (whole, mark: string, name: string) => {
    const renamed = visit(mark === "#" ? "property" : "tenantVariable", name, "notation");
    return renamed === undefined ? whole : `${mark}{${renamed}}`;
  });
}

function visitScript(text: string, visit: Visit): string {
  return text.replace(
    SCRIPT_PROPERTY,
    (whole, head: string, open?: string, quote?: string, quoted?: string, dot?: string, plain?: string) => {
      const renamed = visit("property", (quoted ?? plain) as string, "script");
      if (renamed === undefined) return whole;
      if (quoted !== undefined) return `${head}${open}${quote}${renamed}${quote}`;
      return /^[A-Za-z_$][\w$]*$/.test(renamed) ? `${head}${dot}${renamed}` : `${head}['${renamed}']`;
    },
  );
}

/** A text, the lines of a script, or the source of an expression, changed. Language names and files are no text. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => (typeof item === "string" ? change(item) : item));
  if (value === null || typeof value !== "object") return value;
  const { source } = value as { readonly source?: unknown };
  return typeof source === "string" ? { ...value, source: change(source) } : value;
}
