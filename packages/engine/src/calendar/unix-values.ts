import { CronExpressionParser, type CronFieldCollection } from "cron-parser";
import type { CronField, CronFieldName } from "./cron.ts";

type Position = readonly [index: number, values: (fields: CronFieldCollection) => readonly (number | string)[]];

const POSITIONS: { readonly [name in CronFieldName]?: Position } = {
  minutes: [0, ({ minute }) => minute.values],
  hours: [1, ({ hour }) => hour.values],
  dayOfMonth: [2, ({ dayOfMonth }) => dayOfMonth.values],
  month: [3, ({ month }) => month.values],
  dayOfWeek: [4, ({ dayOfWeek }) => dayOfWeek.values],
};

/**
 * The numbers of a field of Unix cron as cron-parser reads them, sorted; Sunday is 0. Takes only what our own parser
 * found no mistake in, and gives the library one part of a list at a time: a number that two parts name (`SUN,7`,
 * `5,*`) is an error to it.
 */
export function unixValues(field: CronField): number[] {
  const values = new Set<number>();
  const [index, valuesOf] = POSITIONS[field.name] as Position;
  for (const { text } of field.items) {
    const fields = ["*", "*", "*", "*", "*"];
    // The library knows no step without a star.
    fields[index] = text.startsWith("/") ? `*${text}` : text;
    for (const value of valuesOf(CronExpressionParser.parse(fields.join(" ")).fields))
      values.add(field.name === "dayOfWeek" ? Number(value) % 7 : Number(value));
  }
  return [...values].sort((a, b) => a - b);
}
