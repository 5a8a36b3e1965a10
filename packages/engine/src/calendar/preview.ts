import { mortiseError } from "@mortise/contract";
import { DateTime } from "luxon";
import { END } from "./cron.ts";
import type { DescriptionLanguage } from "./describe-words.ts";
import { changeNote } from "./preview-notes.ts";
import { type CompileOptions, compileSchedule, type ScheduleSettings } from "./schedule.ts";

/** A schedule to look at before it is installed. Without `method`, what is given decides: a cron or an interval. */
export interface PreviewRequest extends ScheduleSettings, CompileOptions {
  readonly timeZone: string;
  /** Epoch milliseconds, or an ISO date-time (in the schedule's zone where it names none). A repeater counts from it. */
  readonly from: number | string;
  /** How many fires to show, at most 1,000. Defaults to 20. */
  readonly count?: number | undefined;
  /** Defaults to `en`. */
  readonly language?: DescriptionLanguage | undefined;
}

export interface PreviewedFire {
  /** Epoch milliseconds. */
  readonly instant: number;
  /** In the schedule's zone, with its offset: `2027-10-31T02:30:00+02:00`. */
  readonly local: string;
  /** What the clocks do to this fire. */
  readonly note?: string;
}

/** The next fires from an instant on, that one included. Throws as `compileSchedule` does. */
export function previewSchedule(request: PreviewRequest): PreviewedFire[] {
  const method =
    request.method ?? (request.cron === undefined && request.repeatInterval !== undefined ? "repeat" : "cron");
  const schedule = compileSchedule({ ...request, method }, request.timeZone, request);
  const from = instantOf(request.from, schedule.zone.name);
  const count = Math.min(Math.max(Math.trunc(request.count ?? 20), 0), 1_000);
  const state = { anchor: from };
  const fires: PreviewedFire[] = [];
  let at = from - 1;
  for (
    let instant = schedule.next(at, state);
    instant !== undefined && fires.length < count;
    instant = schedule.next(at, state)
  ) {
    const note = changeNote(schedule, at, instant, request.language ?? "en");
    const local = localText(instant, schedule.zone.at(instant).offset);
    fires.push(note ? { instant, local, note } : { instant, local });
    at = instant;
  }
  return fires;
}

function instantOf(from: number | string, zone: string): number {
  const instant =
    typeof from === "number" ? Math.floor(from) : DateTime.fromISO(String(from).trim(), { zone }).toMillis();
  if (instant >= 0 && instant < END) return instant;
  const expected = "an ISO date-time or epoch milliseconds, from 1970 to 2099";
  const detail = { setting: "from", expected, found: JSON.stringify(from) ?? "nothing" };
  throw mortiseError("FLOW_SETTINGS_INVALID", detail, { pointer: "/from" });
}

function localText(instant: number, offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const two = (value: number) => String(value).padStart(2, "0");
  const wall = new Date(instant + offset).toISOString().replace(/\.000Z$|Z$/, "");
  return `${wall}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
