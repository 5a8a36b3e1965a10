import { type ErrorCode, type MortiseError, mortiseError, type Position } from "@mortise/contract";
import type { JavaScriptBudgets } from "./budgets.ts";
import type { Translation } from "./translate.ts";

/** The name of scripts in QuickJS' stack traces. */
export const SCRIPT_NAME = "script.js";

/** An error as the prelude writes it. */
export interface Thrown {
  readonly code?: ErrorCode;
  readonly class: string;
  readonly what: string;
  readonly stack: string;
  /** What the script had printed by then. */
  readonly printed?: string;
}

/** What a script threw, as the error its caller sees. */
export function thrownError(
  thrown: Thrown,
  translation: Translation,
  source: string,
  budgets: JavaScriptBudgets,
): MortiseError {
  const position = placeOf(thrown.stack, translation);
  const place = position ? { position, source } : { source };
  if (thrown.code === "SCRIPT_FORBIDDEN") return mortiseError("SCRIPT_FORBIDDEN", { what: thrown.what }, place);
  if (thrown.code === "SCRIPT_LIMIT")
    return mortiseError("SCRIPT_LIMIT", { limit: thrown.what, budget: "output" }, place);
  // Not a mistake of the script's logic but its size, in QuickJS' own words.
  if (/^(string too long|BigInt is too large to allocate|invalid string length)$/.test(thrown.what))
    return memoryError(place);
  if (thrown.class === "InternalError") {
    if (thrown.what === "out of memory") return memoryError(place);
    if (thrown.what === "stack overflow") return depthError(place);
    if (thrown.what === "interrupted") return timeError(budgets, place);
  }
  const { class: name, what, printed } = thrown;
  const frames = framesOf(thrown.stack, translation);
  return mortiseError("SCRIPT_THREW", { class: name, what, frames, ...(printed ? { stdout: printed } : {}) }, place);
}

export function timeError(budgets: JavaScriptBudgets, place = {}): MortiseError {
  return mortiseError("SCRIPT_LIMIT", { limit: `${budgets.ms} ms`, budget: "ms" }, place);
}

export function memoryError(place = {}): MortiseError {
  return mortiseError("SCRIPT_LIMIT", { limit: "memory", budget: "memory" }, place);
}

export function depthError(place = {}): MortiseError {
  return mortiseError(
    "SCRIPT_LIMIT",
    { limit: "its stack: too many calls or levels within one another", budget: "depth" },
    place,
  );
}

/** Frames of the script that are told. */
const FRAMES = 20;

interface Placed {
  readonly name: string;
  readonly place: Position;
}

/** The places in the author's own text, innermost first. */
function* placesOf(stack: string, translation: Translation): Generator<Placed> {
  for (const line of stack.split("\n")) {
    const [, name = "", row, column] = /^\s*at (.*?) ?\(?script\.js:(\d+):(\d+)/.exec(line) ?? [];
    const place = row && column ? translation.place(Number(row), Number(column)) : undefined;
    if (place) yield { name, place };
  }
}

function placeOf(stack: string, translation: Translation): Position | undefined {
  const [first] = placesOf(stack, translation);
  return first?.place;
}

/** The calls that led there, as Groovy's errors have them: the last is the script itself, whose function is ours. */
function framesOf(stack: string, translation: Translation): { name: string; line: number; column: number }[] {
  const places = [...placesOf(stack, translation)];
  const frames = places.map(({ name, place: { line, column } }, index) => {
    const own = name === "" || name === "<anonymous>" || name === "<eval>";
    return { name: !own ? name : index === places.length - 1 ? "script" : "function", line, column };
  });
  return frames.slice(0, FRAMES);
}
