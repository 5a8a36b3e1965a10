import { type Exchange, type Expression, type Language, toText, type Value } from "@mortise/contract";
import { fromObj } from "./runtime/boundary.ts";
import type { ScriptBudgets } from "./runtime/run.ts";
import { truth } from "./runtime/truth.ts";
import { compileGroovyScript, evaluateGroovy } from "./script.ts";

/** What one expression may use up: it runs in the engine's own thread, where nothing can kill it. */
const BUDGETS: ScriptBudgets = { steps: 1_000_000, ms: 250, memory: 32_000_000, depth: 100, output: 10_000 };

/** Groovy as a language of expressions: the value of its last line, or its truth. */
export const groovy: Language = {
  name: "groovy",
  compile(source): Expression {
    const script = compileGroovyScript(source);
    const evaluate = (exchange: Exchange): Value => evaluateGroovy(script, exchange, BUDGETS, fromObj);
    return {
      language: "groovy",
      source,
      effect: script.effect,
      variables: [],
      evaluate,
      text: (exchange) => toText(evaluate(exchange), exchange.scope.timeZone),
      test: (exchange) => evaluateGroovy(script, exchange, BUDGETS, truth),
    };
  },
};
