import type { Rule } from "../rule.ts";
import { beforeSave, tokenFlowsOf } from "../tokens.ts";

export const filterBeforeSave: Rule = {
  name: "filter-before-save",
  description: "A Filter between the call that spends a refresh token and the node that stores the new one.",
  *run(flow) {
    for (const token of tokenFlowsOf(flow)) {
      const { call, variable } = token;
      for (const { between, save } of beforeSave(token)) {
        const { node, index } = between;
        if (node.type !== "Filter") continue;
        yield {
          message: `The filter "${node.id}" stands between "${call.node.id}", which spends the refresh token, and "${save.node.id}", which stores the new one: whatever it stops loses the token.`,
          help: `Store ${variable} first, directly after the answer was read, and filter behind "${save.node.id}".`,
          nodeId: node.id,
          pointer: `/nodes/${index}`,
        };
      }
    }
  },
};
