import type { Clipboard, Components, FlowDocument, FlowProperty, Needs } from "@mortise/contract";
import { renameReferences } from "../document/references.ts";
import { checkBindings } from "./check-bindings.ts";
import { needsOf } from "./needs.ts";

export interface PasteOptions {
  readonly components: Components;
  /** What is called so in the clipboard is called otherwise here: in every notation in which the name occurs. */
  readonly bindings?: { readonly [name: string]: string } | undefined;
  /** What the target has; what is not told is taken to be missing unless it was bound. */
  readonly known?:
    | {
        readonly tenantVariables?: ReadonlySet<string>;
        readonly grants?: ReadonlySet<string>;
        readonly endpoints?: ReadonlySet<string>;
      }
    | undefined;
}

/** What a paste comes to; nothing is saved by it. */
export interface Pasted {
  readonly flow: FlowDocument;
  /** Old id to new, where an id was taken. */
  readonly renamed: { readonly [id: string]: string };
  readonly addedProperties: readonly string[];
  /** Names that are used and not there: they must be bound or made before the flow is installed. */
  readonly unresolved: Needs;
}

/** Room between what stood there and what is pasted below it. */
const GAP = 120;

/**
 * Pastes a clipboard into a flow, or makes a new one of it. A clashing id gets `-2`, and links and layout follow;
 * properties that the flow lacks are added; bindings are applied and nothing else is guessed. Throws `API_INVALID`
 * for a binding that cannot be applied.
 */
export function pasteClipboard(
  target: FlowDocument | undefined,
  clipboard: Clipboard,
  { components, bindings = {}, known = {} }: PasteOptions,
): Pasted {
  checkBindings(clipboard, components, bindings);
  const flow = target ?? emptyFlow(clipboard);
  const renamed = newIds(flow, clipboard);
  const idOf = (id: string) => renamed.get(id) ?? id;
  const bound = (name: string) => (Object.hasOwn(bindings, name) ? bindings[name] : undefined);
  const nodes = clipboard.nodes.map((node) => ({
    ...renameReferences(node, components, (_, name) => bound(name)),
    id: idOf(node.id),
  }));
  const added = Object.entries(clipboard.properties ?? {})
    .map(([name, property]) => [bound(name) ?? name, property] as const)
    .filter(([name]) => !Object.hasOwn(flow.properties ?? {}, name));
  const layout = pasteLayout(flow, clipboard, idOf);
  const pasted: FlowDocument = {
    ...flow,
    ...(added.length > 0 || flow.properties
      ? { properties: { ...flow.properties, ...Object.fromEntries(added) } }
      : {}),
    nodes: [...flow.nodes, ...nodes],
    links: [...flow.links, ...clipboard.links.map((link) => ({ ...link, from: idOf(link.from), to: idOf(link.to) }))],
    ...(layout ? { layout } : {}),
  };
  const boundNames = new Set(Object.values(bindings));
  const needs = needsOf(nodes, components);
  const missing = (kind: "tenantVariables" | "grants" | "endpoints") =>
    needs[kind].filter((name) => !(known[kind] ?? boundNames).has(name));
  return {
    flow: pasted,
    renamed: Object.fromEntries(renamed),
    addedProperties: added.map(([name]) => name),
    unresolved: {
      properties: needs.properties.filter((name) => !hasValue(pasted.properties?.[name])),
      tenantVariables: missing("tenantVariables"),
      grants: missing("grants"),
      endpoints: missing("endpoints"),
    },
  };
}

function emptyFlow(clipboard: Clipboard): FlowDocument {
  return { flow: 1, name: "Untitled", ...clipboard.flow, nodes: [], links: [] };
}

/** New ids for nodes whose id is taken. */
function newIds(flow: FlowDocument, clipboard: Clipboard): Map<string, string> {
  const taken = new Set(flow.nodes.map(({ id }) => id));
  const coming = new Set(clipboard.nodes.map(({ id }) => id));
  const renamed = new Map<string, string>();
  for (const { id } of clipboard.nodes) {
    if (!taken.has(id)) continue;
    let number = 2;
    while (taken.has(`${id}-${number}`) || coming.has(`${id}-${number}`)) number++;
    renamed.set(id, `${id}-${number}`);
    taken.add(`${id}-${number}`);
  }
  return renamed;
}

/** Positions of both; what is pasted goes below what stood there. */
function pasteLayout(flow: FlowDocument, clipboard: Clipboard, idOf: (id: string) => string): FlowDocument["layout"] {
  const coming = Object.entries(clipboard.layout ?? {});
  if (coming.length === 0) return flow.layout;
  const standing = Object.values(flow.layout ?? {});
  const down =
    standing.length === 0
      ? 0
      : Math.max(...standing.map(([, y]) => y)) + GAP - Math.min(...coming.map(([, [, y]]) => y));
  return { ...flow.layout, ...Object.fromEntries(coming.map(([id, [x, y]]) => [idOf(id), [x, y + down] as const])) };
}

function hasValue(property: FlowProperty | undefined): boolean {
  if (!property) return false;
  return !("secret" in property) && (property.test ?? property.production ?? null) !== null;
}
