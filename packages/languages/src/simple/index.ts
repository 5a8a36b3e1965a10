import {
  type CompileContext,
  type Exchange,
  type Expression,
  type Language,
  toText,
  type Value,
} from "@mortise/contract";
import { evaluationError, syntaxError } from "../failures.ts";
import { LIMITS, startWork } from "../work.ts";
import { Compilation, type Functions } from "./compilation.ts";
import type { SimpleFunction } from "./function.ts";
import { simpleFunctions } from "./functions/index.ts";
import { isTrue } from "./truth.ts";

function byName(functions: readonly SimpleFunction[]): Functions {
  const map = new Map<string, SimpleFunction>();
  for (const entry of functions) for (const name of [entry.name, ...(entry.aliases ?? [])]) map.set(name, entry);
  return map;
}

/** Simple, Camel's expression language, compiled to closures. */
export function createSimple(): Language {
  const functions = byName(simpleFunctions);
  return { name: "simple", compile: (source, context) => compileSimple(source, context, functions) };
}

function compileSimple(source: string, context: CompileContext, functions: Functions): Expression {
  if (source.length > LIMITS.source)
    throw syntaxError(`An expression holds at most ${LIMITS.source} characters`, source.slice(0, 100), 0);
  const unit = new Compilation(source, { functions, context });
  const predicate = context.mode === "predicate";
  startWork();
  const node = predicate ? unit.parser.predicate(0, source.length) : unit.parser.template(0, source.length);
  const value = unit.value(node);
  const test = predicate ? unit.test(node) : (exchange: Exchange) => isTrue(value(exchange));
  return new SimpleExpression(source, unit, predicate ? test : value, test);
}

class SimpleExpression implements Expression {
  readonly language = "simple";
  readonly source: string;
  readonly effect: "pure" | "read";
  readonly variables: readonly string[];
  readonly #value: (exchange: Exchange) => Value;
  readonly #test: (exchange: Exchange) => boolean;

  constructor(
    source: string,
    unit: Compilation,
    value: (exchange: Exchange) => Value,
    test: (exchange: Exchange) => boolean,
  ) {
    this.source = source;
    this.effect = unit.effect;
    this.variables = [...unit.variables];
    this.#value = value;
    this.#test = test;
  }

  evaluate(exchange: Exchange): Value {
    startWork();
    try {
      return this.#value(exchange);
    } catch (error) {
      throw evaluationError(error, this.source);
    }
  }

  text(exchange: Exchange): string {
    return toText(this.evaluate(exchange), exchange.scope.timeZone);
  }

  test(exchange: Exchange): boolean {
    startWork();
    try {
      return this.#test(exchange);
    } catch (error) {
      throw evaluationError(error, this.source);
    }
  }
}
