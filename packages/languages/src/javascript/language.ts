import {
  type Exchange,
  type Expression,
  type Language,
  mortiseError,
  type ScriptRunner,
  toText,
  type Value,
} from "@mortise/contract";
import { checkJavaScript } from "./translate.ts";

/** Whatever time or chance can be reached by. */
const READS = /\b(Date|random|globalThis|eval|Function|constructor)\b|\bMath\s*\[/;

/**
 * JavaScript as a language of expressions. It cannot run in the engine's thread, where nothing could kill it: `prepare`
 * asks the runner, and `evaluate` gives what came back. What an expression does to the message is forgotten.
 */
export function createJavaScript(runner: ScriptRunner): Language {
  return {
    name: "javascript",
    compile(source): Expression {
      checkJavaScript(source);
      const script = { language: "javascript", source } as const;
      const values = new WeakMap<Exchange, Value>();
      const evaluate = (exchange: Exchange): Value => {
        const value = values.get(exchange);
        if (value !== undefined) return value;
        throw mortiseError(
          "ENGINE_BUG",
          { what: "a JavaScript expression was evaluated before it was prepared" },
          { source },
        );
      };
      return {
        language: "javascript",
        source,
        effect: READS.test(source) ? "read" : "pure",
        variables: [],
        async prepare(exchange) {
          const { result } = await runner.run(script, exchange);
          values.set(exchange, result);
        },
        evaluate,
        text: (exchange) => toText(evaluate(exchange), exchange.scope.timeZone),
        test: (exchange) => isTruthy(evaluate(exchange)),
      };
    },
  };
}

/** JavaScript's truth: everything but null, false, 0, NaN and the empty text. */
function isTruthy(value: Value): boolean {
  return Boolean(value) && String(value) !== "NaN";
}
