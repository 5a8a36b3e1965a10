import type { Exchange, MortiseError, Value } from "@mortise/contract";
import type { Compilation } from "./compilation.ts";
import type { Evaluate, Example, FunctionUse, Parameter, SimpleFunction } from "./function.ts";
import type { Span } from "./syntax.ts";

/** What a called function sees beside its arguments. */
export interface CallDefinition {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly family: string;
  readonly summary: string;
  /**
   * The parameters that are given, for each number of arguments: `["b", "a, b"]`. A name with `...` is there as often
   * as wanted; one with `+` is the rest of the text, commas and all.
   */
  readonly signatures: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly examples: readonly Example[];
  readonly effect?: "read";
  /** What else can be known to be wrong when the flow is saved. */
  check?(given: Given, fail: (what: string) => MortiseError, warn: (what: string) => void): void;
  /** `given` holds one value or closure for each parameter, undefined where none was written. */
  run(given: Given, exchange: Exchange): Value;
}

/** The arguments of a call by parameter: closures, so that a function decides when and how often it evaluates. */
export type Given = readonly (Argument | undefined)[];

/** An argument: as a value, and as a condition. */
export interface Argument {
  /** Its text when it holds nothing to evaluate. */
  readonly fixed?: string;
  value(exchange: Exchange): Value;
  test(exchange: Exchange): boolean;
}

/** Declares a function that is called with parentheses. */
export function call(definition: CallDefinition): SimpleFunction {
  const { name, aliases, family, summary, signatures, parameters, examples } = definition;
  // A function of one argument takes all that stands between the parentheses, commas too.
  const whole = signatures.every((signature) => !/,|\.\.\.|\+/.test(signature));
  const shapes = signatures.map((signature) =>
    signature
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean),
  );
  return {
    name,
    ...(aliases ? { aliases } : {}),
    family,
    summary,
    forms: signatures.map((signature) => `${name}(${signature.replace("+", "")})`),
    parameters,
    examples,
    compile(use, unit) {
      const list = unit.argumentList(use, whole);
      if (!list) throw unit.wrongUse(use, this);
      const shape = shapes.find((one) => fits(one, list.items.length));
      if (!shape) throw unit.wrongUse(use, this);
      if (definition.effect) unit.effect = "read";
      const given = bind(shape, list.items, definition, unit);
      const { start } = use.node;
      definition.check?.(
        given,
        (what) => unit.error(what, start),
        (what) => unit.warn(what, start),
      );
      return unit.tail(list.rest, (exchange) => definition.run(given, exchange));
    },
  };
}

function fits(shape: readonly string[], count: number): boolean {
  const last = shape.at(-1) ?? "";
  if (last.endsWith("...")) return count >= shape.length - 1;
  return last.endsWith("+") ? count >= shape.length : count === shape.length;
}

function bind(shape: readonly string[], items: readonly Span[], definition: CallDefinition, unit: Compilation): Given {
  const given: (Argument | undefined)[] = new Array(definition.parameters.length).fill(undefined);
  const repeated: Argument[] = [];
  const last = shape.at(-1) ?? "";
  const count = last.endsWith("+") ? shape.length : items.length;
  for (let index = 0; index < count; index++) {
    const written = shape[Math.min(index, shape.length - 1)] as string;
    const place = definition.parameters.findIndex((parameter) => parameter.name === written.replace(/\.\.\.|\+/, ""));
    const kind = definition.parameters[place]?.kind ?? "value";
    const from = (items[index] as Span).start;
    const span = written.endsWith("+") ? { start: from, end: (items.at(-1) as Span).end } : (items[index] as Span);
    const argument = unit.argument(span, kind);
    if (written.endsWith("...")) repeated.push(argument);
    else given[place] = argument;
  }
  return last.endsWith("...") ? [...given.slice(0, definition.parameters.length - 1), ...repeated] : given;
}

/** Declares a function that is a name alone, such as `${bodyOneLine}`. */
export function bare(
  definition: Omit<SimpleFunction, "parameters" | "forms" | "compile"> & {
    readonly effect?: "read";
    readonly run: Evaluate;
  },
): SimpleFunction {
  const { run, effect, ...spec } = definition;
  return {
    ...spec,
    forms: [definition.name],
    parameters: [],
    compile(use: FunctionUse, unit: Compilation) {
      const list = unit.argumentList(use);
      if (list && list.items.length > 0) throw unit.wrongUse(use, this);
      if (effect) unit.effect = "read";
      return unit.tail(list ? list.rest : use.rest, run);
    },
  };
}
