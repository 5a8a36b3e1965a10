import { grantViewOf } from "@mortise/contract";
import type { Rule } from "../rule.ts";

export const secretView: Rule = {
  name: "secret-view",
  description: "A tenant variable that shows the secret of a grant, which no flow can read.",
  *run({ references }) {
    for (const { kind, name, nodeId, pointer } of references) {
      const view = kind === "tenantVariable" ? grantViewOf(name)?.view : undefined;
      if (view !== "client_secret" && view !== "refresh_token") continue;
      yield {
        message: `The tenant variable "${name}" reads as •••: a grant gives its ${view.replace("_", " ")} to nobody.`,
        help: "Let the grant do the refresh: use the access token, or the setting grant of HTTP.",
        nodeId,
        pointer,
      };
    }
  },
};
