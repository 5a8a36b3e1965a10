import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beginSchedule, compileSchedule, type DueCursor, type DueOptions, dueFires, type Schedule } from "./index.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const since = (cursor: number): DueCursor => ({ cursor, anchor: cursor, fired: 0 });
const nightly = compileSchedule({ cron: "0 0 0 * * ?", missed: "all" }, "Europe/Amsterdam");
const hourly = compileSchedule({ cron: "0 0 * * * ?" }, "UTC");
const instants = (fires: readonly { instant: number }[]) => fires.map(({ instant }) => new Date(instant).toISOString());

describe("a server down over two midnights", () => {
  const down = since(at("2026-11-29T12:00:00+01:00"));
  const back = at("2026-12-01T03:00:00+01:00");

  test("makes both fires up in order when missed is all", () => {
    const { fires, dropped, cursor } = dueFires(nightly, down, back);
    expect(fires).toEqual([
      { instant: at("2026-11-30T00:00:00+01:00"), missed: true },
      { instant: at("2026-12-01T00:00:00+01:00"), missed: true },
    ]);
    expect(dropped).toEqual([]);
    expect(cursor).toEqual({ cursor: at("2026-12-01T00:00:00+01:00"), anchor: down.anchor, fired: 2 });
  });

  test("makes the latest up when missed is once, and says which it dropped", () => {
    const { fires, dropped } = dueFires(nightly, down, back, { missed: "once" });
    expect(instants(fires)).toEqual(["2026-11-30T23:00:00.000Z"]);
    expect(dropped).toEqual([
      {
        instant: at("2026-11-30T00:00:00+01:00"),
        first: at("2026-11-30T00:00:00+01:00"),
        count: 1,
        reason: "once",
        message:
          'The fire of 2026-11-30 00:00:00 (Europe/Amsterdam) was dropped: the setting missed is "once", so only the latest runs.',
      },
    ]);
  });

  test("drops both when missed is skip", () => {
    const { fires, dropped, cursor } = dueFires(nightly, down, back, { missed: "skip" });
    expect(fires).toEqual([]);
    expect(dropped).toMatchObject([{ count: 2, reason: "skip", instant: at("2026-12-01T00:00:00+01:00") }]);
    expect(cursor.cursor).toBe(at("2026-12-01T00:00:00+01:00"));
  });

  test("gives nothing more when asked again from the cursor it gave", () => {
    const { cursor } = dueFires(nightly, down, back);
    expect(dueFires(nightly, cursor, back)).toEqual({ fires: [], dropped: [], cursor });
  });
});

describe("the grace", () => {
  test.each(["once", "skip", "all"] as const)("keeps a fire that is a minute late on time under %s", (missed) => {
    const { fires, dropped } = dueFires(hourly, since(NOW - 1), NOW + 60_000, { missed });
    expect(fires).toEqual([{ instant: NOW, missed: false }]);
    expect(dropped).toEqual([]);
  });

  test("of a second makes a fire missed that is a minute late", () => {
    const { fires, dropped } = dueFires(hourly, since(NOW - 1), NOW + 60_000, { missed: "skip", grace: 1_000 });
    expect(fires).toEqual([]);
    expect(dropped).toMatchObject([{ count: 1, reason: "skip", instant: NOW }]);
  });

  test("keeps every fire of a schedule of seconds that a busy process comes late to", () => {
    const seconds = compileSchedule({ cron: "* * * * * ?" }, "UTC");
    expect(dueFires(seconds, since(NOW), NOW + 3_500).fires.map(({ instant }) => instant - NOW)).toEqual([
      1_000, 2_000, 3_000,
    ]);
  });

  test("lets a fire that is on time stand for the missed ones under once", () => {
    const { fires, dropped } = dueFires(hourly, since(NOW), NOW + 5 * HOUR + 10);
    expect(fires).toEqual([{ instant: NOW + 5 * HOUR, missed: false }]);
    expect(dropped).toMatchObject([{ count: 4, reason: "once" }]);
  });
});

test("drops what fell due while the flow was not started, and makes up for what was missed after", () => {
  const options = { missed: "all", enabledSince: NOW + 2.5 * HOUR } as const;
  const { fires, dropped } = dueFires(hourly, since(NOW), NOW + 5.5 * HOUR, options);
  expect(dropped).toMatchObject([{ count: 2, reason: "disabled", first: NOW + HOUR, instant: NOW + 2 * HOUR }]);
  expect(fires.map(({ instant }) => instant)).toEqual([NOW + 3 * HOUR, NOW + 4 * HOUR, NOW + 5 * HOUR]);
});

test("fires a repeater's first at its installation, and n + 1 in all", () => {
  const repeater = compileSchedule({ method: "repeat", repeatInterval: "10s", repeatCount: 2 }, "UTC");
  const start = beginSchedule(repeater, NOW);
  expect(dueFires(repeater, start, NOW).fires).toEqual([{ instant: NOW, missed: false }]);
  const { fires, cursor } = dueFires(repeater, start, NOW + 50_000);
  expect(fires.map(({ instant }) => instant - NOW)).toEqual([0, 10_000, 20_000]);
  expect(repeater.next(cursor.cursor, cursor)).toBeUndefined();
});

test("gives nothing when the clock stands before the cursor", () => {
  const cursor = since(NOW + HOUR);
  expect(dueFires(hourly, cursor, NOW)).toEqual({ fires: [], dropped: [], cursor });
});

test.each(["once", "skip", "all"] as const)(
  "does bounded work for a year of downtime of a schedule of seconds under %s",
  (missed) => {
    const seconds = compileSchedule({ cron: "* * * * * ?" }, "Europe/Amsterdam");
    let calls = 0;
    const counted: Schedule = {
      ...seconds,
      next(after, state) {
        calls++;
        return seconds.next(after, state);
      },
      count(after, upTo, state) {
        calls++;
        return seconds.count(after, upTo, state);
      },
    };
    const { fires, dropped } = dueFires(counted, since(NOW), at("2027-01-01T00:00:00Z"), { missed });
    expect(fires.length).toBe({ once: 1, skip: 61, all: 1_000 }[missed]);
    expect(fires.length + dropped.reduce((sum, { count }) => sum + count, 0)).toBe(365 * 86_400);
    expect(calls).toBeLessThan(1_300);
  },
);

/** The same answer by walking through every instant. */
function plainly(schedule: Schedule, cursor: DueCursor, now: number, options: Required<DueOptions>) {
  const due: number[] = [];
  for (
    let next = schedule.next(cursor.cursor, cursor);
    next !== undefined && next <= now;
    next = schedule.next(next, cursor)
  )
    due.push(next);
  const wanted = due.filter((instant) => instant >= (options.enabledSince as number));
  const isMissed = (instant: number) => now - instant > (options.grace as number);
  let kept = wanted;
  if (options.missed === "skip") kept = wanted.filter((instant) => !isMissed(instant));
  if (options.missed === "once" && wanted.some(isMissed)) kept = wanted.slice(-1);
  return { due, kept: kept.slice(-(options.cap as number)) };
}

test("loses no instant without saying so, and fires those that the policy names", () => {
  const crons = ["0 */7 * * * ?", "0 30 2 * * ?", "*/30 * * * * ?", "0 0 */3 * * ?"];
  fc.assert(
    fc.property(
      fc.record({
        cron: fc.constantFrom(...crons),
        missed: fc.constantFrom("once", "skip", "all"),
        cap: fc.integer({ min: 1, max: 50 }),
        grace: fc.integer({ min: 0, max: 600_000 }),
        downtime: fc.integer({ min: 0, max: 30 * HOUR }),
        enabledAfter: fc.integer({ min: -HOUR, max: 40 * HOUR }),
      } as const),
      ({ cron, missed, cap, grace, downtime, enabledAfter }) => {
        const start = at("2027-10-30T20:00:00Z");
        const schedule = compileSchedule({ cron }, "Europe/Amsterdam");
        const options = { missed, cap, grace, enabledSince: start + enabledAfter };
        const { fires, dropped, cursor } = dueFires(schedule, since(start), start + downtime, options);
        const { due, kept } = plainly(schedule, since(start), start + downtime, options);
        expect(fires.map(({ instant }) => instant)).toEqual(kept);
        expect(fires.length + dropped.reduce((sum, { count }) => sum + count, 0)).toBe(due.length);
        expect(cursor.cursor).toBe(due.at(-1) ?? start);
        const order = [...dropped.flatMap(({ first, instant }) => [first, instant]), ...kept];
        expect(order).toEqual([...order].sort((a, b) => a - b));
      },
    ),
    { numRuns: 200 },
  );
});
