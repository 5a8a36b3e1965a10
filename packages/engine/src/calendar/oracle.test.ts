import { CronExpressionParser } from "cron-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSchedule } from "./index.ts";
import { bruteForce, cronText, fitsDate, type PlainCron, type PlainField, wallMinutes } from "./oracle.ts";

/** The full figure is 500 crons × 40 zones × 5 years: `CALENDAR_ORACLE=500 vitest run oracle`, half an hour. Always: the days around changes. */
const FULL = Number(process.env.CALENDAR_ORACLE ?? 0);

const ZONES: readonly (readonly [zone: string, around: string])[] = [
  ["Europe/Amsterdam", "2027-10-31"],
  ["Europe/Amsterdam", "2030-03-31"],
  ["Africa/Cairo", "2026-04-24"],
  ["Africa/Cairo", "2026-10-30"],
  ["Australia/Lord_Howe", "2026-04-05"],
  ["Australia/Lord_Howe", "2026-10-04"],
  ["Asia/Kathmandu", "2026-05-01"],
  ["Pacific/Apia", "2011-12-30"],
  ["America/Sao_Paulo", "2018-11-04"],
  ["America/Sao_Paulo", "2018-02-18"],
  ["Africa/Casablanca", "2026-02-15"],
  ["Africa/Casablanca", "2026-03-22"],
];

const MORE_ZONES =
  `America/New_York America/Los_Angeles America/St_Johns America/Havana America/Santiago America/Asuncion
 America/Caracas America/Nuuk America/Scoresbysund Atlantic/Azores Europe/London Europe/Dublin Europe/Moscow Europe/Istanbul
 Europe/Chisinau Europe/Volgograd Asia/Tehran Asia/Beirut Asia/Gaza Asia/Amman Asia/Kolkata Asia/Pyongyang Asia/Tokyo
 Asia/Ulaanbaatar Australia/Adelaide Australia/Eucla Pacific/Auckland Pacific/Chatham Pacific/Easter Pacific/Fiji
 Pacific/Kiritimati Antarctica/Troll Africa/El_Aaiun`.split(/\s+/);

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

const cron: fc.Arbitrary<PlainCron> = fc
  .tuple(fc.record({ minutes: field(0, 59), hours, months: month }), days)
  .map(([times, rest]) => ({ ...(rest.dialect === "unix" ? forwards(times) : times), ...rest }))
  .filter(exists);

/** A cron that never fires is refused at parsing. */
function exists(plain: PlainCron): boolean {
  const start = Date.UTC(2072, 0, 1);
  for (let day = 0; day < 28 * 366; day++) if (fitsDate(plain, new Date(start + day * 86_400_000))) return true;
  return false;
}

const rules = fc.record({ gap: fc.constantFrom("after", "skip"), fallBack: fc.constantFrom("first", "both") } as const);

const walls = new Map<string, Int32Array>();
function wallsOf(zone: string, from: number, to: number): Int32Array {
  const key = `${zone} ${from} ${to}`;
  const known = walls.get(key) ?? wallMinutes(zone, from, to);
  walls.set(key, known);
  return known;
}

const text = (instant: number | undefined) => (instant === undefined ? "none" : new Date(instant).toISOString());

function compare(
  plain: PlainCron,
  zone: string,
  from: number,
  to: number,
  rule: { gap: "after" | "skip"; fallBack: "first" | "both" },
) {
  const expected = bruteForce(plain, from, wallsOf(zone, from, to), rule);
  const schedule = compileSchedule({ cron: cronText(plain), ...rule }, zone);
  const state = { anchor: 0 };
  // Instant by instant: a cron of minutes has millions in five years.
  let at = from - 1;
  for (const instant of [...expected, undefined]) {
    const found = schedule.next(at, state);
    const inSpan = found !== undefined && found < to ? found : undefined;
    if (inSpan !== instant) expect({ after: at, found: text(inSpan) }).toEqual({ after: at, found: text(instant) });
    at = found ?? to;
  }
  expect(schedule.count(from - 1, to - 1, state)).toBe(expected.length);
  const middle = from + Math.floor((to - from) / 3 / 60_000) * 60_000 + 1;
  expect(schedule.count(middle, to - 1, state)).toBe(expected.filter((instant) => instant > middle).length);
}

const DAY = 86_400_000;

describe("agrees with a walk through every minute", () => {
  test.each(ZONES)("in %s around %s", (zone, around) => {
    const from = Date.parse(around) - 5 * DAY;
    fc.assert(
      fc.property(cron, rules, (plain, rule) => compare(plain, zone, from, from + 10 * DAY, rule)),
      { numRuns: 40 },
    );
  });

  if (FULL === 0) return;
  const zones = [...new Set([...ZONES.map(([zone]) => zone), ...MORE_ZONES])];
  test.each(zones)(
    "in %s for five years",
    (zone) => {
      const from = zone === "Pacific/Apia" ? Date.UTC(2009, 0, 1) : Date.UTC(2026, 0, 1);
      fc.assert(
        fc.property(cron, rules, (plain, rule) => compare(plain, zone, from, from + 1826 * DAY, rule)),
        { numRuns: FULL },
      );
      walls.clear();
    },
    3_600_000,
  );
});

test("five fields agree with cron-parser in UTC", () => {
  const unix = cron.filter(
    ({ dialect, minutes, hours, months }) =>
      dialect === "unix" && [minutes, hours, months].every(({ kind }) => kind !== "range"),
  );
  const from = Date.UTC(2026, 0, 1);
  fc.assert(
    fc.property(unix, (plain) => {
      const text = cronText(plain);
      const peer = CronExpressionParser.parse(text, { currentDate: new Date(from), tz: "UTC" });
      const schedule = compileSchedule({ cron: text }, "UTC");
      let at = from;
      for (let index = 0; index < 10; index++) {
        at = schedule.next(at, { anchor: 0 }) as number;
        expect(new Date(at).toISOString()).toBe(peer.next().toDate().toISOString());
      }
    }),
    { numRuns: 60 },
  );
});
