import { type Exchange, type Expression, type Language, toText, type Value } from "@mortise/contract";
import { evaluationError, syntaxError } from "../failures.ts";
import { LIMITS, startWork } from "../work.ts";
import { Compilation, type Functions, type Surroundings } from "./compilation.ts";
import type { SimpleFunction } from "./function.ts";
import { simpleFunctions } from "./functions/index.ts";
import { compileInit, type InitBlock } from "./init.ts";
import { isTrue } from "./truth.ts";

function byName(functions: readonly SimpleFunction[]): Functions {
  const map = new Map<string, SimpleFunction>();
  for (const entry of functions) for (const name of [entry.name, ...(entry.aliases ?? [])]) map.set(name, entry);
  return map;
}

/** What the operator of a server lets expressions see of its machine. Nothing by default. */
export interface SimpleOptions {
  /** What `${env.NAME}` and `${sysenv.NAME}` read. */
  readonly environment?: ReadonlyMap<string, string>;
  /** What `${sys.name}` reads. */
  readonly system?: ReadonlyMap<string, string>;
}

/** Simple, Camel's expression language, compiled to closures. */
export function createSimple({ environment = new Map(), system = new Map() }: SimpleOptions = {}): Language {
  const functions = byName(simpleFunctions);
  return {
    name: "simple",
    compile: (source, context) => compileSimple(source, { functions, context, environment, system }),
  };
}

function compileSimple(source: string, surroundings: Surroundings): Expression {
  const { context } = surroundings;
  if (source.length > LIMITS.source)
    throw syntaxError(`An expression holds at most ${LIMITS.source} characters`, source.slice(0, 100), 0);
  const unit = new Compilation(source, surroundings);
  const predicate = context.mode === "predicate";
  startWork();
  const init = compileInit(unit);
  const start = init?.rest ?? 0;
  const node = predicate ? unit.parser.predicate(start, source.length) : unit.parser.template(start, source.length);
  const value = after(init, predicate ? unit.test(node) : unit.value(node));
  const test = predicate ? after(init, unit.test(node)) : (exchange: Exchange) => isTrue(value(exchange));
  return new SimpleExpression(source, unit, value, test);
}

function after<Result>(
  init: InitBlock | undefined,
  run: (exchange: Exchange) => Result,
): (exchange: Exchange) => Result {
  if (!init) return run;
  return (exchange) => {
    init.run(exchange);
    return run(exchange);
  };
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
