import type { Param } from "../syntax.ts";
import { MODIFIERS } from "../tokens.ts";
import { skipAnnotations } from "./annotations.ts";
import type { Cursor } from "./cursor.ts";
import { parseExpression } from "./expressions.ts";
import { parseType, typeEnd } from "./types.ts";

/** Reads the parameters of a method, closure or lambda up to a closing token, which stays. */
export function parseParams(c: Cursor, close: string): Param[] {
  const params: Param[] = [];
  while (!c.is(close)) {
    params.push(parseParam(c));
    if (!c.take(",")) break;
  }
  return params;
}

function parseParam(c: Cursor): Param {
  skipAnnotations(c);
  while (c.token.type === "keyword" && MODIFIERS.has(c.token.text)) c.next();
  const type = beginsWithType(c) ? parseType(c) : null;
  const varargs = c.take("...");
  const name = c.name("the name of a parameter");
  const initial = c.take("=") ? parseExpression(c) : null;
  return { name: name.text, type, initial, varargs, at: name.start };
}

/** Whether a type stands before the name: two names in a row, or a name after what can only be a type. */
function beginsWithType(c: Cursor): boolean {
  if (c.is("def")) return true;
  const end = typeEnd(c, c.at);
  if (end < 0) return false;
  const after = c.tokens[end];
  return after !== undefined && (c.isName(after) || (after.type === "op" && after.text === "..."));
}
