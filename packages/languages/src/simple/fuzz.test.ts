import { readFileSync } from "node:fs";
import { type CompileContext, Exchange, Message, MortiseError, type Value } from "@mortise/contract";
import { expect, test } from "vitest";
import { chance, mutatedExpression, randomExpression } from "./fuzz.ts";
import { scope } from "./golden.ts";
import { createSimple } from "./index.ts";

/** 200,000 by hand (`FUZZ=200000`); fewer where every change is tested. */
const ROUNDS = Number(process.env.FUZZ ?? 20_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);
const CPU_MS = 50;

const simple = createSimple();
const { vectors } = JSON.parse(readFileSync(new URL("./golden.json", import.meta.url), "utf8")) as {
  vectors: readonly { readonly expr: string }[];
};
const sources = vectors.map(({ expr }) => expr);

function exchange(): Exchange {
  const list: Value = Array.from({ length: 200 }, (_, index) => `item ${index}`);
  const message = new Message("a".repeat(2_000), [
    ["a", "5"],
    ["list", list],
    ["d", new Date(0)],
    ["map", new Map<Value, Value>([["k", list]])],
  ]);
  const own = { ...scope, variables: new Map([["v", "tenant"]]) };
  return new Exchange("exchange-1", own, message, new Map<string, Value>([["p", "property"]]));
}

/** Compiles and evaluates both ways; anything but a value or a MortiseError that is no bug fails the test. */
function attempt(source: string): void {
  for (const mode of ["expression", "predicate"] as const) {
    const context: CompileContext = { mode, property: () => "${body}" };
    try {
      simple.review?.(source, context);
      const compiled = simple.compile(source, context);
      compiled.evaluate(exchange());
      compiled.text(exchange());
      compiled.test(exchange());
    } catch (error) {
      if (!(error instanceof MortiseError) || error.code === "ENGINE_BUG") throw error;
    }
  }
}

function cpuOf(source: string): number {
  // Of this thread alone: other tests run beside it in the same process.
  const before = process.threadCpuUsage();
  attempt(source);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

test("gives a value or a MortiseError for random and mutated expressions, none of them slow twice", () => {
  const next = chance(SEED);
  const slow: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const source = round % 2 === 0 ? randomExpression(next) : mutatedExpression(sources, next);
    const started = performance.now();
    try {
      attempt(source);
    } catch (error) {
      throw new Error(`${JSON.stringify(source)}: ${(error as Error).message}`, { cause: error });
    }
    // Four compilations and six evaluations; what was slow is tried once more, by the CPU it takes.
    if (performance.now() - started > CPU_MS && cpuOf(source) > CPU_MS) slow.push(source);
  }
  expect(slow).toEqual([]);
}, 600_000);
