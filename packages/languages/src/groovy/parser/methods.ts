import type { MethodDecl } from "../syntax.ts";
import { MODIFIERS, type Token } from "../tokens.ts";
import { skipAnnotations } from "./annotations.ts";
import type { Cursor } from "./cursor.ts";
import { parseParams } from "./params.ts";
import { parseStatementsOf } from "./statements.ts";
import { parseType, typeEnd } from "./types.ts";

/** Whether a method is declared at the cursor: modifiers or a type, a name, parentheses and a body. */
export function startsMethod(c: Cursor, inClass = false): boolean {
  let i = c.at;
  let typed = false;
  while (isModifier(c.tokens[i])) {
    i++;
    typed = true;
  }
  if (c.tokens[i]?.text === "<") {
    while (i < c.tokens.length && c.tokens[i]?.text !== ">") i++;
    i++;
  }
  if (c.tokens[i]?.text === "def") {
    i++;
    typed = true;
  }
  if (!isMethodName(c, i)) {
    const end = typeEnd(c, i);
    if (end < 0 || !isMethodName(c, end)) return false;
    const first = c.tokens[i] as Token;
    const last = c.tokens[end - 1] as Token;
    if (!typed && first.type === "name" && !/^(\p{Lu}|[\]>])/u.test(last.text)) return false;
    i = end;
    typed = true;
  }
  if (!typed && !(inClass && c.tokens[i]?.text === c.className)) return false;
  const close = c.closing(i + 1);
  if (close < 0) return false;
  const after = c.tokens[close + 1];
  return (
    after?.text === "{" ||
    after?.text === "throws" ||
    (inClass && (after?.nl === true || after?.text === ";" || after?.text === "}" || after?.text === "default"))
  );
}

function isModifier(token: Token | undefined): boolean {
  return token?.type === "keyword" && MODIFIERS.has(token.text);
}

function isMethodName(c: Cursor, at: number): boolean {
  const name = c.tokens[at];
  const open = c.tokens[at + 1];
  return (
    name !== undefined &&
    !name.nl === !c.tokens[at]?.nl &&
    (name.type === "name" || name.type === "string" || (name.type === "keyword" && c.isName(name))) &&
    open?.type === "op" &&
    open.text === "("
  );
}

/** Reads a method; `startsMethod` has said that there is one. */
export function parseMethod(c: Cursor): MethodDecl {
  const at = c.token.start;
  let isStatic = false;
  while (isModifier(c.token)) isStatic = c.next().text === "static" || isStatic;
  if (c.is("<")) {
    while (!c.is(">")) c.next();
    c.next();
  }
  skipAnnotations(c);
  if (c.is("def")) c.next();
  const returns = isMethodName(c, c.at) ? null : parseType(c);
  const name = c.next();
  c.expect("(", "after the name of the method");
  const params = c.within(true, () => parseParams(c, ")"));
  c.expect(")", "after the parameters");
  if (c.take("throws")) {
    do parseType(c);
    while (c.take(","));
  }
  const body = c.is("{") ? c.within(false, () => parseStatementsOf(c, "the method")) : null;
  const creates = returns === null && name.text === c.className;
  return { name: creates ? "<init>" : name.text, params, returns, body, static: isStatic, at };
}
