import type { Rule } from "../rule.ts";

export const overlapOneAtATime: Rule = {
  name: "overlap-one-at-a-time",
  description: "A Scheduler that allows overlapping runs in a flow whose runs wait for one another.",
  *run(flow) {
    if (flow.document.options?.runs === "parallel") return;
    for (const { node, spec, index } of flow.nodes) {
      if (spec?.trigger !== "schedule" || node.settings?.overlap !== "allow") continue;
      yield {
        message: `"${node.id}" allows overlapping runs, and the flow runs one at a time: they will wait for one another.`,
        help: 'Set the option `"runs": "parallel"`, or overlap to `skip` or `queue one`.',
        nodeId: node.id,
        pointer: `/nodes/${index}/settings/overlap`,
      };
    }
  },
};
