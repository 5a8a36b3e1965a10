import { offsetAt } from "../time/zone.ts";

const DAY = 86_400_000;

/** An instant as a clock and calendar in a zone show it. */
export interface Fields {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milli: number;
  /** 1 is Monday. */
  readonly weekday: number;
  readonly dayOfYear: number;
  readonly offset: number;
}

/** The offset of a zone, which may also be a fixed one such as `GMT+02:00`. */
export function zoneOffset(zone: string, ms: number): number {
  const fixed = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (!fixed) return offsetAt(zone, ms);
  const size = Number(fixed[2]) * 3_600_000 + Number(fixed[3] ?? 0) * 60_000;
  return fixed[1] === "-" ? -size : size;
}

export function fieldsAt(ms: number, zone: string): Fields {
  const offset = zoneOffset(zone, ms);
  const local = new Date(ms + offset);
  const year = local.getUTCFullYear();
  return {
    year,
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    milli: local.getUTCMilliseconds(),
    weekday: local.getUTCDay() || 7,
    dayOfYear:
      Math.floor((Date.UTC(2000, local.getUTCMonth(), local.getUTCDate()) - Date.UTC(2000, 0, 1)) / DAY) +
      1 -
      (isLeap(year) || local.getUTCMonth() < 2 ? 0 : 1),
    offset,
  };
}

export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The milliseconds that a calendar and clock without a zone stand for, numbers beyond their ends carried over. */
export function localMs(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, milli = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, milli);
  return date.getTime();
}

/** The instant of a local time in a zone: in a gap the clock has moved on, in an overlap it is the standard time's. */
export function instantOf(local: number, zone: string): number {
  const before = zoneOffset(zone, local - DAY);
  const after = zoneOffset(zone, local + DAY);
  const candidates = [local - before, local - after].filter((ms) => ms + zoneOffset(zone, ms) === local);
  if (candidates.length === 0) return local - before;
  return Math.max(...candidates);
}

/** The week that a day belongs to: which day weeks begin with, and how many days the first one needs. */
export function weekOf(
  dayOfYear: number,
  weekday: number,
  year: number,
  rule: { first: number; minimal: number },
): { week: number; year: number } {
  const back = (weekday - rule.first + 7) % 7;
  const start = dayOfYear - back;
  const first = (at: number, daysBefore: number) => Math.floor((at + 6 + (7 - rule.minimal) - 0 - daysBefore) / 7);
  const week = first(start, 0);
  const length = isLeap(year) ? 366 : 365;
  if (week < 1) {
    const previous = isLeap(year - 1) ? 366 : 365;
    return weekOf(dayOfYear + previous, weekday, year - 1, rule);
  }
  // The last days of a year belong to the next one's first week when enough of that week lies there.
  if (start + 6 - length >= rule.minimal) return { week: 1, year: year + 1 };
  return { week, year };
}
