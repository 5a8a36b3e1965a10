import type { Mistake } from "./errors/error.ts";
import type { Exchange } from "./exchange.ts";
import type { Value } from "./value.ts";

/**
 * What running a thing touches, weakest first. `pure`: the message only, may run again. `read`: variables, time or
 * chance, so its outcome is recorded. `store`: writes our database. `external`: everything else.
 */
export type Effect = "pure" | "read" | "store" | "external";

/** Compiled language text. Evaluates synchronously, under budgets; throws only a `MortiseError`. */
export interface Expression {
  readonly language: string;
  readonly source: string;
  readonly effect: "pure" | "read";
  /** Names of the tenant variables it reads as `@{name}`; the engine has them in `scope.variables` before it evaluates. */
  readonly variables: readonly string[];
  /** Its value; null when there is none. What it yields is data and is never evaluated again. */
  evaluate(exchange: Exchange): Value;
  /** Of a language whose value is only the first of what it selects: all of it, each by itself. */
  items?(exchange: Exchange): readonly Value[];
  /** Its value as text (`toText` in the flow's zone). */
  text(exchange: Exchange): string;
  /** Whether it holds, by the language's own truth. */
  test(exchange: Exchange): boolean;
  /** For a language that cannot answer in the thread: awaited by the engine before the node runs. */
  prepare?(exchange: Exchange): Promise<void>;
}

export type ExpressionMode = "expression" | "predicate";

export interface CompileContext {
  readonly mode: ExpressionMode;
  /**
   * The value of a flow property named as `#{name}`; it becomes a constant. Throws `FLOW_UNKNOWN_PROPERTY` or
   * `FLOW_NO_VALUE`. Absent: `#{` stays text.
   */
  property?(name: string): string;
  /** Camel's `${properties:key}`; absent: none is set. */
  placeholder?(name: string): string | undefined;
}

/** A language: source text in, Expression out. */
export interface Language {
  readonly name: string;
  /** Throws `EXPRESSION_SYNTAX` or `SCRIPT_SYNTAX` with position and source. */
  compile(source: string, context: CompileContext): Expression;
  /** Warnings about a source that compiles: what can hardly be meant as it is written. */
  review?(source: string, context: CompileContext): readonly Mistake[];
}

/** The languages that a runtime has, by name. */
export type Languages = ReadonlyMap<string, Language>;
