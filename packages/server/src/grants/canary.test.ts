import { expect, test } from "vitest";
import { flyCanaries } from "../testing/canary.ts";

test("no token shows in anything that is said or kept, whatever fails", async () => {
  const report = await flyCanaries(500);
  expect(report.hits).toEqual([]);
  // Else nothing was looked for, or nowhere.
  expect(report.tokens).toBeGreaterThan(100);
  expect(report.places).toBeGreaterThan(400);
}, 240_000);
