import { mortiseError, positionAt } from "@mortise/contract";
import { type Cron, type CronField, type CronItem, LAST_YEAR, type MonthDay } from "./cron.ts";
import { dayMask } from "./cron-days.ts";
import { type FieldRule, QUARTZ_FIELDS, UNIX_FIELDS, UNIX_NAMES, WEEKDAYS } from "./cron-fields.ts";
import { unixValues } from "./unix-values.ts";

/** Every second of a minute in a list takes 170. */
const MOST_CHARACTERS = 1_000;

/**
 * Reads a cron expression: six or seven fields are Quartz's (seconds first, Sunday is 1), five are Unix cron's
 * (Sunday is 0 or 7). Throws `EXPRESSION_SYNTAX` that names the field and points at the part that is wrong.
 */
export function parseCron(text: string): Cron {
  if (text.length > MOST_CHARACTERS) {
    const found = `${text.length} characters`;
    const expected = `at most ${MOST_CHARACTERS} characters`;
    throw syntax("", 0, `The cron expression is too long: expected ${expected}, found ${found}.`, { expected, found });
  }
  const written = UNIX_NAMES.get(text.trim().toLowerCase()) ?? text;
  const words = [...written.matchAll(/\S+/g)];
  if (words.length < 5 || words.length > 7) {
    const found = words.length === 0 ? "nothing" : words.length === 1 ? "1 field" : `${words.length} fields`;
    const at = words.length > 7 ? (words[7]?.index ?? 0) : written.length;
    throw syntax(
      text,
      at,
      `The cron expression has the wrong number of fields: expected 6 or 7 fields (seconds minutes hours day-of-month month day-of-week [year]), or the 5 of Unix cron, found ${found}.`,
      { expected: "5, 6 or 7 fields", found },
    );
  }
  const dialect = words.length === 5 ? "unix" : "quartz";
  const rules = dialect === "unix" ? UNIX_FIELDS : QUARTZ_FIELDS;
  const fields = words.map((word, index): CronField => {
    const rule = rules[index] as FieldRule;
    const field = { name: rule.name, text: word[0], position: word.index };
    return { ...field, items: parseField(text, rule, dialect, field) };
  });
  const field = (name: CronField["name"]) => fields.find((each) => each.name === name);
  const numbers = (name: CronField["name"]) => {
    const found = field(name);
    if (!found) return [0];
    return dialect === "unix"
      ? unixValues(found)
      : valuesOf(found, rules.find((rule) => rule.name === name) as FieldRule);
  };
  const month = field("dayOfMonth") as CronField;
  const week = field("dayOfWeek") as CronField;
  const year = field("year");
  if (dialect === "quartz") checkDays(text, month, week);
  const cron: Cron = {
    text,
    dialect,
    seconds: numbers("seconds"),
    minutes: numbers("minutes"),
    hours: numbers("hours"),
    months: numbers("month"),
    monthDays: isAnyDay(month) ? undefined : monthDays(month, numbers("dayOfMonth")),
    weekDays: isAnyDay(week) ? undefined : weekDays(week, numbers("dayOfWeek"), dialect),
    // Vixie's rule looks at the first character: `*/2` counts as a star, so both fields must fit.
    either: dialect === "unix" && !month.text.startsWith("*") && !week.text.startsWith("*"),
    years: !year || year.text === "*" ? undefined : numbers("year"),
    fields,
  };
  checkExists(cron, month);
  return cron;
}

/** Whether a day field says nothing: `*` or `?`. */
export const isAnyDay = (field: CronField) => field.text === "*" || field.text === "?";

function parseField(
  source: string,
  rule: FieldRule,
  dialect: Cron["dialect"],
  field: { text: string; position: number },
) {
  let position = field.position;
  return field.text.split(",").map((text) => {
    const item = parseItem(source, rule, dialect, text, position, field.text);
    position += text.length + 1;
    return item;
  });
}

function parseItem(
  source: string,
  rule: FieldRule,
  dialect: Cron["dialect"],
  text: string,
  position: number,
  whole: string,
): CronItem {
  const upper = text.toUpperCase();
  const fail = (expected: string, found = text, at = position) => fieldError(source, rule, expected, found, at);
  if (text === "") throw fail("a value between the commas", "nothing");
  const special = (): CronItem => ({ text: upper, position, from: 0, to: 0, step: 1, form: "special" });
  const isDay = rule.name === "dayOfMonth" || rule.name === "dayOfWeek";
  if (upper === "?" || (isDay && /[LW#]/.test(upper.replace(/[A-Z]{3}/g, "")))) {
    if (!isDay) throw fail(`${range(rule)}; ? belongs to the day fields`);
    if (dialect === "unix") throw fail(`${range(rule)}; ?, L, W and # belong to six fields, as in "0 0 0 L * ?"`);
    if (upper === "?" && whole !== "?") throw fail("? alone, without a list", whole);
    if (upper !== "?") checkSpecial(rule, upper, fail);
    return special();
  }
  const [left = "", stepText, ...rest] = upper.split("/");
  if (rest.length) throw fail("one step (/) at most");
  const step = stepText === undefined ? 1 : Number(stepText);
  // Quartz's own limits: 59, 23, 31, 12, 7. (`1/12` months is what cronmaker.com writes for "once a year".)
  if (stepText !== undefined && (!/^\d{1,4}$/.test(stepText) || step < 1 || step > rule.max))
    throw fail(`a step from 1 to ${rule.max}`, stepText || "nothing", position + left.length + 1);
  const item = (from: number, to: number, form: CronItem["form"]): CronItem => ({
    text: upper,
    position,
    from,
    to,
    step,
    form,
  });
  const top = rule.name === "dayOfWeek" && dialect === "unix" ? 6 : rule.max;
  if (left === "*" || (left === "" && stepText !== undefined)) return item(rule.min, top, "star");
  const [first = "", last, ...more] = left.split("-");
  if (more.length) throw fail("a range such as 1-5");
  const from = parseValue(rule, first, fail, position);
  if (last === undefined) return stepText === undefined ? item(from, from, "value") : item(from, top, "rest");
  const to = parseValue(rule, last, fail, position + first.length + 1);
  // Quartz lets 22-2 run on past midnight; Unix cron knows no such range.
  if (from > to && (rule.name === "year" || dialect === "unix"))
    throw fail("a range that begins with its smaller value");
  return item(from, to, "range");
}

type Fail = (expected: string, found?: string, at?: number) => Error;

function parseValue(rule: FieldRule, text: string, fail: Fail, at: number): number {
  const name = rule.names.indexOf(text);
  const value = name >= 0 ? name + rule.base : /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= rule.min && value <= rule.max) return value;
  const hint = rule.name === "dayOfWeek" && text === "0" ? "; with seconds in front, Sunday is 1" : "";
  throw fail(`${range(rule)}${hint}`, text === "" ? "nothing" : text, at);
}

const MONTH_SPECIAL = /^(?:L(?:-(\d{1,2}))?W?|(\d{1,2})W)$/;
const WEEK_SPECIAL = /^(?:L|(\d|[A-Z]{3})L|(\d|[A-Z]{3})#(\d))$/;

function checkSpecial(rule: FieldRule, text: string, fail: Fail): void {
  if (rule.name === "dayOfMonth") {
    const match = MONTH_SPECIAL.exec(text);
    if (!match) throw fail("L, L-3, LW, L-3W or 15W");
    if (match[1] && Number(match[1]) > 30) throw fail("at most 30 days before the last one");
    if (match[2] && (Number(match[2]) < 1 || Number(match[2]) > 31)) throw fail("a day from 1 to 31 before W");
    return;
  }
  const match = WEEK_SPECIAL.exec(text);
  if (!match) throw fail("L, 6L (last Friday) or 6#3 (third Friday)");
  const day = match[1] ?? match[2];
  if (day) parseValue(rule, day, (expected) => fail(expected), 0);
  if (match[3] && (Number(match[3]) < 1 || Number(match[3]) > 5)) throw fail("a number from 1 to 5 after #");
}

/** The numbers of a field, sorted; a range may wrap, as `22-2` does. */
function valuesOf(field: CronField, rule: FieldRule): number[] {
  const values = new Set<number>();
  const span = rule.max - rule.min + 1;
  for (const { from, to, step, form } of field.items) {
    if (form === "special") continue;
    const length = to >= from ? to - from : to - from + span;
    for (let offset = 0; offset <= length; offset += step) values.add(rule.min + ((from - rule.min + offset) % span));
  }
  return [...values].sort((a, b) => a - b);
}

function monthDays(field: CronField, days: readonly number[]): Cron["monthDays"] {
  const special = field.items.flatMap(({ form, text }): MonthDay[] => {
    if (form !== "special") return [];
    const match = MONTH_SPECIAL.exec(text);
    if (match?.[2]) return [{ kind: "near", day: Number(match[2]) }];
    return [{ kind: "last", offset: Number(match?.[1] ?? 0), weekday: text.endsWith("W") }];
  });
  return { mask: days.reduce((mask, day) => mask | (1 << (day - 1)), 0), special };
}

function weekDays(field: CronField, days: readonly number[], dialect: Cron["dialect"]): Cron["weekDays"] {
  // Quartz counts from 1, Unix cron from 0.
  const weekday = (value: number) => (dialect === "quartz" ? value - 1 : value);
  let mask = days.reduce((bits, value) => bits | (1 << weekday(value)), 0);
  const special: { day: number; nth: number }[] = [];
  for (const { form, text } of field.items) {
    if (form !== "special") continue;
    const match = WEEK_SPECIAL.exec(text);
    const name = match?.[1] ?? match?.[2];
    // Quartz: L alone in this field is 7, Saturday, every week.
    if (!name) mask |= 1 << 6;
    else {
      const named = WEEKDAYS.indexOf(name);
      special.push({ day: named >= 0 ? named : weekday(Number(name)), nth: match?.[3] ? Number(match[3]) : -1 });
    }
  }
  return { mask, special };
}

/** Quartz has no rule for two day fields at once; `*` beside another says nothing and is taken as `?`. */
function checkDays(source: string, month: CronField, week: CronField): void {
  if (month.text === "?" && week.text === "?")
    throw syntax(
      source,
      week.position,
      'The cron has ? for both day fields: expected ? for one of day of month and day of week, found "?" in both.',
      { field: "dayOfWeek", expected: "? in one day field only", found: "?" },
    );
  if (!isAnyDay(month) && !isAnyDay(week))
    throw syntax(
      source,
      week.position,
      `The cron names both a day of month ("${month.text}") and a day of week ("${week.text}"): expected ? for one of them.`,
      { field: "dayOfWeek", expected: "?", found: week.text },
    );
}

/** A day that no month of the cron has, such as 31 February, would never fire and never say so. */
function checkExists(cron: Cron, field: CronField): void {
  if (!cron.monthDays && !cron.weekDays) return;
  // Every calendar of a year occurs within 28 years, leap days and weekdays included, up to 2099.
  const years = cron.years ?? Array.from({ length: 28 }, (_, index) => LAST_YEAR - index);
  if (years.some((year) => cron.months.some((month) => dayMask(cron, year, month) !== 0))) return;
  throw syntax(
    cron.text,
    field.position,
    `The cron never fires: expected a day that exists, found day of month "${field.text}" in month ${cron.months.join(",")}.`,
    { field: "dayOfMonth", expected: "a day that exists", found: field.text },
  );
}

const range = (rule: FieldRule) =>
  `a number from ${rule.min} to ${rule.max}${rule.names.length ? ` or a name (${rule.names.join(" ")})` : ""}`;

function fieldError(source: string, rule: FieldRule, expected: string, found: string, at: number) {
  const what = `The cron's ${rule.title} field is not valid: expected ${expected}, found ${found === "nothing" ? found : JSON.stringify(found)}.`;
  return syntax(source, at, what, { field: rule.name, expected, found });
}

function syntax(source: string, at: number, what: string, detail: { field?: string; expected: string; found: string }) {
  return mortiseError("EXPRESSION_SYNTAX", { what, ...detail }, { position: positionAt(source, at), source });
}
