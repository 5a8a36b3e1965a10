import { expect, test } from "vitest";
import { readInstant } from "./instant.ts";

test.each([
  [1_700_000_000_000, 1_700_000_000_000],
  ["1700000000000", 1_700_000_000_000],
  ["2026-11-30T00:00+01:00", Date.UTC(2026, 10, 29, 23)],
  ["2026-11-30T00:00:00.5Z", Date.UTC(2026, 10, 30) + 500],
  ["2026-11-30T00:00", Date.UTC(2026, 10, 30)],
  ["2026-11-30", Date.UTC(2026, 10, 30)],
])("%s is an instant", (written, instant) => {
  expect(readInstant(written, "/at")).toBe(instant);
});

test.each([9e15, "9999999999999999", "tomorrow", "2026-13-01", "", "30-11-2026", "2026-11-30T25:00Z"])(
  "%j is none",
  (written) => {
    expect(() => readInstant(written, "/at")).toThrow(expect.objectContaining({ code: "API_INVALID", pointer: "/at" }));
  },
);
