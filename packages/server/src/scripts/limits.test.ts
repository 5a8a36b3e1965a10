import type { MortiseError, ScriptLimitsAsked } from "@mortise/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createScriptPool, type ScriptPool } from "./pool.ts";
import { exchangeOf } from "./test-exchange.ts";

let pool: ScriptPool;
beforeAll(async () => {
  pool = createScriptPool({
    size: 1,
    limits: { ms: 400 },
    ceilings: { ms: 900, memory: 128e6, steps: 2_000_000_000, depth: 1_000, output: 1_000 },
  });
  await pool.prestart();
});
afterAll(() => pool.close());

type Language = "groovy" | "javascript";

async function outcomeOf(language: Language, source: string, limits?: ScriptLimitsAsked): Promise<unknown> {
  return pool.run({ language, source, limits }, exchangeOf()).then(
    ({ result }) => result,
    (error: MortiseError) => error,
  );
}

const DEEP = "def f\nf = { n -> n == 0 ? 0 : 1 + f(n - 1) }\nf(700)";
const HOLDS = "var a = new Uint8Array(90e6); a.length";

test.each<[string, Language, string, ScriptLimitsAsked, string]>([
  ["time", "groovy", "while (true) {}", { time: 50 }, "50 ms (the node's limits.time raises it"],
  ["time", "javascript", "while (true) {}", { time: 50 }, "50 ms (the node's limits.time raises it"],
  ["more time", "javascript", "while (true) {}", { time: 700 }, "700 ms (the node's limits.time raises it"],
  ["time up to the ceiling", "groovy", "while (true) {}", { time: 60_000 }, "900 ms (the most that this server allows"],
  ["steps", "groovy", "while (true) {}", { steps: 2_000 }, "2000 steps (the node's limits.steps raises it"],
  ["depth", "groovy", DEEP, { depth: 20 }, "20 calls within calls (the node's limits.depth"],
  ["output", "groovy", "1000.times { println it }", { output: 5 }, "5 characters printed (the node's limits.output"],
  ["output", "javascript", "for (;;) console.log(1)", { output: 5 }, "5 characters printed (the node's limits.output"],
  ["memory", "groovy", "'x' * 30_000_000", { memory: 20 }, "20 MB of memory (the node's limits.memory"],
  ["memory", "javascript", HOLDS, {}, "64 MB of memory (the node's limits.memory"],
])("%s: a %s script ends where it asked to: %s", async (_, language, source, limits, text) => {
  const error = (await outcomeOf(language, source, limits)) as MortiseError;
  expect(error.code).toBe("SCRIPT_LIMIT");
  expect(error.message).toContain(text);
  expect(error.detail).toMatchObject({
    setting: expect.stringMatching(/^limits\./),
    variable: expect.stringMatching(/^MORTISE_SCRIPT_/),
  });
});

test.each<[string, Language, string, ScriptLimitsAsked, unknown]>([
  ["depth", "groovy", DEEP, { depth: 900 }, 700],
  ["memory", "groovy", "('x' * 45_000_000).length()", { memory: 128 }, 45_000_000],
  ["memory", "javascript", HOLDS, { memory: 128 }, 90_000_000],
  ["output", "groovy", "println 'x' * 900", { output: 2_000 }, null],
])("%s: a %s script has more when it asks for it", async (_, language, source, limits, wanted) => {
  expect(await outcomeOf(language, source, limits)).toBe(wanted);
});

test("the scripts of one text and different limits are told apart", async () => {
  const source = "var a = new Uint8Array(70e6); a.length";
  const both = [{ memory: 128 }, undefined, { memory: 128 }].map((limits) => outcomeOf("javascript", source, limits));
  const [first, second, third] = await Promise.all(both);
  expect([first, (second as MortiseError).code, third]).toEqual([70_000_000, "SCRIPT_LIMIT", 70_000_000]);
});

test("a call deeper than the thread's stack is not possible within the deepest ceiling", async () => {
  const deep = createScriptPool({ size: 1, limits: { ms: 5_000 } });
  const chain = "int f(int n) { [n].collect { n <= 0 ? 0 : 1 + f(n - 1) }.sum() }\nf(900)";
  const { result } = await deep.run({ language: "groovy", source: chain, limits: { depth: 2_000 } }, exchangeOf());
  expect(result).toBe(900);
  await deep.close();
});
