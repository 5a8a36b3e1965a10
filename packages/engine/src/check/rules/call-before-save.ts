import type { Rule } from "../rule.ts";
import { beforeSave, tokenFlowsOf } from "../tokens.ts";

export const callBeforeSave: Rule = {
  name: "call-before-save",
  description: "Another call between the one that spends a refresh token and the node that stores the new one.",
  *run(flow) {
    for (const token of tokenFlowsOf(flow)) {
      const { call } = token;
      for (const { between, save } of beforeSave(token)) {
        const { node, index, spec } = between;
        if (spec?.effect !== "external") continue;
        yield {
          message: `"${node.id}" calls outside between "${call.node.id}", which spends the refresh token, and "${save.node.id}", which stores the new one: when it fails, the token is lost.`,
          help: `Put "${node.id}" behind "${save.node.id}".`,
          nodeId: node.id,
          pointer: `/nodes/${index}`,
        };
      }
    }
  },
};
