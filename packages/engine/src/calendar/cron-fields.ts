import { type CronFieldName, FIRST_YEAR, LAST_YEAR } from "./cron.ts";

/** What a field of a cron may hold. */
export interface FieldRule {
  readonly name: CronFieldName;
  /** As an error names it. */
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
  /** The number that `names[0]` stands for. */
  readonly base: number;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/** In the order of both dialects: Sunday first. */
export const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const rule = (
  name: CronFieldName,
  title: string,
  min: number,
  max: number,
  names: readonly string[] = [],
): FieldRule => ({ name, title, min, max, names, base: min });

const minutes = rule("minutes", "minutes", 0, 59);
const hours = rule("hours", "hours", 0, 23);
const dayOfMonth = rule("dayOfMonth", "day of month", 1, 31);
const month = rule("month", "month", 1, 12, MONTHS);

/** Seconds first, Sunday is 1, the year may be left out. */
export const QUARTZ_FIELDS: readonly FieldRule[] = [
  rule("seconds", "seconds", 0, 59),
  minutes,
  hours,
  dayOfMonth,
  month,
  rule("dayOfWeek", "day of week", 1, 7, WEEKDAYS),
  rule("year", "year", FIRST_YEAR, LAST_YEAR),
];

/** Minutes first; Sunday is 0, and 7 too. */
export const UNIX_FIELDS: readonly FieldRule[] = [
  minutes,
  hours,
  dayOfMonth,
  month,
  rule("dayOfWeek", "day of week", 0, 7, WEEKDAYS),
];

/** The shorthands of Unix cron. */
export const UNIX_NAMES: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);
