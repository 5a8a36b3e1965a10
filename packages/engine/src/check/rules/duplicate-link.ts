import type { Rule } from "../rule.ts";

export const duplicateLink: Rule = {
  name: "duplicate-link",
  description: "The same link drawn twice: everything behind it runs twice.",
  *run({ document }) {
    const seen = new Set<string>();
    for (const [index, { from, output = "out", to }] of document.links.entries()) {
      const link = JSON.stringify([from, output, to]);
      if (seen.has(link)) {
        yield {
          message: `The link from "${from}" to "${to}" is there twice: everything behind it runs twice for each message.`,
          help: "Remove one of the two.",
          nodeId: from,
          pointer: `/links/${index}`,
        };
      }
      seen.add(link);
    }
  },
};
