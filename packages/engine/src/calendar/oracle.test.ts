import { CronExpressionParser } from "cron-parser";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSchedule } from "./index.ts";
import { cronText, wallMinutes } from "./oracle.ts";
import { clockRules, difference, FIVE_YEARS, plainCron } from "./oracle-cases.fixture.ts";

// All of it, 500 crons in 40 zones over five years: bench/calendar-oracle.ts. Here the days around changes, and years of a few.

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

const DAY = 86_400_000;

/** A few crons against every minute of some days. */
function compare(zone: string, from: number, days: number, numRuns: number): void {
  const walls = wallMinutes(zone, from, from + days * DAY);
  const property = fc.property(plainCron, clockRules, (plain, rule) => {
    expect(difference(plain, zone, from, walls, rule)).toBeUndefined();
  });
  fc.assert(property, { numRuns });
}

/** The days of a span in which a zone's clocks change, and the first one for a zone whose clocks do not. */
function changesOf({ zone, from, to }: (typeof FIVE_YEARS)[number]): number[] {
  let offset: number | undefined;
  const changes: number[] = [];
  for (let day = from; day < to; day += DAY) {
    const now = (wallMinutes(zone, day, day + 60_000)[0] as number) - day / 60_000;
    if (offset !== undefined && now !== offset) changes.push(day);
    offset = now;
  }
  return changes.length > 0 ? changes : [from];
}

describe("agrees with a walk through every minute", () => {
  test.each(ZONES)("in %s around %s", (zone, around) => compare(zone, Date.parse(around) - 5 * DAY, 10, 40));

  test.each(FIVE_YEARS)("in $zone around some change of its clocks", (years) => {
    const changes = fc.sample(fc.constantFrom(...changesOf(years)), 3);
    for (const change of changes) compare(years.zone, change - 3 * DAY, 5, 10);
  });
});

test("five fields agree with cron-parser in UTC", () => {
  const unix = plainCron.filter(
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
