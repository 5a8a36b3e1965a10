import { type Cron, END } from "./cron.ts";
import { createWallClock } from "./wall-clock.ts";
import type { Segment, Zone } from "./zone.ts";

/** What a schedule does where the clocks change. */
export interface ClockChangeRules {
  /** A time that the clocks jump over: run at the first instant after the gap, or not at all. */
  readonly gap: "after" | "skip";
  /** A time that comes twice: run the first time, or both. */
  readonly fallBack: "first" | "both";
}

/** Instants of a cron in a zone, in epoch milliseconds. */
export interface CronInstants {
  /** The first instant after `after`. */
  next(after: number): number | undefined;
  /** How many instants lie in (after, upTo]. */
  count(after: number, upTo: number): number;
}

/** Longer than any change of the clocks: Apia and Manila once skipped or repeated a whole day. */
const LONGEST_CHANGE = 2 * 86_400_000;

/**
 * A cron that names every hour is a rhythm: it fires at each instant whose wall clock matches, in both passes of an
 * overlap, and a gap adds nothing. Any other is a plan of wall clock times, each of which happens once: `rules` say
 * what becomes of a time that does not exist or comes twice. (docs/decisions/clock-changes.md)
 */
export function cronInstants(cron: Cron, zone: Zone, rules: ClockChangeRules): CronInstants {
  const wall = createWallClock(cron);
  const rhythm = isRhythm(cron);
  const once = !rhythm && rules.fallBack === "first";
  const lastYear = cron.years?.at(-1);
  const lastInstant = lastYear ? Math.min(END, Date.UTC(lastYear + 1, 0, 1) + LONGEST_CHANGE) : END;

  const firesAfterGap = ({ start, offset, before }: Segment) =>
    !rhythm && rules.gap === "after" && offset > before && (wall.next(start + before) ?? Infinity) < start + offset;

  /** Where a segment's wall clock starts to count: after the second pass of an overlap, when times run once. */
  const floor = ({ start, offset, before }: Segment) => start + (once ? Math.max(before, offset) : offset);

  return {
    next(after) {
      let from = Math.max(Math.floor(after) + 1, 0);
      while (from < lastInstant) {
        const segment = zone.at(from);
        if (segment.start >= from && firesAfterGap(segment)) return segment.start;
        const time = wall.next(Math.max(from + segment.offset, floor(segment)));
        if (time !== undefined && time - segment.offset < segment.end) return time - segment.offset;
        // No time before `time` matches. Far from its end, this segment's overlap brings back none that has passed
        // either, so only the changes just before `time` matter.
        const far = time !== undefined && segment.end - from > LONGEST_CHANGE;
        from = far ? Math.max(segment.end, time - segment.offset - LONGEST_CHANGE) : segment.end;
      }
      return undefined;
    },

    count(after, upTo) {
      let from = Math.max(Math.floor(after) + 1, 0);
      const end = Math.min(Math.floor(upTo) + 1, lastInstant);
      let total = 0;
      while (from < end) {
        const segment = zone.at(from);
        const { start, offset } = segment;
        const opens = start + offset;
        if (start >= from && firesAfterGap(segment) && wall.next(opens) !== opens) total++;
        total += wall.count(Math.max(from + offset, floor(segment)), Math.min(segment.end, end) + offset);
        from = segment.end;
      }
      return total;
    },
  };
}

/** Whether a cron names every hour of the day, however it writes that. */
export function isRhythm(cron: Cron): boolean {
  return cron.hours.length === 24;
}
