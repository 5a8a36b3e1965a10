import type { Expr, Stmt } from "../syntax.ts";
import { MODIFIERS } from "../tokens.ts";
import type { Cursor } from "./cursor.ts";
import { parseDeclaration, startsDeclaration } from "./declarations.ts";
import { parseExpression, parseStatementExpression } from "./expressions.ts";
import { bare, parseBody, parseCondition } from "./statements.ts";
import { parseType, typeEnd } from "./types.ts";

/** Reads `for`, `while` or `do … while`. */
export function parseLoop(c: Cursor): Stmt {
  const at = c.token.start;
  if (c.take("while")) {
    const test = parseCondition(c, "while");
    return { kind: "while", test, body: parseBody(c), at };
  }
  if (c.take("do")) {
    const body = parseBody(c);
    while (c.take(";"));
    c.expect("while", "after the body of do");
    return { kind: "doWhile", test: parseCondition(c, "while"), body, at };
  }
  c.next();
  c.expect("(", "after for");
  const loop = c.within(true, () => parseForIn(c, at) ?? parseClassic(c, at));
  c.expect(")", "after the head of the loop");
  return { ...loop, body: parseBody(c) } as Stmt;
}

/** `x in list`, `String x : list`, `def x in list`. */
function parseForIn(c: Cursor, at: number): Partial<Stmt> | undefined {
  const before = c.at;
  while (c.token.type === "keyword" && MODIFIERS.has(c.token.text)) c.next();
  let type = null;
  if (c.is("def") || (c.isWord("var") && c.isName(c.peek()))) c.next();
  else if (!isVariable(c, c.at)) {
    const end = typeEnd(c, c.at);
    if (end < 0 || !isVariable(c, end)) {
      c.at = before;
      return undefined;
    }
    type = parseType(c);
  }
  if (!isVariable(c, c.at)) {
    c.at = before;
    return undefined;
  }
  const name = c.next();
  c.next();
  return { kind: "forIn", variable: bare(name.text, type, name.start), over: parseExpression(c), at };
}

function isVariable(c: Cursor, at: number): boolean {
  const name = c.tokens[at];
  const after = c.tokens[at + 1];
  return name !== undefined && c.isName(name) && (after?.text === ":" || after?.text === "in");
}

function parseClassic(c: Cursor, at: number): Partial<Stmt> {
  const init: Stmt[] = [];
  if (!c.is(";")) {
    if (startsDeclaration(c)) init.push(parseDeclaration(c, []));
    else for (const value of parseList(c)) init.push({ kind: "expr", value, at: value.at });
  }
  c.expect(";", "after the start of the loop");
  const test = c.is(";") ? null : parseExpression(c);
  c.expect(";", "after the condition of the loop");
  const update = c.is(")") ? [] : parseList(c);
  return { kind: "for", init, test, update, at };
}

function parseList(c: Cursor): Expr[] {
  const list = [parseStatementExpression(c)];
  while (c.take(",")) list.push(parseStatementExpression(c));
  return list;
}
