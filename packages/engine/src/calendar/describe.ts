import type { Cron, CronField, CronFieldName, MonthDay } from "./cron.ts";
import { type DescriptionLanguage, WORDS, type Words } from "./describe-words.ts";
import { parseCron } from "./parse-cron.ts";

/** A cron in words: `at 00:00, on the last day of the month`. Throws `EXPRESSION_SYNTAX` as `parseCron` does. */
export function describeCron(cron: Cron | string, language: DescriptionLanguage = "en"): string {
  const parsed = typeof cron === "string" ? parseCron(cron) : cron;
  const words = WORDS[language];
  return [timeOf(parsed, words), daysOf(parsed, words), monthsOf(parsed, words), yearsOf(parsed, words)]
    .filter((part) => part !== "")
    .join(", ");
}

/** Beyond this many clock times a list is harder to read than a rule. */
const MOST_TIMES = 6;

function timeOf({ seconds, minutes, hours }: Cron, words: Words): string {
  const onTheMinute = seconds.length === 1 && seconds[0] === 0;
  const clock = (hour = 0, minute = 0) =>
    [hour, minute, ...(onTheMinute ? [] : [seconds[0] ?? 0])].map((part) => String(part).padStart(2, "0")).join(":");
  const hourStep = stepOf(hours, 24);
  const unbroken = hours.length > 2 && (hours.at(-1) as number) - (hours[0] as number) === hours.length - 1;
  if (seconds.length === 1 && minutes.length * hours.length <= MOST_TIMES)
    return words.atTimes(
      list(
        hours.flatMap((hour) => minutes.map((minute) => clock(hour, minute))),
        words,
      ),
    );
  if (seconds.length === 1 && minutes.length === 1) {
    const [minute] = minutes;
    if (minute === 0 && onTheMinute && hourStep) return words.every(hourStep, "hour");
    if (onTheMinute && hourStep === 1) return words.pastHour(String(minute));
    if (unbroken && hourStep !== 1)
      return `${words.every(1, "hour")} ${words.fromTo(clock(hours[0], minute), clock(hours.at(-1), minute))}`;
    if (hourStep !== 1)
      return words.atTimes(
        list(
          hours.map((hour) => clock(hour, minute)),
          words,
        ),
      );
  }
  const secondStep = stepOf(seconds, 60);
  const minuteStep = stepOf(minutes, 60);
  const window = unbroken
    ? words.fromTo(`${String(hours[0]).padStart(2, "0")}:00`, `${String(hours.at(-1)).padStart(2, "0")}:59`)
    : words.inHours(runs(hours, words));
  const parts = [
    onTheMinute ? "" : secondStep ? words.every(secondStep, "second") : words.atSeconds(runs(seconds, words)),
    minuteStep === 1 && secondStep
      ? ""
      : minuteStep
        ? words.every(minuteStep, "minute")
        : words.inMinutes(runs(minutes, words)),
    hourStep === 1 ? (minuteStep ? "" : words.every(1, "hour")) : window,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** n when the values are 0, n, 2n … up to a whole cycle. */
function stepOf(values: readonly number[], cycle: number): number | undefined {
  const step = cycle / values.length;
  return values.length > 1 && values.every((value, index) => value === index * step) ? step : undefined;
}

function daysOf(cron: Cron, words: Words): string {
  const byDate = cron.monthDays && datesOf(cron, words);
  const byWeek = cron.weekDays && weekdaysOf(cron, words);
  if (byDate && byWeek) return cron.either ? words.or(byDate, byWeek) : `${byDate}, ${byWeek}`;
  // "Every five minutes" says it all.
  const plain = stepOf(cron.hours, 24) !== undefined && cron.months.length === 12;
  return byDate ?? byWeek ?? (plain ? "" : words.everyDay);
}

function datesOf({ monthDays }: Cron, words: Words): string {
  const days = bitsOf(monthDays?.mask ?? 0, 31).map((bit) => bit + 1);
  const special = (monthDays?.special ?? []).map((item: MonthDay) => {
    if (item.kind === "near") return words.nearestWorkday(String(item.day));
    if (!item.weekday) return words.lastDay(item.offset);
    return item.offset === 0 ? words.lastWorkday : words.nearestWorkday(`L-${item.offset}`);
  });
  return [...(days.length ? [words.onDates(runs(days, words))] : []), ...special].join(` ${words.and} `);
}

function weekdaysOf({ weekDays }: Cron, words: Words): string {
  // A week of people begins on Monday, so that Saturday and Sunday stand together.
  const days = bitsOf(weekDays?.mask ?? 0, 7)
    .map((bit) => (bit === 0 ? 7 : bit))
    .sort((a, b) => a - b);
  const special = (weekDays?.special ?? []).map(({ day, nth }) =>
    words.onNth(words.nth[Math.max(nth, 0)] as string, words.weekdays[day] as string),
  );
  if (days.length === 7) return words.everyDay;
  const named = days.length ? [words.onWeekdays(runs(days, words, (day) => words.weekdays[day % 7] as string))] : [];
  return [...named, ...special].join(` ${words.and} `);
}

function monthsOf({ months }: Cron, words: Words): string {
  if (months.length === 12) return "";
  return words.inMonths(runs(months, words, (month) => words.months[month - 1] as string));
}

function yearsOf({ years, fields }: Cron, words: Words): string {
  if (!years) return "";
  return words.inYears(years.length > 12 ? textOf(fields, "year") : runs(years, words));
}

const textOf = (fields: readonly CronField[], name: CronFieldName) =>
  fields.find((field) => field.name === name)?.text ?? "";

const bitsOf = (mask: number, size: number) =>
  Array.from({ length: size }, (_, bit) => bit).filter((bit) => mask & (1 << bit));

/** `1, 2, 3, 7` as `1 to 3 and 7`. */
function runs(values: readonly number[], words: Words, name: (value: number) => string = String): string {
  const parts: string[] = [];
  for (let start = 0; start < values.length; ) {
    let end = start;
    while (values[end + 1] === (values[end] as number) + 1) end++;
    const [first, last] = [values[start] as number, values[end] as number];
    if (end - start >= 2) parts.push(words.to(name(first), name(last)));
    else for (let index = start; index <= end; index++) parts.push(name(values[index] as number));
    start = end + 1;
  }
  return list(parts, words);
}

function list(parts: readonly string[], words: Words): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${words.and} ${parts.at(-1)}`;
}
