import { alternativesOf, type GraphNode, inOrder, outputsOf } from "../../document/graph.ts";
import type { CheckedFlow } from "../checked-flow.ts";
import type { Rule } from "../rule.ts";
import { tokenFlowsOf } from "../tokens.ts";

export const tokenNotSaved: Rule = {
  name: "token-not-saved",
  description: "A refresh token that is spent, and on some path no new one is stored in the variable it was read from.",
  *run(flow) {
    for (const { call, saves, variable } of tokenFlowsOf(flow)) {
      const path = pathWithout(flow, call, new Set(saves));
      if (!path) continue;
      const ids = path.map(({ node }) => node.id);
      const way = (ids.length > 8 ? [...ids.slice(0, 7), "…", ids.at(-1)] : ids).join(" → ");
      yield {
        message: `"${call.node.id}" spends the refresh token of ${variable}, and on the path ${way} no new one is stored there: where a token works once, the next run has none.`,
        help: `Put a SetTenantVariable for ${variable} directly behind the answer, before the paths part.`,
        nodeId: call.node.id,
        pointer: `/nodes/${call.index}`,
      };
    }
  },
};

/**
 * A path from a node to an end on which none of the saves stands. All links of one output are followed, so a save
 * behind one of them will do; of several outputs, each needs its own.
 */
function pathWithout(
  { graph }: CheckedFlow,
  start: GraphNode,
  saves: ReadonlySet<GraphNode>,
): readonly GraphNode[] | undefined {
  /** Of each node without a save on some path: where that path leads next; undefined at its end. */
  const next = new Map<GraphNode, GraphNode | undefined>();
  for (const node of inOrder(graph).reverse()) {
    if (saves.has(node)) continue;
    if (canEnd(node)) next.set(node, undefined);
    for (const links of alternativesOf(node)) {
      if (!next.has(node) && links.every(({ to }) => next.has(to))) next.set(node, links[0]?.to);
    }
  }
  if (!next.has(start)) return undefined;
  const path = [start];
  for (let node = next.get(start); node; node = next.get(node)) path.push(node);
  return path;
}

/** Whether a message's path may end at a node: nothing leaves it, or one of a router's outputs leads nowhere. */
function canEnd(node: GraphNode): boolean {
  const linked = new Set(node.leaving.map(({ output }) => output));
  const isRouter = node.spec?.outputs !== undefined && !Array.isArray(node.spec.outputs);
  return linked.size === 0 || (isRouter && (outputsOf(node)?.some((output) => !linked.has(output)) ?? false));
}
