import type { FlowDocument } from "@mortise/contract";
import type { Rule } from "../rule.ts";
import { tokenFlowsOf, writesOf } from "../tokens.ts";

export const sharedTokenVariable: Rule = {
  name: "shared-token-variable",
  description:
    "A refresh token that another flow of the tenant stores too: of two runs at once, one spends it in vain.",
  *run(flow) {
    const told = new Set<string>();
    for (const { saves, variable } of tokenFlowsOf(flow)) {
      const [save] = saves;
      const others = flow.neighbours.filter((other) => writes(other, variable)).map(({ name }) => name);
      if (!save || others.length === 0 || told.has(variable)) continue;
      told.add(variable);
      yield {
        message: `The tenant variable ${variable}, which holds a refresh token, is also written by ${listOf(others)}: runs of one flow wait for one another, runs of two flows do not, and a token that works once would be spent twice.`,
        help: "Let one flow keep the token and the others ask for what it stored, or use a grant, which any number of flows may share.",
        nodeId: save.node.id,
        pointer: flow.pointerOf(save),
      };
    }
  },
};

function writes({ nodes }: FlowDocument, variable: string): boolean {
  return nodes.some((node) => writesOf(node).some((write) => write.variable === variable));
}

function listOf(flows: readonly string[]): string {
  const named = flows.slice(0, 3).map((name) => `flow ${name}`);
  const more = flows.length - named.length;
  return named.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
