import { type CompileContext, type Exchange, type Expression, toText, type Value } from "@mortise/contract";
import { evaluationError } from "./failures.ts";
import { isTrue } from "./simple/truth.ts";
import { startWork } from "./work.ts";

/** What a language other than Simple compiles its source to. */
export interface Compiled {
  evaluate(exchange: Exchange): Value;
  /** All that it selects, where its value is only the first. */
  items?(exchange: Exchange): readonly Value[];
  /** Its own truth; absent: that of the value, as Simple sees it. */
  test?(exchange: Exchange): boolean;
}

/** Gives a compiled source the interface, the budget and the errors that all languages share. */
export function expressionOf(
  language: string,
  source: string,
  _context: CompileContext,
  compiled: Compiled,
): Expression {
  const guard = <Result>(exchange: Exchange, run: (exchange: Exchange) => Result): Result => {
    startWork();
    try {
      return run(exchange);
    } catch (error) {
      throw evaluationError(error, source);
    }
  };
  const evaluate = (exchange: Exchange) => guard(exchange, (given) => compiled.evaluate(given));
  const { items } = compiled;
  return {
    language,
    source,
    effect: "pure",
    variables: [],
    evaluate,
    ...(items ? { items: (exchange: Exchange) => guard(exchange, items) } : {}),
    text: (exchange) => toText(evaluate(exchange), exchange.scope.timeZone),
    test: (exchange) =>
      guard(exchange, (given) => (compiled.test ? compiled.test(given) : isTrue(compiled.evaluate(given)))),
  };
}
