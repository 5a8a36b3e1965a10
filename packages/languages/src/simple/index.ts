import { type Exchange, type Expression, type Language, type Mistake, toText, type Value } from "@mortise/contract";
import { evaluationError, syntaxError } from "../failures.ts";
import { LIMITS, startWork } from "../work.ts";
import { Compilation, type Functions, type Surroundings } from "./compilation.ts";
import type { SimpleFunction } from "./function.ts";
import { simpleFunctions } from "./functions/index.ts";
import { compileInit, type InitBlock } from "./init.ts";
import type { Node } from "./syntax.ts";
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
    review: (source, context) => reviewSimple(source, { functions, context, environment, system }),
  };
}

/** Camel loads such a source from elsewhere first. */
const RESOURCE = /^\s*resource:(classpath|file|https?|ref|bean|base64|gzip|mem|language):/;

function compileSimple(source: string, surroundings: Surroundings): Expression {
  const { context } = surroundings;
  if (source.length > LIMITS.source)
    throw syntaxError(`An expression holds at most ${LIMITS.source} characters`, source.slice(0, 100), 0);
  if (RESOURCE.test(source)) throw syntaxError("resource: reads a file; put the text into the flow itself", source, 0);
  startWork();
  const unit = new Compilation(source, surroundings);
  try {
    return compileUnit(unit, context.mode === "predicate");
  } catch (error) {
    if (error instanceof RangeError) throw syntaxError("The expression is nested too deeply", source, 0);
    throw error;
  }
}

function compileUnit(unit: Compilation, predicate: boolean): Expression {
  const { source } = unit;
  const init = compileInit(unit);
  const start = init?.rest ?? 0;
  const node = predicate ? unit.parser.predicate(start, source.length) : unit.parser.template(start, source.length);
  if (predicate) {
    const test = after(init, unit.test(node));
    return new SimpleExpression(source, unit, test, test);
  }
  const value = after(init, unit.value(node));
  return new SimpleExpression(source, unit, value, (exchange) => isTrue(value(exchange)));
}

/** What compiles and can hardly be meant: a comparison that is read as text, a date command that does not exist. */
function reviewSimple(source: string, surroundings: Surroundings): readonly Mistake[] {
  const unit = new Compilation(source, surroundings);
  const predicate = surroundings.context.mode === "predicate";
  compileUnit(unit, predicate);
  if (!predicate) warnOfComparison(unit);
  return unit.warnings;
}

/** `${header.n} > 0` in a text is the text "5 > 0": Camel's rule, and nearly always a mistake. */
function warnOfComparison(unit: Compilation): void {
  const { source } = unit;
  const [first, second] = COMPARISON.test(source) ? partsOf(unit.parser.template(0, source.length)) : [];
  if (first?.kind !== "function" || second?.kind !== "text" || !COMPARISON.test(second.text)) return;
  try {
    if (unit.parser.predicate(0, source.length).kind === "all") return;
  } catch {
    return;
  }
  const operator = second.text.trim().split(/\s/)[0];
  unit.warn(
    `${operator} is text here: this is a value, not a condition. Write it inside the braces, \${… ${operator} …}, to get true or false`,
    second.start,
  );
}

const COMPARISON =
  /\s(==|!=|=~|!=~|>=?|<=?|&&|\|\||!?contains|!?~~|!?regex|!?in|!?is|!?range|!?startsWith|!?endsWith)\s/;

function partsOf(node: Node): readonly Node[] {
  return node.kind === "template" ? node.parts : [node];
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
