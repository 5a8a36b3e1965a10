import { parseDuration } from "@mortise/contract";
import type { Rule } from "../rule.ts";
import { longestGap } from "../token-schedule.ts";
import { ancestorsOf } from "../tokens.ts";

/** Of SetOAuth2Token where its author names none, in milliseconds. */
const DELAY = 25_000;

export const oauth2Scheduler: Rule = {
  name: "oauth2-scheduler",
  description:
    "A SetOAuth2Token without a Scheduler before it, or with one that fires more seldom than its refresh window is long.",
  *run(flow) {
    for (const node of flow.nodes) {
      if (!node.spec?.grant) continue;
      const { id, settings } = node.node;
      const delay = parseDuration(settings?.refreshTokenDelay ?? DELAY) ?? DELAY;
      const timers = [...ancestorsOf(node)].filter(({ spec }) => spec?.trigger === "schedule");
      const [timer] = timers;
      if (!timer) {
        yield {
          message: `No Scheduler leads to "${id}": its header and tenant variable hold a new token only when a message passes.`,
          help: `Add a Scheduler with repeat count -1 and an interval shorter than ${seconds(delay)}, or let HTTP ask for the token with its setting grant.`,
          nodeId: id,
          pointer: `/nodes/${node.index}`,
        };
        continue;
      }
      const gap = Math.min(...timers.map((each) => longestGap(flow, each) ?? Number.POSITIVE_INFINITY));
      if (gap < delay) continue;
      const often = gap === Number.POSITIVE_INFINITY ? "does not fire for ever" : `fires every ${seconds(gap)}`;
      yield {
        message: `"${timer.node.id}" ${often}, and the refresh window of "${id}" is the last ${seconds(delay)} of a token's life: the window can pass without a fire, and the tenant variable then holds a token that has ended.`,
        help: `Set its repeat interval below ${seconds(delay)} and its repeat count to -1, or the Refresh Token Delay above the interval (at most 3600 s).`,
        nodeId: timer.node.id,
        pointer: flow.pointerOf(timer),
      };
    }
  },
};

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}
