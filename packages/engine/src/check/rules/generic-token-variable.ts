import type { Rule } from "../rule.ts";

/** Words that say what a token is or whose API it opens, but not which customer it belongs to. */
const GENERIC = new Set(
  (
    "token tokens refresh access oauth oauth2 api auth bearer secret id new old current my the key value variable " +
    "loket exact online exactonline twinfield visma net vismanet teamleader atlassian xero quickbooks salesforce " +
    "microsoft google afas nmbrs moneybird snelstart yuki unit4 shopify hubspot dovetail"
  ).split(" "),
);

export const genericTokenVariable: Rule = {
  name: "generic-token-variable",
  description: "A tenant variable for a token whose name does not say whose token it is.",
  *run({ references }) {
    const told = new Set<string>();
    for (const { kind, name, nodeId, pointer } of references) {
      if (kind !== "tenantVariable" || told.has(name) || !isGeneric(name)) continue;
      told.add(name);
      yield {
        message: `The tenant variable "${name}" has a generic name: every flow of the tenant can overwrite it.`,
        help: "Name it after the customer it belongs to, such as Loket_Refresh_Token_KLANT.",
        nodeId,
        pointer,
      };
    }
  },
};

function isGeneric(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return words.some((word) => /^tokens?$/.test(word)) && words.every((word) => GENERIC.has(word));
}
