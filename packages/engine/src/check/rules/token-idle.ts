import type { CheckedFlow } from "../checked-flow.ts";
import type { Rule } from "../rule.ts";
import { longestGap } from "../token-schedule.ts";
import { ancestorsOf, textOf, tokenFlowsOf } from "../tokens.ts";

const DAY = 86_400_000;

/** Where nobody knows how long an unused token lives: a weekend passes, a week does not. */
const UNKNOWN_DAYS = 4;

export const tokenIdle: Rule = {
  name: "token-idle",
  description: "A Scheduler that fires more seldom than a refresh token lives unused.",
  *run(flow) {
    for (const { call, variable } of tokenFlowsOf(flow)) {
      const life = flow.tokenLife?.(addressOf(flow, textOf(call.node.settings?.url)));
      const days = life?.idleDays ?? UNKNOWN_DAYS;
      const timers = [...ancestorsOf(call)].filter(({ spec }) => spec?.trigger === "schedule");
      const gaps = timers.map((timer) => longestGap(flow, timer));
      const [timer] = timers;
      if (!timer || gaps.some((gap) => gap === undefined)) continue;
      // With several schedules, the one that fires most often keeps the token alive.
      const gap = Math.floor(Math.min(...(gaps as number[])) / DAY);
      if (gap <= days) continue;
      const known =
        life?.idleDays === undefined || life.idleDays === null
          ? "how long an unused refresh token lives there is not known"
          : `an unused refresh token of ${life.provider} lives ${life.idleDays} days`;
      yield {
        message: `"${timer.node.id}" leaves up to ${gap} days between two fires, and ${known}: the one in ${variable} may be dead before it is spent.`,
        help: "Let the Scheduler fire once a day: a Filter behind the node that stores the new token decides what else happens on that day.",
        nodeId: timer.node.id,
        pointer: flow.pointerOf(timer),
      };
    }
  },
};

/** An address with the properties in it filled in, with any value they have: test and production keep tokens alike. */
function addressOf({ properties }: CheckedFlow, url: string): string {
  return url.replace(/#\{([\w.-]+)\}/g, (whole, name: string) => {
    const property = properties.get(name);
    return property && "test" in property ? (property.production ?? property.test ?? whole) : whole;
  });
}
