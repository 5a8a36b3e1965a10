import { mortiseError, parseDuration } from "@mortise/contract";
import { DateTime } from "luxon";
import { type Cron, END } from "./cron.ts";
import { type ClockChangeRules, cronInstants } from "./cron-schedule.ts";
import { parseCron } from "./parse-cron.ts";
import { repeatInstants } from "./repeat.ts";
import { type Zone, zoneOf } from "./zone.ts";

/** What becomes of fires that were missed. */
export type MissedPolicy = "once" | "skip" | "all";

/** A Scheduler's settings, as the document has them or compiled. */
export interface ScheduleSettings {
  /** Defaults to `cron`. */
  readonly method?: "cron" | "repeat" | undefined;
  readonly cron?: string | undefined;
  /** Defaults to the flow's. */
  readonly timeZone?: string | undefined;
  /** Milliseconds, or text such as `"55m"`. */
  readonly repeatInterval?: number | string | undefined;
  /** n gives n + 1 fires, so 0 is once. Defaults to -1, for ever. */
  readonly repeatCount?: number | undefined;
  /** Counts from install. Defaults to 0. */
  readonly startDelay?: number | string | undefined;
  /** ISO date (its whole day counts) or date-time, in the schedule's zone where it names none; or epoch milliseconds. */
  readonly endDate?: number | string | undefined;
  /** Defaults to `once`. */
  readonly missed?: MissedPolicy | undefined;
  /** Defaults to `after`. */
  readonly gap?: ClockChangeRules["gap"] | undefined;
  /** Defaults to `first`. */
  readonly fallBack?: ClockChangeRules["fallBack"] | undefined;
}

/** What a schedule remembers: the instant it was installed at, which a repeater and the start delay count from. */
export interface ScheduleState {
  readonly anchor: number;
}

/** Nominal instants, in epoch milliseconds; a pure function of settings, zone and anchor. */
export interface Schedule extends ClockChangeRules {
  readonly method: "cron" | "repeat";
  readonly cron: Cron | undefined;
  readonly zone: Zone;
  readonly missed: MissedPolicy;
  /** The last moment at which it may fire. */
  readonly end: number;
  /** The first instant after `after`; undefined when there is none, ever. */
  next(after: number, state: ScheduleState): number | undefined;
  /** How many instants lie in (after, upTo], without walking through them. */
  count(after: number, upTo: number, state: ScheduleState): number;
}

export interface CompileOptions {
  /** The shortest interval of a repeater, in milliseconds. Defaults to 10,000, as in Dovetail. */
  readonly minInterval?: number | undefined;
}

/**
 * A schedule from a Scheduler's settings; `timeZone` is the flow's. Throws `EXPRESSION_SYNTAX` for the cron and
 * `FLOW_SETTINGS_INVALID` for the rest, with a pointer from the settings on (`/cron`).
 */
export function compileSchedule(settings: ScheduleSettings, timeZone: string, options: CompileOptions = {}): Schedule {
  const method = oneOf(settings, "method", ["cron", "repeat"]);
  const rules = {
    gap: oneOf(settings, "gap", ["after", "skip"]),
    fallBack: oneOf(settings, "fallBack", ["first", "both"]),
  };
  const missed = oneOf(settings, "missed", ["once", "skip", "all"]);
  const zone = zoneOf(settings.timeZone ?? timeZone);
  const startDelay = duration(settings, "startDelay", 0);
  const end = endOf(settings.endDate, zone);
  const cron = method === "cron" ? cronOf(settings.cron) : undefined;
  const instants = cron
    ? delayed(cronInstants(cron, zone, rules), startDelay)
    : repeatInstants({ startDelay, interval: intervalOf(settings, options), count: countOf(settings) });
  return {
    ...rules,
    method,
    cron,
    zone,
    missed,
    end,
    next(after, state) {
      const found = instants.next(after, state.anchor);
      return found !== undefined && found <= end ? found : undefined;
    },
    count: (after, upTo, state) => instants.count(after, Math.min(upTo, end), state.anchor),
  };
}

function delayed(instants: ReturnType<typeof cronInstants>, startDelay: number) {
  const after = (instant: number, anchor: number) =>
    startDelay > 0 ? Math.max(instant, anchor + startDelay - 1) : instant;
  return {
    next: (instant: number, anchor: number) => instants.next(after(instant, anchor)),
    count: (instant: number, upTo: number, anchor: number) => instants.count(after(instant, anchor), upTo),
  };
}

function cronOf(text: unknown): Cron {
  if (typeof text !== "string" || text.trim() === "")
    throw invalid("cron", 'a cron expression such as "0 0 0 * * ?"', text);
  return parseCron(text);
}

function intervalOf(settings: ScheduleSettings, { minInterval = 10_000 }: CompileOptions): number {
  const interval = duration(settings, "repeatInterval");
  if (interval < minInterval || interval < 1)
    throw invalid("repeatInterval", `at least ${minInterval} ms`, settings.repeatInterval);
  return interval;
}

function countOf({ repeatCount = -1 }: ScheduleSettings): number {
  if (!Number.isSafeInteger(repeatCount) || repeatCount < -1)
    throw invalid("repeatCount", "a whole number from 0, or -1 for ever", repeatCount);
  return repeatCount;
}

function duration(settings: ScheduleSettings, name: "repeatInterval" | "startDelay", absent?: number): number {
  const value = settings[name];
  if (value === undefined && absent !== undefined) return absent;
  const found = parseDuration(value);
  if (found === undefined) throw invalid(name, 'milliseconds, or text such as "55m"', value);
  return Math.round(found);
}

function endOf(value: unknown, zone: Zone): number {
  if (value === undefined || value === null || value === "") return END;
  if (typeof value === "number" && Number.isFinite(value)) return Math.min(value, END);
  const date = typeof value === "string" ? DateTime.fromISO(value.trim(), { zone: zone.name }) : undefined;
  if (!date?.isValid) throw invalid("endDate", 'an ISO date such as "2027-12-31" or "2027-12-31T18:00"', value);
  return /^\d{4}-\d{2}-\d{2}$/.test(String(value).trim())
    ? Math.min(date.endOf("day").toMillis(), END)
    : Math.min(date.toMillis(), END);
}

function oneOf<const T extends string>(
  settings: ScheduleSettings,
  name: keyof ScheduleSettings,
  values: readonly T[],
): T {
  const value = settings[name] ?? values[0];
  if (!values.includes(value as T)) throw invalid(name, values.join(", "), value);
  return value as T;
}

function invalid(setting: string, expected: string, value: unknown) {
  const found = value === undefined ? "nothing" : JSON.stringify(value);
  return mortiseError("FLOW_SETTINGS_INVALID", { setting, expected, found }, { pointer: `/${setting}` });
}
