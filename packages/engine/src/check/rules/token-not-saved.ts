import { alternativesOf, type GraphNode, outputsOf } from "../../document/graph.ts";
import type { Rule } from "../rule.ts";
import { tokenFlowsOf } from "../tokens.ts";

export const tokenNotSaved: Rule = {
  name: "token-not-saved",
  description: "A refresh token that is spent, and on some path no new one is stored in the variable it was read from.",
  *run(flow) {
    for (const { call, saves, variable } of tokenFlowsOf(flow)) {
      const path = pathWithout(call, new Set(saves));
      if (!path) continue;
      const way = path.map(({ node }) => node.id).join(" → ");
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
  node: GraphNode,
  saves: ReadonlySet<GraphNode>,
  known = new Map<GraphNode, GraphNode[] | undefined>(),
): GraphNode[] | undefined {
  if (saves.has(node)) return undefined;
  if (known.has(node)) return known.get(node);
  known.set(node, undefined);
  const found = findPath(node, saves, known);
  known.set(node, found);
  return found;
}

function findPath(
  node: GraphNode,
  saves: ReadonlySet<GraphNode>,
  known: Map<GraphNode, GraphNode[] | undefined>,
): GraphNode[] | undefined {
  if (node.leaving.length === 0) return [node];
  const linked = new Set(node.leaving.map(({ output }) => output));
  const isRouter = node.spec?.outputs !== undefined && !Array.isArray(node.spec.outputs);
  if (isRouter && outputsOf(node)?.some((output) => !linked.has(output))) return [node];
  for (const links of alternativesOf(node)) {
    const paths = links.map(({ to }) => pathWithout(to, saves, known));
    if (paths.every((path) => path !== undefined)) return [node, ...(paths[0] as GraphNode[])];
  }
  return undefined;
}
