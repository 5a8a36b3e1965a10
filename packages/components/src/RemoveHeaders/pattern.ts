import { mortiseError } from "@mortise/contract";
import { RE2JS } from "re2js";

/** Whether a header's name fits a pattern. */
export type NamePattern = (name: string) => boolean;

/**
 * Camel's three readings of a pattern, in its order: an exact name; a beginning, when the last character is a star; a
 * regular expression for the whole name. The last is why `(text_*)` fits `text_` but not `text_1`. All compare with
 * case. The expression runs on a linear engine: a pattern is written by a tenant, and must not hold the server up.
 */
export function compilePattern(pattern: string, setting: string, nodeId: string): NamePattern {
  const beginning = pattern.endsWith("*") ? pattern.slice(0, -1) : undefined;
  const expression = /[^\w-]/.test(pattern) ? compileExpression(pattern, setting, nodeId, beginning) : undefined;
  return (name) =>
    name === pattern || (beginning !== undefined && name.startsWith(beginning)) || (expression?.matches(name) ?? false);
}

function compileExpression(pattern: string, setting: string, nodeId: string, beginning: string | undefined) {
  // Documented as `(*_text)`, which no regular expression can begin with.
  const source = pattern.replace(/(^|[(|])\*/g, "$1.*");
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (beginning !== undefined) return undefined;
    const expected = "a name, a beginning with *, a list a|b or a regular expression without look-ahead";
    const found = `${JSON.stringify(pattern)} (${error instanceof Error ? error.message : String(error)})`;
    throw mortiseError("FLOW_SETTINGS_INVALID", { setting, expected, found }, { nodeId });
  }
}
