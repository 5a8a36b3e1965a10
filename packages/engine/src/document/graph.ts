import type { Components, FlowLink, FlowNode, Spec } from "@mortise/contract";

/** A node between its links. */
export interface GraphNode {
  readonly node: FlowNode;
  /** Its place in the document's list. */
  readonly index: number;
  /** Absent when no component has its type. */
  readonly spec: Spec | undefined;
  readonly leaving: GraphLink[];
  readonly arriving: GraphLink[];
}

/** A link between two nodes that exist. */
export interface GraphLink {
  readonly link: FlowLink;
  readonly index: number;
  readonly output: string;
  readonly from: GraphNode;
  readonly to: GraphNode;
}

/** Nodes and links of a document; undefined stands for one that has not the form of one. */
export interface FlowParts {
  readonly nodes: readonly (FlowNode | undefined)[];
  readonly links: readonly (FlowLink | undefined)[];
}

export type Graph = ReadonlyMap<string, GraphNode>;

/** The nodes of a flow by id, with their links in order. Links to or from nothing are left out; of one id the first node counts. */
export function flowGraph(flow: FlowParts, components: Components): Graph {
  const graph = new Map<string, GraphNode>();
  for (const [index, node] of flow.nodes.entries()) {
    if (!node || graph.has(node.id)) continue;
    graph.set(node.id, { node, index, spec: components.get(node.type)?.spec, leaving: [], arriving: [] });
  }
  for (const [index, link] of flow.links.entries()) {
    if (!link) continue;
    const from = graph.get(link.from);
    const to = graph.get(link.to);
    if (!from || !to) continue;
    const edge = { link, index, output: link.output ?? "out", from, to };
    from.leaving.push(edge);
    to.arriving.push(edge);
  }
  return graph;
}

/** Whether a node begins exchanges: by the calendar, a request, a link from a flow, or a failure. */
export function isSource({ spec }: GraphNode): boolean {
  return spec?.kind === "source";
}

/** Whether a node begins the error route. */
export function isErrorRoute({ spec }: GraphNode): boolean {
  return spec?.trigger === "failure";
}

/** The outputs that a node has; undefined when its component is not known. */
export function outputsOf({ node, spec }: GraphNode): readonly string[] | undefined {
  if (!spec) return undefined;
  const { outputs = [] } = spec;
  if (isList(outputs)) return ["out", ...outputs];
  const items: unknown = node.settings?.[outputs.each];
  const names = Array.isArray(items) ? items.map((item: { readonly name?: unknown } | null) => item?.name) : [];
  return [...names.filter((name) => typeof name === "string"), ...outputs.also];
}

function isList(outputs: NonNullable<Spec["outputs"]>): outputs is readonly string[] {
  return Array.isArray(outputs);
}

/** The links that a message may follow together: those of one output; of a Split, those of all its outputs. */
export function* alternativesOf({ leaving, spec }: GraphNode): Generator<readonly GraphLink[]> {
  if (Array.isArray(spec?.outputs) && spec.outputs.includes("parts")) yield leaving;
  else yield* Map.groupBy(leaving, ({ output }) => output).values();
}

/**
 * The nodes so that each stands behind all from which links lead to it; those on a circle, or behind one, are left
 * out. What is computed along the links is computed in this order: a flow may be deeper than the call stack.
 */
export function inOrder(graph: Graph): GraphNode[] {
  const waiting = new Map([...graph.values()].map((node) => [node, node.arriving.length]));
  const order = [...graph.values()].filter(({ arriving }) => arriving.length === 0);
  // A list also visits what is pushed while it is walked.
  for (const node of order) {
    for (const { to } of node.leaving) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) order.push(to);
    }
  }
  return order;
}

/** Every node that links lead to from these, themselves included. */
export function reachableFrom(starts: Iterable<GraphNode>): ReadonlySet<GraphNode> {
  const reached = new Set(starts);
  // A set also visits what is added while it is walked.
  for (const node of reached) for (const { to } of node.leaving) reached.add(to);
  return reached;
}
