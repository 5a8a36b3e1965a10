import { expect, test } from "vitest";
import { newRunId } from "./run-id.ts";

test("is a UUID of version 7 that holds its time", () => {
  const id = newRunId(Date.UTC(2026, 0, 1));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(Date.UTC(2026, 0, 1));
});

test("is another one each time, also when the pool of chance is filled anew", () => {
  expect(new Set(Array.from({ length: 5_000 }, () => newRunId(1))).size).toBe(5_000);
});

test("sorts by time, and within a millisecond by turn", () => {
  expect(newRunId(1_000_000) < newRunId(2_000_000)).toBe(true);
  const ids = Array.from({ length: 100 }, () => newRunId(3_000_000));
  expect([...ids].sort()).toEqual(ids);
});
