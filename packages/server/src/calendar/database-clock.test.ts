import fc from "fast-check";
import { expect, test } from "vitest";
import { DatabaseClock } from "./database-clock.ts";

test("is never ahead of the database, and behind by no more than the quickest answer took", async () => {
  const delays = fc.array(fc.tuple(fc.nat(200), fc.nat(200)), { minLength: 3, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2e12 }), delays, fc.nat(20_000), async (began, answers, later) => {
      let passed = 0;
      const [...left] = answers;
      const ask = async () => {
        const [there, back] = left.shift() ?? [0, 0];
        passed += there;
        const answer = began + passed;
        passed += back;
        return answer;
      };
      const clock = new DatabaseClock(ask, () => passed);
      const quickest = Math.min(...answers.map(([, back]) => back));
      await clock.now();
      passed += later;
      const behind = began + passed - (await clock.now());
      expect(behind).toBeGreaterThanOrEqual(0);
      expect(behind).toBeLessThanOrEqual(quickest);
    }),
  );
});

test("asks again when what it knows has grown old", async () => {
  let elapsed = 0;
  let asked = 0;
  const ask = async () => {
    asked++;
    return elapsed + 5_000;
  };
  const clock = new DatabaseClock(ask, () => elapsed);
  expect(await clock.now()).toBe(5_000);
  elapsed = 29_000;
  expect(await clock.now()).toBe(34_000);
  expect(asked).toBe(3);
  elapsed = 31_000;
  await clock.now();
  expect(asked).toBe(6);
});
