import fc from "fast-check";
import { expect, test } from "vitest";
import { fitsPattern } from "./wildcard.ts";

test("a star stands for any text, as in the expression it abbreviates", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "?"), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "?", "*"), maxLength: 6 });
  fc.assert(
    fc.property(pattern, text, (written, sent) => {
      const oracle = new RegExp(`^${written.replaceAll("?", "\\?").replace(/\*+/g, ".*")}$`, "s");
      expect(fitsPattern(written, sent)).toBe(oracle.test(sent));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ["https://auth/*", "https://auth/token?x=1\n", true],
  ["https://auth/token", "https://auth/token", true],
  ["https://auth/token", "https://auth/token/", false],
  ["*/employers*", "https://api/v2/employers", true],
  ["aba*aba", "aba", false],
])("%s and %s: %s", (pattern, text, fits) => {
  expect(fitsPattern(pattern, text)).toBe(fits);
});

test("many stars in a long text come to an end", () => {
  expect(fitsPattern(`${"*a".repeat(5_000)}b`, "a".repeat(50_000))).toBe(false);
});
