import type { Mistake } from "@mortise/contract";
import { isTimeZone } from "../calendar/zone.ts";
import { Mistakes } from "../document/mistakes.ts";
import { readFlow } from "../document/read-flow.ts";
import { checkProperties } from "./check-properties.ts";
import { type CheckContext, checkSettings, unknownZone } from "./check-settings.ts";
import { CheckedFlow } from "./checked-flow.ts";
import { rules } from "./rules/index.ts";

/**
 * Everything that is wrong with a flow, and what is most likely not meant: the mistakes of the document, of its
 * expressions, scripts and schedules, of properties in an environment, and the warnings of the rules.
 */
export function checkFlow(input: unknown, context: CheckContext): Mistake[] {
  const { flow: document, mistakes: read } = readFlow(input, context.components);
  if (!document) return [...read];
  const mistakes = new Mistakes();
  for (const mistake of read) mistakes.push(mistake);
  const flow = new CheckedFlow(document, context.components, context);
  const zone = document.options?.timeZone;
  if (zone !== undefined && !isTimeZone(zone))
    mistakes.add("FLOW_SETTINGS_INVALID", unknownZone(zone), { pointer: "/options/timeZone" });
  const asked = new Map(flow.nodes.map((node) => [node.node.id, checkSettings(flow, node, context, mistakes)]));
  checkProperties(flow, asked, context, mistakes);
  for (const { name, run } of rules) {
    for (const finding of run(flow)) mistakes.push({ code: name, ...finding, severity: "warning" });
  }
  return mistakes.list();
}
