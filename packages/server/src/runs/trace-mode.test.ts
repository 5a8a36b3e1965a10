import { expect, test } from "vitest";
import { traceMode } from "./trace-mode.ts";

const WEEK = 604_800_000;

test.each([
  [{ mode: "errors" }, "errors"],
  [{ mode: "off" }, "off"],
  [{ mode: "all" }, "all"],
  [{ mode: "all", for: WEEK }, "all"],
  [{ mode: "all", for: WEEK - 1 }, "errors"],
] as const)("%j a week after the install is %s", (option, mode) => {
  expect(traceMode(option, 0, WEEK - 1)).toBe(mode);
});
