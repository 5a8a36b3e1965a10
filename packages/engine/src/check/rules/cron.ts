import type { Cron } from "../../calendar/cron.ts";
import { parseCron } from "../../calendar/parse-cron.ts";
import { cronWarnings } from "../../calendar/warnings.ts";
import type { Rule } from "../rule.ts";

export const cron: Rule = {
  name: "cron",
  description:
    "A cron expression that fires at other times than it seems to: steps that do not divide, days that short months lack.",
  *run({ leaves }) {
    for (const { schema, value, node, pointer } of leaves) {
      const parsed = schema.kind === "cron" && typeof value === "string" ? readCron(value) : undefined;
      if (!parsed) continue;
      for (const warning of cronWarnings(parsed)) yield { ...warning, nodeId: node.node.id, pointer };
    }
  },
};

/** What cannot be read is a mistake of the settings and told as such. */
function readCron(text: string): Cron | undefined {
  try {
    return parseCron(text);
  } catch {
    return undefined;
  }
}
