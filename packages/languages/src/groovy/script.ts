import { type Exchange, MortiseError, mortiseError, positionAt, type ScriptResult } from "@mortise/contract";
import { Bindings } from "./bindings/bindings.ts";
import { Frame } from "./compile/frame.ts";
import { type CompiledScript, compileSource } from "./compile/script.ts";
import "./library/all.ts";
import { fromObj } from "./runtime/boundary.ts";
import { asThrown, NativeThrown } from "./runtime/native.ts";
import type { Obj } from "./runtime/object.ts";
import { Run, type ScriptBudgets } from "./runtime/run.ts";
import { ScriptObject } from "./runtime/script.ts";
import { textOf } from "./runtime/text.ts";
import { Thrown } from "./runtime/throwable.ts";

/** A Groovy script, compiled: may be run any number of times, in any exchange. */
export interface GroovyScript {
  readonly source: string;
  /** Whether it reads the time or chance, so that its outcome must be recorded. */
  readonly effect: "pure" | "read";
  /** The compiled form, of no use outside. */
  readonly compiled: CompiledScript;
}

/** Compiles a script. Throws SCRIPT_SYNTAX, or SCRIPT_FORBIDDEN for what can be seen to be out of reach, with position and source. */
export function compileGroovyScript(source: string): GroovyScript {
  try {
    const compiled = compileSource(source);
    return { source, effect: compiled.reads ? "read" : "pure", compiled };
  } catch (error) {
    if (error instanceof RangeError) {
      throw mortiseError("SCRIPT_SYNTAX", { what: "The script is nested too deep" }, { source, cause: error });
    }
    throw error;
  }
}

/**
 * Runs a script against an exchange, which is not changed: what the script did to it is in the result. Throws
 * SCRIPT_THREW, SCRIPT_LIMIT or SCRIPT_FORBIDDEN with position and source.
 */
export function runGroovyScript(script: GroovyScript, exchange: Exchange, budgets: ScriptBudgets): ScriptResult {
  const run = new Run(exchange, budgets);
  const bindings = new Bindings(exchange);
  const value = guarded(script, run, () => fromObj(evaluate(script, run, bindings)));
  return guarded(script, run, () => ({
    ...bindings.message.changes(),
    properties: bindings.exchange.changes(),
    result: value,
    stdout: run.printed,
  }));
}

/** The value of a script that is an expression; what it did to the message is forgotten. */
export function evaluateGroovy<T>(
  script: GroovyScript,
  exchange: Exchange,
  budgets: ScriptBudgets,
  use: (value: Obj) => T,
): T {
  const run = new Run(exchange, budgets);
  return guarded(script, run, () => use(evaluate(script, run, new Bindings(exchange))));
}

function evaluate(script: GroovyScript, run: Run, bindings: Bindings): Obj {
  const { compiled } = script;
  const object = new ScriptObject(run, bindings, compiled.methods);
  const frame = new Frame(object, object, null, new Array(compiled.slots));
  compiled.exec(frame);
  return frame.result;
}

function guarded<T>(script: GroovyScript, run: Run, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failure(script.source, run, error);
  }
}

/** Whatever came out of a run, as the error that people see. */
function failure(source: string, run: Run, caught: unknown): MortiseError {
  const error = asThrown(caught);
  const position = positionAt(source, run.at);
  if (error instanceof Thrown) return threw(source, run, error);
  if (error instanceof MortiseError) {
    if (error.position || (error.code !== "SCRIPT_FORBIDDEN" && error.code !== "SCRIPT_LIMIT")) return error;
    return mortiseError(error.code, { ...error.detail, ...printedBy(run) }, { position, source, cause: error });
  }
  if (error instanceof RangeError) {
    // V8 says so in two ways: the stack is full, or a text or array would be too long.
    const stack = /call stack/i.test(error.message);
    const limit = stack ? "calls within calls" : "memory";
    return mortiseError(
      "SCRIPT_LIMIT",
      { limit, budget: stack ? "depth" : "memory" },
      { position, source, cause: error },
    );
  }
  return mortiseError(
    "ENGINE_BUG",
    { what: `a script ended in ${error instanceof Error ? error.message : String(error)}` },
    { position, source, cause: error },
  );
}

/** What a script had printed when it failed: often why it printed at all. */
function printedBy(run: Run): { readonly stdout?: string } {
  return run.printed === "" ? {} : { stdout: run.printed };
}

function threw(source: string, run: Run, error: Thrown): MortiseError {
  const { value } = error;
  const frames = (value.frames ?? run.frames()).map(({ name, offset }) => {
    const { line, column } = positionAt(source, offset);
    return { name, line, column };
  });
  const position = positionAt(source, (value.frames ?? run.frames())[0]?.offset ?? run.at);
  return mortiseError(
    "SCRIPT_THREW",
    {
      class: value.cls.name,
      what: value.message === null ? "no message" : textOf(value.message),
      message: value.message === null ? null : textOf(value.message),
      line: position.line,
      column: position.column,
      frames,
      ...printedBy(run),
    },
    { position, source, ...(error instanceof NativeThrown ? { cause: error.native } : {}) },
  );
}
