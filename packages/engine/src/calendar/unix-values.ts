import { CronExpressionParser } from "cron-parser";
import type { Cron } from "./cron.ts";

type Values = Pick<Cron, "seconds" | "minutes" | "hours" | "months"> & {
  /** Bit 0 is the 1st. */
  readonly monthDays: number;
  /** Bit 0 is Sunday. */
  readonly weekDays: number;
};

/** What the five fields of Unix cron mean, as cron-parser reads them. Takes only what our own parser found no mistake in: that one points at its column. */
export function unixValues(text: string): Values {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = CronExpressionParser.parse(text).fields;
  return {
    seconds: [0],
    minutes: numbers(minute.values),
    hours: numbers(hour.values),
    months: numbers(month.values),
    monthDays: numbers(dayOfMonth.values).reduce((mask, day) => mask | (1 << (day - 1)), 0),
    // Sunday is 0 and 7.
    weekDays: numbers(dayOfWeek.values).reduce((mask, day) => mask | (1 << (day % 7)), 0),
  };
}

/** The library also has `L` for a value, which our parser leaves to six fields. */
function numbers(values: readonly (number | string)[]): number[] {
  return values.map(Number).sort((a, b) => a - b);
}
