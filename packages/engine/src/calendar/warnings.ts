import { type Mistake, positionAt } from "@mortise/contract";
import type { Cron, CronField, CronFieldName, CronItem } from "./cron.ts";
import { isAnyDay } from "./parse-cron.ts";

/** How many numbers a field goes round in; days of the month only nearly. */
const CYCLES: { readonly [name in CronFieldName]?: readonly [size: number, unit: string, one: string] } = {
  seconds: [60, "seconds", "minute"],
  minutes: [60, "minutes", "hour"],
  hours: [24, "hours", "day"],
  dayOfMonth: [31, "days", "month"],
  month: [12, "months", "year"],
  dayOfWeek: [7, "days", "week"],
};

/**
 * What is legal in a cron and probably not meant: steps that do not divide (an `*`-step of 55 minutes fires at :00 and :55), days
 * that short months lack, sixty fires where one was wanted. Codes are `cron-…`; all are warnings.
 */
export function cronWarnings(cron: Cron): Mistake[] {
  return cron.fields.flatMap((field) => [
    ...field.items.flatMap((item) => [...unevenStep(cron, field, item), ...shortMonths(cron, field, item)]),
    ...everySecond(cron, field),
    ...twoStars(cron, field),
  ]);
}

function unevenStep(cron: Cron, field: CronField, item: CronItem): Mistake[] {
  const cycle = CYCLES[field.name];
  if (!cycle || item.step === 1 || (item.form !== "star" && item.form !== "rest")) return [];
  const [size, unit, one] = cycle;
  const first = item.from;
  const values = Array.from(
    { length: Math.floor((item.to - first) / item.step) + 1 },
    (_, index) => first + index * item.step,
  );
  // 31 days are never a whole number of steps: the next month starts anew.
  if (values.length < 2 ? item.form === "rest" : size % item.step === 0) return [];
  const repeat = { seconds: "s", minutes: "m", hours: "h", days: "d", months: "" }[unit];
  const help = repeat
    ? `For a steady interval use method "repeat" with repeatInterval "${item.step}${repeat}".`
    : "Name the numbers you want in a list.";
  const list = values.length > 6 ? `${values.slice(0, 3).join(", ")} … ${values.at(-1)}` : values.join(", ");
  const what = `${item.text} does not divide the ${one} evenly: it fires at ${unit} ${list}, and then starts again with the next ${one}.`;
  return [warning(cron, "cron-uneven-step", item.position, what, help)];
}

function shortMonths(cron: Cron, field: CronField, item: CronItem): Mistake[] {
  if (field.name !== "dayOfMonth" || item.form !== "value" || item.from < 29 || cron.monthDays?.special.length)
    return [];
  const only = cron.months.every((month) => (month === 2 ? 28 : [4, 6, 9, 11].includes(month) ? 30 : 31) >= item.from);
  if (only || field.items.length > 1) return [];
  const what = `Months without a day ${item.from} are left out.`;
  return [warning(cron, "cron-short-months", item.position, what, "L is the last day of every month.")];
}

function everySecond(cron: Cron, field: CronField): Mistake[] {
  if (field.name !== "seconds" || cron.seconds.length < 60 || cron.minutes.length === 60) return [];
  const what = `${field.text} in the seconds field fires sixty times in each minute that matches.`;
  return [warning(cron, "cron-every-second", field.position, what, "Write 0 there to fire once a minute.")];
}

function twoStars(cron: Cron, field: CronField): Mistake[] {
  if (cron.dialect === "unix" || field.name !== "dayOfWeek") return [];
  const month = cron.fields.find(({ name }) => name === "dayOfMonth") as CronField;
  if (field.text === "?" || month.text === "?") return [];
  const star = isAnyDay(field) ? field : month;
  const what = "Quartz itself wants ? in one of the two day fields; * is taken as ? here.";
  return [
    warning(cron, "cron-two-stars", star.position, what, "Write ? instead of this *, so that Dovetail takes it too."),
  ];
}

function warning(cron: Cron, code: string, at: number, message: string, help: string): Mistake {
  return { severity: "warning", code, message, help, position: positionAt(cron.text, at), source: cron.text };
}
