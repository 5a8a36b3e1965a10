import type { Cron, MonthDays, WeekDays } from "./cron.ts";

/** Days since 1970-01-01 of a date of the Gregorian calendar (Hinnant's days_from_civil). */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** The inverse of `dayNumber`. */
export function dateOf(dayNumber: number): { year: number; month: number; day: number } {
  const z = dayNumber + 719_468;
  const era = Math.floor(z / 146_097);
  const d = z - era * 146_097;
  const yearOfEra = Math.floor((d - Math.floor(d / 1460) + Math.floor(d / 36_524) - Math.floor(d / 146_096)) / 365);
  const dayOfYear = d - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const m = Math.floor((5 * dayOfYear + 2) / 153);
  const month = m < 10 ? m + 3 : m - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1,
  };
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (LENGTHS[month - 1] as number) + (leap ? 1 : 0);
}

/** The matching days of a month as bits; bit 0 is the 1st. */
export function dayMask(cron: Cron, year: number, month: number): number {
  const length = daysInMonth(year, month);
  const all = length === 31 ? 0x7fffffff : (1 << length) - 1;
  if (!cron.monthDays && !cron.weekDays) return all;
  const firstWeekday = (((dayNumber(year, month, 1) + 4) % 7) + 7) % 7;
  const byDate = cron.monthDays ? monthDayMask(cron.monthDays, length, firstWeekday) : all;
  const byWeek = cron.weekDays ? weekDayMask(cron.weekDays, length, firstWeekday) : all;
  return (cron.either ? byDate | byWeek : byDate & byWeek) & all;
}

function monthDayMask(rule: MonthDays, length: number, firstWeekday: number): number {
  let mask = rule.mask;
  for (const item of rule.special) {
    const day = item.kind === "last" ? length - item.offset : item.day;
    if (day < 1 || day > length) continue;
    const near = item.kind === "near" || item.weekday;
    mask |= 1 << ((near ? nearestWeekday(day, length, firstWeekday) : day) - 1);
  }
  return mask;
}

/** Never leaves the month: the 1st on a Saturday gives Monday the 3rd, the last on a Sunday the Friday before. */
function nearestWeekday(day: number, length: number, firstWeekday: number): number {
  const weekday = (firstWeekday + day - 1) % 7;
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === length ? day - 2 : day + 1;
  return day;
}

/** The 1st, 8th, 15th, 22nd and 29th. */
const WEEKLY = 0x10204081;

function weekDayMask(rule: WeekDays, length: number, firstWeekday: number): number {
  let mask = 0;
  for (let weekday = 0; weekday < 7; weekday++) {
    if (rule.mask & (1 << weekday)) mask |= WEEKLY << ((weekday - firstWeekday + 7) % 7);
  }
  for (const { day, nth } of rule.special) {
    const first = 1 + ((day - firstWeekday + 7) % 7);
    const found = nth > 0 ? first + 7 * (nth - 1) : first + 7 * Math.floor((length - first) / 7);
    if (found <= length) mask |= 1 << (found - 1);
  }
  return mask;
}
