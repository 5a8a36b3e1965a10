import { type FlowDocument, type FlowNode, type Json, outputOf } from "./flow-document.ts";

/** What a reader can do to a document. Each is one step of undo. */
export type Edit =
  | {
      readonly type: "add";
      readonly nodeType: string;
      readonly at: readonly [number, number];
      readonly after?: string | undefined;
      readonly before?: string | undefined;
    }
  | { readonly type: "remove"; readonly nodes: readonly string[]; readonly links: readonly number[] }
  | { readonly type: "connect"; readonly from: string; readonly output: string; readonly to: string }
  | { readonly type: "move"; readonly to: { readonly [id: string]: readonly [number, number] } }
  | { readonly type: "setting"; readonly id: string; readonly name: string; readonly value: Json | undefined }
  | { readonly type: "label"; readonly id: string; readonly label: string }
  | { readonly type: "rename"; readonly id: string; readonly to: string }
  | { readonly type: "head"; readonly change: Partial<FlowDocument> }
  | { readonly type: "replace"; readonly document: FlowDocument };

/** The document after an edit. One that changes nothing gives back the same document. */
export function edit(document: FlowDocument, change: Edit): FlowDocument {
  switch (change.type) {
    case "add":
      return add(document, change);
    case "remove":
      return remove(document, new Set(change.nodes), new Set(change.links));
    case "connect":
      return connect(document, change.from, change.output, change.to);
    case "move":
      return { ...document, layout: { ...document.layout, ...change.to } };
    case "setting":
      return mapNode(document, change.id, (node) => withSetting(node, change.name, change.value));
    case "label":
      return mapNode(document, change.id, ({ label: _, ...node }) =>
        order(change.label === "" ? node : { ...node, label: change.label }),
      );
    case "rename":
      return rename(document, change.id, change.to);
    case "head":
      return tidyHead({ ...document, ...change.change });
    case "replace":
      return change.document;
  }
}

/** A free id for a node of a type: `set-headers`, `set-headers-2`. */
export function freeId(document: FlowDocument, type: string): string {
  const base = type
    .replace(/Component$/, "")
    .replaceAll("OAuth", "Oauth")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .toLowerCase();
  const taken = new Set(document.nodes.map(({ id }) => id));
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** Why a link cannot be drawn; undefined when it can. */
export function whyNoLink(
  document: FlowDocument,
  from: string,
  output: string,
  to: string,
): "self" | "twice" | "cycle" | undefined {
  if (from === to) return "self";
  if (document.links.some((link) => link.from === from && outputOf(link) === output && link.to === to)) return "twice";
  return reach(document, to).has(from) ? "cycle" : undefined;
}

/** The nodes that can be reached from one, itself among them. */
export function reach({ links }: FlowDocument, from: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    for (const link of links) if (link.from === id) open.push(link.to);
  }
  return seen;
}

function add(
  document: FlowDocument,
  { nodeType: type, at, after, before }: Extract<Edit, { type: "add" }>,
): FlowDocument {
  const id = freeId(document, type);
  const grown = {
    ...document,
    nodes: [...document.nodes, { id, type }],
    layout: { ...document.layout, [id]: [Math.round(at[0]), Math.round(at[1])] as const },
  };
  if (before !== undefined) return connect(grown, id, "out", before);
  return after === undefined ? grown : connect(grown, after, "out", id);
}

function remove(document: FlowDocument, nodes: ReadonlySet<string>, links: ReadonlySet<number>): FlowDocument {
  const layout = Object.entries(document.layout ?? {}).filter(([id]) => !nodes.has(id));
  return {
    ...document,
    nodes: document.nodes.filter(({ id }) => !nodes.has(id)),
    links: document.links.filter(({ from, to }, index) => !links.has(index) && !nodes.has(from) && !nodes.has(to)),
    ...(document.layout ? { layout: Object.fromEntries(layout) } : {}),
  };
}

function connect(document: FlowDocument, from: string, output: string, to: string): FlowDocument {
  if (whyNoLink(document, from, output, to)) return document;
  const link = output === "out" ? { from, to } : { from, output, to };
  return { ...document, links: [...document.links, link] };
}

function withSetting(node: FlowNode, name: string, value: Json | undefined): FlowNode {
  const { [name]: _, ...rest } = node.settings ?? {};
  if (value === undefined) {
    const { settings: __, ...bare } = node;
    return Object.keys(rest).length === 0 ? bare : { ...node, settings: rest };
  }
  // A setting keeps its place, so that a changed file differs in one line.
  return { ...node, settings: { ...node.settings, [name]: value } };
}

function rename(document: FlowDocument, id: string, to: string): FlowDocument {
  if (to === "" || document.nodes.some((node) => node.id === to)) return document;
  const named = (name: string) => (name === id ? to : name);
  const layout = Object.entries(document.layout ?? {}).map(([name, at]) => [named(name), at] as const);
  return {
    ...document,
    nodes: document.nodes.map((node) => (node.id === id ? { ...node, id: to } : node)),
    links: document.links.map((link) => ({ ...link, from: named(link.from), to: named(link.to) })),
    ...(document.layout ? { layout: Object.fromEntries(layout) } : {}),
  };
}

function mapNode(document: FlowDocument, id: string, change: (node: FlowNode) => FlowNode): FlowDocument {
  return { ...document, nodes: document.nodes.map((node) => (node.id === id ? change(node) : node)) };
}

function order({ id, type, label, settings }: FlowNode): FlowNode {
  return { id, type, ...(label === undefined ? {} : { label }), ...(settings ? { settings } : {}) };
}

function tidyHead(document: FlowDocument): FlowDocument {
  const { $schema, flow, name, description, options, properties, nodes, links, layout } = document;
  return {
    ...($schema === undefined ? {} : { $schema }),
    flow,
    name,
    ...(description ? { description } : {}),
    ...(options && Object.keys(options).length > 0 ? { options } : {}),
    ...(properties && Object.keys(properties).length > 0 ? { properties } : {}),
    nodes,
    links,
    ...(layout ? { layout } : {}),
  };
}
