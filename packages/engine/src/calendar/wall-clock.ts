import { type Cron, FIRST_YEAR, LAST_YEAR } from "./cron.ts";
import { dateOf, dayMask, dayNumber } from "./cron-days.ts";

const DAY = 86_400;

/**
 * A cron on a wall clock, without a zone. Times are milliseconds as if the wall clock stood in UTC; all answers are
 * whole seconds.
 */
export interface WallClock {
  /** The first matching time at or after `time`. */
  next(time: number): number | undefined;
  /** How many matching times there are in [from, to). */
  count(from: number, to: number): number;
}

export function createWallClock(cron: Cron): WallClock {
  const seconds = table(cron.seconds, 60);
  const minutes = table(cron.minutes, 60);
  const hours = table(cron.hours, 24);
  const months = table(cron.months, 13);
  const perMinute = cron.seconds.length;
  const perHour = perMinute * cron.minutes.length;
  const perDay = perHour * cron.hours.length;
  const firstTime = timeOf(hours.next[0], minutes.next[0], seconds.next[0]);
  const years = new Set(cron.years);
  const lastYear = Math.min(LAST_YEAR, cron.years?.at(-1) ?? LAST_YEAR);
  // A schedule asks for the same month again and again.
  let memoKey = -1;
  let memo = 0;

  function mask(year: number, month: number): number {
    const key = year * 12 + month;
    if (key !== memoKey) {
      const wanted = months.next[month] === month && (!cron.years || years.has(year));
      memo = wanted ? dayMask(cron, year, month) : 0;
      memoKey = key;
    }
    return memo;
  }

  /** The first matching second of the day at or after `second`, or -1. */
  function nextTime(second: number): number {
    const hour = Math.floor(second / 3600);
    const minute = Math.floor(second / 60) % 60;
    if (hours.next[hour] === hour) {
      if (minutes.next[minute] === minute) {
        const found = seconds.next[second % 60] as number;
        if (found >= 0) return timeOf(hour, minute, found);
      }
      const found = minutes.next[minute + 1] as number;
      if (found >= 0) return timeOf(hour, found, seconds.next[0]);
    }
    const found = hours.next[hour + 1] as number;
    return found >= 0 ? timeOf(found, minutes.next[0], seconds.next[0]) : -1;
  }

  function next(time: number): number | undefined {
    const second = Math.ceil(time / 1000);
    let day = Math.floor(second / DAY);
    let wanted = second - day * DAY;
    let { year, month, day: date } = dateOf(day);
    if (year < FIRST_YEAR) [year, month, date, wanted] = [FIRST_YEAR, 1, 1, 0];
    while (year <= lastYear) {
      const days = mask(year, month) & ~((1 << (date - 1)) - 1);
      if (days !== 0) {
        const found = 32 - Math.clz32(days & -days);
        const at = found > date ? firstTime : nextTime(wanted);
        if (at >= 0) return (dayNumber(year, month, found) * DAY + at) * 1000;
        // Nothing is left of that day: look on from the next.
        day = dayNumber(year, month, found) + 1;
        ({ year, month, day: date } = dateOf(day));
        wanted = 0;
        continue;
      }
      month = month < 12 ? (months.next[month + 1] as number) : -1;
      if (month < 0) [year, month] = [year + 1, months.next[1] as number];
      [date, wanted] = [1, 0];
    }
    return undefined;
  }

  /** How many matching days there are in [from, to), as day numbers. */
  function countDays(from: number, to: number): number {
    if (from >= to) return 0;
    let { year, month, day } = dateOf(Math.max(from, dayNumber(FIRST_YEAR, 1, 1)));
    const end = dateOf(Math.min(to, dayNumber(lastYear + 1, 1, 1)));
    let total = 0;
    while (year < end.year || (year === end.year && month <= end.month)) {
      let days = mask(year, month) & ~((1 << (day - 1)) - 1);
      if (year === end.year && month === end.month) days &= (1 << (end.day - 1)) - 1;
      total += bits(days);
      day = 1;
      if (month < 12) month++;
      else [year, month] = [year + 1, 1];
    }
    return total;
  }

  /** How many matching times of a day lie before `second`. */
  function timesBefore(second: number): number {
    const hour = Math.floor(second / 3600);
    const minute = Math.floor(second / 60) % 60;
    let total = (hours.before[hour] as number) * perHour;
    if (hours.next[hour] !== hour) return total;
    total += (minutes.before[minute] as number) * perMinute;
    return minutes.next[minute] === minute ? total + (seconds.before[second % 60] as number) : total;
  }

  function partOfDay(day: number, second: number): number {
    return second > 0 && countDays(day, day + 1) > 0 ? timesBefore(second) : 0;
  }

  function count(from: number, to: number): number {
    const [first, last] = [Math.ceil(from / 1000), Math.ceil(to / 1000)];
    if (first >= last) return 0;
    const [firstDay, lastDay] = [Math.floor(first / DAY), Math.floor(last / DAY)];
    return (
      countDays(firstDay, lastDay) * perDay -
      partOfDay(firstDay, first - firstDay * DAY) +
      partOfDay(lastDay, last - lastDay * DAY)
    );
  }

  return { next, count };
}

function timeOf(hour = 0, minute = 0, second = 0): number {
  return hour * 3600 + minute * 60 + second;
}

/** For each number: the first value at or above it (-1: none), and how many values lie below it. */
function table(values: readonly number[], size: number): { next: Int16Array; before: Int16Array } {
  const next = new Int16Array(size + 1).fill(-1);
  const before = new Int16Array(size + 1);
  for (let number = 0; number <= size; number++) {
    next[number] = values.find((value) => value >= number) ?? -1;
    before[number] = values.filter((value) => value < number).length;
  }
  return { next, before };
}

function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}
