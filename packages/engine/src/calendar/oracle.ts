/**
 * The slow, plain truth that the calendar is tested against: it walks through every minute of a span of time, reads
 * the wall clock from `Intl`, and asks a naive matcher that knows neither the parser nor its tables.
 */

/** A cron as a tree, from which its text and its meaning are made apart from each other. */
export interface PlainCron {
  readonly dialect: "quartz" | "unix";
  readonly minutes: PlainField;
  readonly hours: PlainField;
  readonly months: PlainField;
  readonly monthDay: PlainMonthDay | undefined;
  readonly weekDay: PlainWeekDay | undefined;
}

export type PlainField =
  | { readonly kind: "all" }
  | { readonly kind: "list"; readonly values: readonly number[] }
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | { readonly kind: "step"; readonly from: number | undefined; readonly step: number };

export type PlainMonthDay =
  | { readonly kind: "days"; readonly values: readonly number[] }
  | { readonly kind: "last"; readonly offset: number; readonly weekday: boolean }
  | { readonly kind: "near"; readonly day: number };

/** Days count from 0, Sunday. */
export type PlainWeekDay =
  | { readonly kind: "days"; readonly values: readonly number[] }
  | { readonly kind: "nth"; readonly day: number; readonly nth: number }
  | { readonly kind: "last"; readonly day: number };

export function cronText(cron: PlainCron): string {
  const week = weekText(cron);
  const month = monthDayText(cron);
  const fields = [fieldText(cron.minutes), fieldText(cron.hours), month, fieldText(cron.months), week];
  return (cron.dialect === "quartz" ? ["0", ...fields] : fields).join(" ");
}

function fieldText(field: PlainField): string {
  if (field.kind === "all") return "*";
  if (field.kind === "list") return field.values.join(",");
  return field.kind === "range" ? `${field.from}-${field.to}` : `${field.from ?? "*"}/${field.step}`;
}

function monthDayText({ dialect, monthDay, weekDay }: PlainCron): string {
  if (!monthDay) return dialect === "quartz" && weekDay ? "?" : "*";
  if (monthDay.kind === "days") return monthDay.values.join(",");
  if (monthDay.kind === "near") return `${monthDay.day}W`;
  return `L${monthDay.offset ? `-${monthDay.offset}` : ""}${monthDay.weekday ? "W" : ""}`;
}

function weekText({ dialect, weekDay }: PlainCron): string {
  if (!weekDay) return dialect === "quartz" ? "?" : "*";
  const number = (day: number) => (dialect === "quartz" ? day + 1 : day);
  if (weekDay.kind === "days") return weekDay.values.map(number).join(",");
  return weekDay.kind === "nth" ? `${number(weekDay.day)}#${weekDay.nth}` : `${number(weekDay.day)}L`;
}

const fits = (field: PlainField, value: number, min: number): boolean => {
  if (field.kind === "all") return true;
  if (field.kind === "list") return field.values.includes(value);
  if (field.kind === "range")
    return field.from <= field.to ? value >= field.from && value <= field.to : value >= field.from || value <= field.to;
  const from = field.from ?? min;
  return value >= from && (value - from) % field.step === 0;
};

const weekdayOf = (date: Date) => date.getUTCDay();
const shifted = (date: Date, days: number) => new Date(date.getTime() + days * 86_400_000);
const isWorkday = (date: Date) => weekdayOf(date) >= 1 && weekdayOf(date) <= 5;
const sameMonth = (left: Date, right: Date) => left.getUTCMonth() === right.getUTCMonth();

/** Of the days of its month, in order of distance, the first workday is this one. */
function isNearestTo(date: Date, target: Date): boolean {
  for (const days of [0, -1, 1, -2, 2]) {
    const candidate = shifted(target, days);
    if (sameMonth(candidate, target) && isWorkday(candidate)) return candidate.getTime() === date.getTime();
  }
  return false;
}

function fitsMonthDay(rule: PlainMonthDay, date: Date): boolean {
  if (rule.kind === "days") return rule.values.includes(date.getUTCDate());
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const target =
    rule.kind === "near"
      ? new Date(Date.UTC(year, month, rule.day))
      : new Date(Date.UTC(year, month + 1, -rule.offset));
  if (!sameMonth(target, date)) return false;
  return rule.kind === "near" || rule.weekday ? isNearestTo(date, target) : target.getTime() === date.getTime();
}

function fitsWeekDay(rule: PlainWeekDay, date: Date): boolean {
  if (rule.kind === "days") return rule.values.includes(weekdayOf(date));
  if (weekdayOf(date) !== rule.day) return false;
  if (rule.kind === "last") return !sameMonth(shifted(date, 7), date);
  return Math.ceil(date.getUTCDate() / 7) === rule.nth;
}

/** Whether a cron fires on this date, given as midnight in UTC. */
export function fitsDate(cron: PlainCron, date: Date): boolean {
  if (!fits(cron.months, date.getUTCMonth() + 1, 1)) return false;
  const byMonth = !cron.monthDay || fitsMonthDay(cron.monthDay, date);
  const byWeek = !cron.weekDay || fitsWeekDay(cron.weekDay, date);
  return cron.dialect === "unix" && cron.monthDay && cron.weekDay ? byMonth || byWeek : byMonth && byWeek;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  // Swedish writes ISO dates: "2027-10-31 02:30".
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  formats.set(zone, format);
  return format;
}

/** The wall clock of a zone, minute by minute: minutes since 1970 as the clock on the wall counts them. */
export function wallMinutes(zone: string, from: number, to: number): Int32Array {
  const format = formatOf(zone);
  const walls = new Int32Array((to - from) / 60_000);
  for (let index = 0; index < walls.length; index++) {
    walls[index] = Date.parse(`${format.format(from + index * 60_000).replace(" ", "T")}Z`) / 60_000;
  }
  return walls;
}

/** All instants of a cron in a span of minutes that begins at `from`, in epoch milliseconds. */
export function bruteForce(
  cron: PlainCron,
  from: number,
  walls: Int32Array,
  rules: { readonly gap: "after" | "skip"; readonly fallBack: "first" | "both" },
): number[] {
  const minutesOfDay = Array.from(
    { length: 1440 },
    (_, minute) => fits(cron.minutes, minute % 60, 0) && fits(cron.hours, Math.floor(minute / 60), 0),
  );
  let known = Number.NaN;
  let fit = false;
  const isFitDay = (day: number) => {
    if (day !== known) [known, fit] = [day, fitsDate(cron, new Date(day * 86_400_000))];
    return fit;
  };
  const matches = (wall: number) => {
    const day = Math.floor(wall / 1440);
    return minutesOfDay[wall - day * 1440] === true && isFitDay(day);
  };
  const everyHour = Array.from({ length: 24 }, (_, hour) => hour).every((hour) => fits(cron.hours, hour, 0));
  const repeats = everyHour || rules.fallBack === "both";
  const catchesUp = !everyHour && rules.gap === "after";
  const fires: number[] = [];
  let latest = (walls[0] as number) - 1;
  for (let index = 0; index < walls.length; index++) {
    const wall = walls[index] as number;
    let due = matches(wall) && (repeats || wall > latest);
    if (catchesUp && index > 0) {
      for (let lost = (walls[index - 1] as number) + 1; lost < wall; lost++) due ||= matches(lost);
    }
    if (due) fires.push(from + index * 60_000);
    if (wall > latest) latest = wall;
  }
  return fires;
}
