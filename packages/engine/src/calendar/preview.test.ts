import { expect, test } from "vitest";
import { type PreviewRequest, previewSchedule } from "./index.ts";

const amsterdam = { timeZone: "Europe/Amsterdam", count: 1 };
const notes: [string, Omit<PreviewRequest, "timeZone">, string][] = [
  [
    "a time that comes twice and runs once",
    { cron: "0 30 2 L * ?", from: "2027-10-31" },
    "The clocks go back and 02:30 comes twice; it runs the first time only.",
  ],
  [
    "the second of two",
    { cron: "0 30 2 L * ?", from: "2027-10-31T01:00:00Z", fallBack: "both" },
    "The clocks go back and 02:30 comes twice; this is the second time.",
  ],
  [
    "a time that does not exist",
    { cron: "0 30 2 L * ?", from: "2030-03-31" },
    "The clocks go forward from 02:00 to 03:00; 02:30 does not exist, so it runs at once after the change.",
  ],
  [
    "a time that is skipped",
    { cron: "0 30 2 L * ?", from: "2030-03-31", gap: "skip" },
    "The clocks go forward from 02:00 to 03:00; 2030-03-31 02:30 does not exist and is skipped.",
  ],
  [
    "a rhythm over the gap",
    { cron: "0 0 * * * ?", from: "2030-03-31T02:00:00+01:00" },
    "The clocks go forward from 02:00 to 03:00.",
  ],
  [
    "a rhythm in the second pass",
    { cron: "0 0 * * * ?", from: "2027-10-31T02:00:00+01:00" },
    "The clocks go back and 02:00 comes twice; this is the second time.",
  ],
  [
    "in Dutch",
    { cron: "0 30 2 L * ?", from: "2027-10-31", language: "nl" },
    "De klok gaat terug en 02:30 komt twee keer voor; alleen de eerste keer telt.",
  ],
];

test.each(notes)("notes %s", (_, request, note) => {
  expect(previewSchedule({ ...amsterdam, ...request })[0]?.note).toBe(note);
});

test("shows the next twenty, the instant asked from included", () => {
  const fires = previewSchedule({ timeZone: "Europe/Amsterdam", cron: "0 0 0 * * ?", from: "2026-11-30" });
  expect(fires).toHaveLength(20);
  expect(fires[0]).toEqual({ instant: Date.parse("2026-11-30T00:00:00+01:00"), local: "2026-11-30T00:00:00+01:00" });
  expect(fires.some(({ note }) => note)).toBe(false);
});

test("shows a repeater without being told the method, until it ends", () => {
  const fires = previewSchedule({
    timeZone: "America/St_Johns",
    repeatInterval: "55m",
    repeatCount: 1,
    from: "2026-01-01",
  });
  expect(fires.map(({ local }) => local)).toEqual(["2026-01-01T00:00:00-03:30", "2026-01-01T00:55:00-03:30"]);
});

test("ends with the calendar, however long the interval", () => {
  const fires = previewSchedule({ timeZone: "UTC", repeatInterval: Number.MAX_SAFE_INTEGER, from: "2026-01-01" });
  expect(fires.map(({ local }) => local)).toEqual(["2026-01-01T00:00:00+00:00"]);
});

test.each(["soon", "", 1e18, -1, Number.NaN, "9999-01-01"])("refuses to begin at %s", (from) => {
  expect(() => previewSchedule({ ...amsterdam, cron: "0 0 0 * * ?", from })).toThrow(
    expect.objectContaining({ code: "FLOW_SETTINGS_INVALID", pointer: "/from" }),
  );
});
