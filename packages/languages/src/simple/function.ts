import type { Exchange, Value } from "@mortise/contract";
import type { Compilation } from "./compilation.ts";
import type { FunctionNode, Span } from "./syntax.ts";

/** A compiled expression. */
export type Evaluate = (exchange: Exchange) => Value;

/** A compiled predicate. */
export type Test = (exchange: Exchange) => boolean;

/** A worked example: documentation, and a test that is executed. */
export interface Example {
  readonly source: string;
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: unknown };
  readonly properties?: { readonly [name: string]: unknown };
  readonly variables?: { readonly [name: string]: unknown };
  /** As the codec writes it; absent when the result is a matter of chance or time. */
  readonly result?: unknown;
  /** The result is an error whose message holds this text. */
  readonly error?: string;
  /** `predicate` when the example is a condition. */
  readonly mode?: "predicate";
}

/** An argument that a function takes. */
export interface Parameter {
  readonly name: string;
  readonly description: string;
  /** How the argument is written: a value (the default), a condition, or an expression evaluated per item. */
  readonly kind?: "value" | "predicate" | "expression";
}

/** The place of a function in a source: `rest` is what follows its name. */
export interface FunctionUse {
  readonly name: string;
  readonly node: FunctionNode;
  readonly rest: Span;
}

/** A function of Simple: what it is, and how a use of it becomes a closure. */
export interface SimpleFunction {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly family: string;
  /** One sentence. */
  readonly summary: string;
  /** The ways to write it, as shown in messages and documentation: `header.name`, `replace(from, to)`. */
  readonly forms: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly examples: readonly Example[];
  /** Set where everything after the first colon is the function's own text. */
  readonly freeText?: true;
  compile(use: FunctionUse, unit: Compilation): Evaluate;
}
