import { mortiseError } from "@mortise/contract";
import { RE2JS } from "re2js";
import { failed } from "../failures.ts";
import { LIMITS, spend } from "../work.ts";

const compiled = new Map<string, RE2JS>();

/** Patterns kept compiled; they are few, and written by authors. */
const KEPT = 500;

/** The engine's time is that of the text times the pattern's program, and more than that for a very large one. */
const MAX_PROGRAM = 800;

/** What an engine of linear time cannot do, by how it is written. */
const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/\(\?=|\(\?!/, "look-ahead"],
  [/\(\?<=|\(\?<!/, "look-behind"],
  [/\\[1-9]|\\k</, "back-references"],
  [/\(\?>|[*+?}]\+/, "possessive or atomic groups"],
];

/** A regular expression in Java's dialect, on an engine whose time is linear in the text. */
export function compileRegex(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known) return known;
  if (pattern.length > LIMITS.pattern)
    throw mortiseError("EXPRESSION_LIMIT", { limit: `${LIMITS.pattern} characters of a regular expression` });
  spend(pattern.length * 20);
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(pattern);
  } catch (error) {
    const what = UNSUPPORTED.find(([written]) => written.test(pattern))?.[1];
    throw failed(
      what
        ? `the regular expression '${pattern}' uses ${what}, which the engine does not have since its time is bounded`
        : `the regular expression '${pattern}' is not valid: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (regex.programSize() > MAX_PROGRAM)
    throw mortiseError("EXPRESSION_LIMIT", {
      limit: `${MAX_PROGRAM} steps of a regular expression; write smaller repetitions`,
    });
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(pattern, regex);
  return regex;
}

/** Counts the work of matching a text and refuses one that is too long. */
export function spendMatching(text: string, regex?: RE2JS): void {
  if (text.length > LIMITS.matched)
    throw mortiseError("EXPRESSION_LIMIT", { limit: `${LIMITS.matched} characters to match` });
  spend(text.length * (12 + ((regex?.programSize() ?? 16) >> 4)) + 10);
}

/** Whether the whole text matches. */
export function matchesWhole(regex: RE2JS, text: string): boolean {
  spendMatching(text, regex);
  return regex.matches(text);
}
