import type { FlowNode } from "@mortise/contract";
import { compileSchedule, type Schedule, type ScheduleSettings } from "../../calendar/schedule.ts";
import type { GraphNode } from "../../document/graph.ts";
import type { CheckedFlow } from "../checked-flow.ts";
import type { Rule } from "../rule.ts";
import { ancestorsOf, textOf, tokenFlowsOf } from "../tokens.ts";

const DAY = 86_400_000;

/** Where nobody knows how long an unused token lives: a weekend passes, a week does not. */
const UNKNOWN_DAYS = 4;

/** A month's end and every leap day come by. */
const LOOK_AHEAD_DAYS = 1_500;

/** Where looking begins; any instant will do, and a rule has no clock. */
const FROM = Date.UTC(2027, 0, 1);

export const tokenIdle: Rule = {
  name: "token-idle",
  description: "A Scheduler that fires more seldom than a refresh token lives unused.",
  *run(flow) {
    for (const { call, variable } of tokenFlowsOf(flow)) {
      const life = flow.tokenLife?.(textOf(call.node.settings?.url));
      const days = life?.idleDays ?? UNKNOWN_DAYS;
      const timers = [...ancestorsOf(call)].filter(({ spec }) => spec?.trigger === "schedule");
      const gaps = timers.map((timer) => longestGap(flow, timer));
      const [timer] = timers;
      if (!timer || gaps.some((gap) => gap === undefined)) continue;
      // With several schedules, the one that fires most often keeps the token alive.
      const gap = Math.min(...(gaps as number[]));
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

/** The most days between two fires of a Scheduler; undefined for one that cannot be read or fires only so many times. */
function longestGap(flow: CheckedFlow, { node }: GraphNode): number | undefined {
  const schedule = scheduleOf(flow, node);
  const state = { anchor: FROM };
  if (!schedule || (node.settings?.repeatCount ?? -1) !== -1 || node.settings?.endDate !== undefined) return undefined;
  let longest = 0;
  let fires = schedule.next(FROM, state);
  while (fires !== undefined && fires < FROM + LOOK_AHEAD_DAYS * DAY) {
    // A day further each time, however often it fires within one.
    const next = schedule.next(fires + DAY - 1, state);
    const last = next === undefined ? undefined : next - fires;
    if (last === undefined) return undefined;
    longest = Math.max(longest, last);
    fires = next;
  }
  return Math.floor(longest / DAY);
}

function scheduleOf(flow: CheckedFlow, { settings }: FlowNode): Schedule | undefined {
  try {
    return compileSchedule((settings ?? {}) as ScheduleSettings, flow.document.options?.timeZone ?? "Europe/Amsterdam");
  } catch {
    // Told as a mistake of the settings, or written with a property.
    return undefined;
  }
}
