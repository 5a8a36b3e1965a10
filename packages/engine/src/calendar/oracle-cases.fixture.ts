import fc from "fast-check";
import { compileSchedule } from "./index.ts";
import { bruteForce, cronText, fitsDate, type PlainCron, type PlainField } from "./oracle.ts";

/** Years that hold a zone's changes of rule: a day left out, the end of summer time, an offset that moved. */
const FROM: { readonly [zone: string]: number } = {
  "Pacific/Apia": 2009,
  "America/Sao_Paulo": 2015,
  "America/Caracas": 2014,
  "Asia/Pyongyang": 2014,
  "Europe/Istanbul": 2014,
  "Europe/Volgograd": 2016,
  "Asia/Tehran": 2020,
  "Pacific/Fiji": 2018,
};

const NAMES = `Europe/Amsterdam Africa/Cairo Australia/Lord_Howe Asia/Kathmandu Pacific/Apia America/Sao_Paulo
 Africa/Casablanca America/New_York America/Los_Angeles America/St_Johns America/Havana America/Santiago America/Asuncion
 America/Caracas America/Nuuk America/Scoresbysund Atlantic/Azores Europe/London Europe/Dublin Europe/Moscow Europe/Istanbul
 Europe/Chisinau Europe/Volgograd Asia/Tehran Asia/Beirut Asia/Gaza Asia/Amman Asia/Kolkata Asia/Pyongyang Asia/Tokyo
 Asia/Ulaanbaatar Australia/Adelaide Australia/Eucla Pacific/Auckland Pacific/Chatham Pacific/Easter Pacific/Fiji
 Pacific/Kiritimati Antarctica/Troll Africa/El_Aaiun`.split(/\s+/);

/** Forty zones, each with five years of its own, `[from, to)` in epoch milliseconds. */
export const FIVE_YEARS = NAMES.map((zone) => {
  const year = FROM[zone] ?? 2026;
  return { zone, from: Date.UTC(year, 0, 1), to: Date.UTC(year + 5, 0, 1) };
});

const values = (min: number, max: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((list) => list.sort((a, b) => a - b));

const field = (min: number, max: number): fc.Arbitrary<PlainField> =>
  fc.oneof(
    fc.constant<PlainField>({ kind: "all" }),
    values(min, max).map((list): PlainField => ({ kind: "list", values: list })),
    fc.record({ kind: fc.constant("range" as const), from: fc.integer({ min, max }), to: fc.integer({ min, max }) }),
    fc.record({
      kind: fc.constant("step" as const),
      from: fc.option(fc.integer({ min, max }), { nil: undefined }),
      step: fc.integer({ min: 1, max: max - min }),
    }),
  );

const weekDays = values(0, 6).map((list) => ({ kind: "days" as const, values: list }));
const monthDays = values(1, 31).map((list) => ({ kind: "days" as const, values: list }));
const monthDay = fc.oneof(
  monthDays,
  fc.record({ kind: fc.constant("last" as const), offset: fc.integer({ min: 0, max: 30 }), weekday: fc.boolean() }),
  fc.record({ kind: fc.constant("near" as const), day: fc.integer({ min: 1, max: 31 }) }),
);
const weekDay = fc.oneof(
  weekDays,
  fc.record({
    kind: fc.constant("nth" as const),
    day: fc.integer({ min: 0, max: 6 }),
    nth: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constant("last" as const), day: fc.integer({ min: 0, max: 6 }) }),
);
const days = fc.oneof(
  fc.constant({ dialect: "quartz" as const, monthDay: undefined, weekDay: undefined }),
  fc.record({
    dialect: fc.constant("quartz" as const),
    monthDay: fc.option(monthDay, { nil: undefined }),
    weekDay: fc.constant(undefined),
  }),
  fc.record({ dialect: fc.constant("quartz" as const), monthDay: fc.constant(undefined), weekDay }),
  fc.record({
    dialect: fc.constant("unix" as const),
    monthDay: fc.option(monthDays, { nil: undefined }),
    weekDay: fc.option(weekDays, { nil: undefined }),
  }),
);
// Small hours often, for that is where the clocks change.
const hours = fc.oneof(
  fc.constant<PlainField>({ kind: "all" }),
  values(0, 3).map((list): PlainField => ({ kind: "list", values: list })),
  field(0, 23),
);
const month: fc.Arbitrary<PlainField> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<PlainField>({ kind: "all" }) },
  field(1, 12),
);

/** Unix cron has no ranges that wrap. */
function forwards(times: Pick<PlainCron, "minutes" | "hours" | "months">): typeof times {
  const turn = (field: PlainField): PlainField =>
    field.kind === "range"
      ? { kind: "range", from: Math.min(field.from, field.to), to: Math.max(field.from, field.to) }
      : field;
  return { minutes: turn(times.minutes), hours: turn(times.hours), months: turn(times.months) };
}

/** A cron that fires some day; small hours often. */
export const plainCron: fc.Arbitrary<PlainCron> = fc
  .tuple(fc.record({ minutes: field(0, 59), hours, months: month }), days)
  .map(([times, rest]) => ({ ...(rest.dialect === "unix" ? forwards(times) : times), ...rest }))
  .filter(exists);

/** A cron that never fires is refused at parsing. */
function exists(plain: PlainCron): boolean {
  const start = Date.UTC(2072, 0, 1);
  for (let day = 0; day < 28 * 366; day++) if (fitsDate(plain, new Date(start + day * 86_400_000))) return true;
  return false;
}

/** What a schedule may do where the clocks change. */
export const clockRules = fc.record({
  gap: fc.constantFrom("after", "skip"),
  fallBack: fc.constantFrom("first", "both"),
} as const);

const text = (instant: number | undefined) => (instant === undefined ? "none" : new Date(instant).toISOString());

/**
 * The first difference between the calendar and the walk through every minute of `walls`, in words; undefined when
 * there is none. `counts`: how many instants were compared is added to it.
 */
export function difference(
  plain: PlainCron,
  zone: string,
  from: number,
  walls: Int32Array,
  rule: Parameters<typeof bruteForce>[3],
  counts?: { instants: number },
): string | undefined {
  const to = from + walls.length * 60_000;
  const expected = bruteForce(plain, from, walls, rule);
  const schedule = compileSchedule({ cron: cronText(plain), ...rule }, zone);
  const state = { anchor: 0 };
  const differs = (what: string, found: unknown, wanted: unknown) =>
    `${cronText(plain)} in ${zone} with gap ${rule.gap}, fallBack ${rule.fallBack}: ${what} is ${found} and not ${wanted}`;
  // Instant by instant: a cron of minutes has millions in five years.
  let at = from - 1;
  for (const instant of [...expected, undefined]) {
    const found = schedule.next(at, state);
    const inSpan = found !== undefined && found < to ? found : undefined;
    if (inSpan !== instant) return differs(`the next after ${text(at)}`, text(inSpan), text(instant));
    at = found ?? to;
  }
  if (counts) counts.instants += expected.length;
  const middle = from + Math.floor((to - from) / 3 / 60_000) * 60_000 + 1;
  for (const after of [from - 1, middle]) {
    const wanted = after < from ? expected.length : expected.filter((instant) => instant > after).length;
    const found = schedule.count(after, to - 1, state);
    if (found !== wanted) return differs(`the count after ${text(after)}`, found, wanted);
  }
  return undefined;
}
