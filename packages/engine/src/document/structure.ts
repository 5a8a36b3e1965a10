import type { Components, FlowLink } from "@mortise/contract";
import { brief, either } from "./describe.ts";
import {
  alternativesOf,
  type FlowParts,
  flowGraph,
  type Graph,
  type GraphLink,
  type GraphNode,
  inOrder,
  isErrorRoute,
  isSource,
  outputsOf,
  reachableFrom,
} from "./graph.ts";
import type { Mistakes } from "./mistakes.ts";
import { didYouMean } from "./suggest.ts";

/** Steps that one message may take. A node reached by two paths runs once per path, so ten diamonds in a row are a thousand. */
export const MAX_STEPS = 10_000;

/** What a piece of a flow must keep to: a clipboard holds nodes without their source. */
export interface StructureOptions {
  readonly whole: boolean;
}

/** Finds what is wrong with how nodes are named and linked. */
export function checkStructure(
  flow: FlowParts,
  components: Components,
  mistakes: Mistakes,
  { whole }: StructureOptions,
): void {
  const graph = flowGraph(flow, components);
  checkIds(flow, mistakes);
  checkLinks(flow, graph, mistakes);
  const inCircle = checkCircles(graph, mistakes);
  // Where an entry could not be used, what hangs on it would only seem to be wrong.
  const complete = flow.nodes.every(Boolean) && flow.links.every(Boolean);
  if (whole && complete) checkEntrances(graph, inCircle, mistakes);
  if (inCircle.size === 0) checkSteps(graph, mistakes);
}

function checkIds({ nodes }: FlowParts, mistakes: Mistakes): void {
  const ids = new Set<string>();
  for (const [index, node] of nodes.entries()) {
    if (!node) continue;
    const { id } = node;
    if (ids.has(id)) mistakes.add("FLOW_DUPLICATE_ID", { id }, { pointer: `/nodes/${index}/id`, nodeId: id });
    ids.add(id);
  }
}

function checkLinks({ links }: FlowParts, graph: Graph, mistakes: Mistakes): void {
  for (const [index, link] of links.entries()) {
    for (const end of link ? (["from", "to"] as const) : []) {
      const id = (link as FlowLink)[end];
      if (graph.has(id)) continue;
      const near = mistakes.isFull ? "" : didYouMean(id, graph.keys());
      const expected = `the id of a node${near}`;
      mistakes.add(
        "FLOW_DANGLING_LINK",
        { direction: end, id: brief(id), near, expected, found: JSON.stringify(brief(id)) },
        { pointer: `/links/${index}/${end}` },
      );
    }
  }
  for (const node of graph.values()) {
    const outputs = outputsOf(node);
    if (outputs) for (const link of node.leaving) checkOutput(link, outputs, mistakes);
    const [link] = node.arriving;
    if (!link || !isSource(node)) continue;
    const what = `the link from "${link.from.node.id}" leads to "${node.node.id}", a ${node.node.type}, which starts a flow and cannot stand in the middle of one`;
    mistakes.add(
      "FLOW_INVALID",
      { what, expected: "a node that is no source", found: node.node.type },
      { pointer: `/links/${link.index}/to`, nodeId: node.node.id },
    );
  }
}

function checkOutput({ from, output, index, link }: GraphLink, outputs: readonly string[], mistakes: Mistakes): void {
  if (outputs.includes(output)) return;
  const { id, type } = from.node;
  const expected = either(outputs.map((name) => JSON.stringify(name))) + didYouMean(output, outputs);
  const what = `a link leaves "${id}" (${type}) by the output "${output}", which it does not have: expected ${expected}`;
  const pointer = link.output === undefined ? `/links/${index}` : `/links/${index}/output`;
  mistakes.add("FLOW_INVALID", { what, expected, found: JSON.stringify(output) }, { pointer, nodeId: id });
}

/** Names every circle once, by the link that closes it, and gives the nodes on them. */
function checkCircles(graph: Graph, mistakes: Mistakes): ReadonlySet<GraphNode> {
  const inCircle = new Set<GraphNode>();
  const done = new Set<GraphNode>(inOrder(graph));
  for (const root of graph.values()) {
    if (done.has(root)) continue;
    // The way from the root to here, each node with the links that are still to be followed.
    const way = new Map([[root, root.leaving.values()]]);
    for (let node: GraphNode | undefined = root; node; node = [...way.keys()].at(-1)) {
      const { value: link } = (way.get(node) as Iterator<GraphLink, undefined>).next();
      if (!link) {
        way.delete(node);
        done.add(node);
      } else if (way.has(link.to)) {
        const members = [...way.keys()];
        const circle = members.slice(members.indexOf(link.to));
        for (const member of circle) inCircle.add(member);
        const path = [...circle, link.to].map(({ node: { id } }) => id).join(" → ");
        mistakes.add("FLOW_CYCLE", { path }, { pointer: `/links/${link.index}`, nodeId: node.node.id });
      } else if (!done.has(link.to)) way.set(link.to, link.to.leaving.values());
    }
  }
  return inCircle;
}

function checkEntrances(graph: Graph, inCircle: ReadonlySet<GraphNode>, mistakes: Mistakes): void {
  const nodes = [...graph.values()];
  const [, ...otherRoutes] = nodes.filter(isErrorRoute);
  for (const { node, index } of otherRoutes) {
    const what = `"${node.id}" is a second error route; a flow has one`;
    mistakes.add(
      "FLOW_INVALID",
      { what, expected: "one error route", found: "another" },
      { pointer: `/nodes/${index}`, nodeId: node.id },
    );
  }
  // Of a component that is not known nobody can say whether it is a source: that mistake comes first.
  if (nodes.some(({ spec }) => !spec)) return;
  const sources = nodes.filter((node) => isSource(node) && !isErrorRoute(node));
  if (sources.length === 0) {
    checkOnlyRoot(nodes, inCircle, mistakes);
    return;
  }
  const reached = reachableFrom(nodes.filter(isSource));
  for (const graphNode of nodes) {
    const { node, index } = graphNode;
    if (reached.has(graphNode) || inCircle.has(graphNode)) continue;
    const what = `"${node.id}" is reached by no path from a source`;
    mistakes.add(
      "FLOW_INVALID",
      { what, expected: "a link that leads to it", found: "none" },
      { pointer: `/nodes/${index}`, nodeId: node.id },
    );
  }
}

/** A flow without a source is run by hand, from the one node that no link leads to. */
function checkOnlyRoot(nodes: readonly GraphNode[], inCircle: ReadonlySet<GraphNode>, mistakes: Mistakes): void {
  const roots = nodes.filter((node) => node.arriving.length === 0 && !isErrorRoute(node));
  if (roots.length === 1 || (roots.length === 0 && inCircle.size > 0)) return;
  const ids = roots.map(({ node }) => `"${node.id}"`);
  const expected = "a source, or one node that no link leads to";
  const found =
    roots.length === 0 ? "no node" : `${roots.length}: ${ids.slice(0, 10).join(", ")}${ids.length > 10 ? ", …" : ""}`;
  const what = `it has no source, and so must have one node where it begins: expected ${expected}, found ${found}`;
  mistakes.add("FLOW_INVALID", { what, expected, found }, { pointer: "/nodes", nodeId: roots[1]?.node.id });
}

function checkSteps(graph: Graph, mistakes: Mistakes): void {
  const steps = new Map<GraphNode, number>();
  const sum = (links: readonly GraphLink[]) => links.reduce((total, { to }) => total + (steps.get(to) as number), 0);
  for (const node of inOrder(graph).reverse()) steps.set(node, 1 + Math.max(0, ...alternativesOf(node).map(sum)));
  for (const [{ node, index, arriving }, count] of steps) {
    if (arriving.length > 0 || count <= MAX_STEPS) continue;
    const what = `one message from "${node.id}" would take more than ${MAX_STEPS.toLocaleString("en")} steps, since paths that part and meet again multiply`;
    mistakes.add("FLOW_TOO_LARGE", { what }, { pointer: `/nodes/${index}`, nodeId: node.id });
  }
}
