import type { FlowNode } from "@mortise/contract";
import { compileSchedule, type Schedule, type ScheduleSettings } from "../calendar/schedule.ts";
import type { GraphNode } from "../document/graph.ts";
import type { CheckedFlow } from "./checked-flow.ts";

const DAY = 86_400_000;

/** A month's end and every leap day come by. */
const LOOK_AHEAD_DAYS = 1_500;

/** Where looking begins; any instant will do, and a rule has no clock. */
const FROM = Date.UTC(2027, 0, 1);

/** Fires looked at one by one; a schedule that fires more often is looked at day by day from then on. */
const MAX_FIRES = 2_000;

/**
 * The most milliseconds between two fires of a Scheduler; undefined for one that cannot be read, or that fires only so
 * many times. Of one that fires many times a day, gaps within a day are those of its first fires.
 */
export function longestGap(flow: CheckedFlow, { node }: GraphNode): number | undefined {
  const schedule = scheduleOf(flow, node);
  const state = { anchor: FROM };
  if (!schedule || (node.settings?.repeatCount ?? -1) !== -1 || node.settings?.endDate !== undefined) return undefined;
  let longest = 0;
  let fire = schedule.next(FROM, state);
  for (let seen = 0; fire !== undefined && fire < FROM + LOOK_AHEAD_DAYS * DAY; seen++) {
    const after = seen < MAX_FIRES ? fire : fire + DAY - 1;
    const next = schedule.next(after, state);
    if (next === undefined) return undefined;
    // A day further each time there is a fire within the day: only what goes beyond it is a gap.
    longest = Math.max(longest, seen < MAX_FIRES ? next - fire : next - after > DAY ? next - fire : 0);
    fire = next;
  }
  return longest;
}

function scheduleOf(flow: CheckedFlow, { settings }: FlowNode): Schedule | undefined {
  try {
    return compileSchedule((settings ?? {}) as ScheduleSettings, flow.document.options?.timeZone ?? "Europe/Amsterdam");
  } catch {
    // Told as a mistake of the settings, or written with a property.
    return undefined;
  }
}
