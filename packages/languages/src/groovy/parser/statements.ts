import type { Catch, Declarator, Expr, Stmt } from "../syntax.ts";
import { skipAnnotations } from "./annotations.ts";
import { parseClass, startsClass } from "./classes.ts";
import { hasArrow } from "./collections.ts";
import type { Cursor } from "./cursor.ts";
import { parseDeclaration, startsDeclaration } from "./declarations.ts";
import { parseExpression, parseStatementExpression } from "./expressions.ts";
import { parseLoop } from "./loops.ts";
import { parseMethod, startsMethod } from "./methods.ts";
import { parseSwitch } from "./switch.ts";
import { parseType } from "./types.ts";

/** Reads statements up to `}` or the end, which stays. */
export function parseStatements(c: Cursor): Stmt[] {
  const body: Stmt[] = [];
  for (;;) {
    while (c.take(";"));
    if (c.is("}") || c.token.type === "end") return body;
    body.push(parseStatement(c));
    endStatement(c, "}");
  }
}

/** Requires a line break, `;` or a closing token after a statement. */
export function endStatement(c: Cursor, close: string): void {
  if (c.take(";") || c.is(close) || c.token.type === "end" || c.token.nl) return;
  // A block ends what it belongs to: `if (a) { b } c` is two statements.
  const before = c.tokens[c.at - 1];
  if (before?.type === "op" && before.text === "}") return;
  throw c.fail("Expected a line break or ; after the statement");
}

/** Reads `{ … }` as statements. */
export function parseStatementsOf(c: Cursor, owner: string): Stmt[] {
  c.expect("{", `to begin ${owner}`);
  const body = c.within(false, () => parseStatements(c));
  c.expect("}", `to close ${owner}`);
  return body;
}

/** Reads one statement. */
export function parseStatement(c: Cursor): Stmt {
  return c.deeper(() => parseAnyStatement(c));
}

function parseAnyStatement(c: Cursor): Stmt {
  const { token } = c;
  const at = token.start;
  if (token.type === "op" && token.text === "@") {
    const annotations = skipAnnotations(c);
    return parseDeclared(c, annotations) ?? parseAnyStatement(c);
  }
  if (token.type === "op" && token.text === "{" && startsBlock(c)) {
    return { kind: "block", body: parseStatementsOf(c, "the block"), at };
  }
  if (token.type === "op" && token.text === "(") {
    const all = parseAssignAll(c);
    if (all) return all;
  }
  if (token.type === "name" && c.peek().type === "op" && c.peek().text === ":" && isLoopLabel(c)) {
    c.at += 2;
    return { kind: "labelled", label: token.text, body: parseStatement(c), at };
  }
  if (token.type === "name" && token.text === "yield" && c.peek().type !== "op" && !c.peek().nl) {
    c.next();
    return { kind: "yield", value: parseStatementExpression(c), at };
  }
  const keyword = token.type === "keyword" ? parseKeywordStatement(c) : undefined;
  return keyword ?? parseDeclared(c, []) ?? { kind: "expr", value: parseStatementExpression(c), at };
}

function parseDeclared(c: Cursor, annotations: readonly string[]): Stmt | undefined {
  const at = c.token.start;
  if (startsClass(c)) return { kind: "class", decl: parseClass(c, annotations), at };
  if (startsMethod(c)) return { kind: "method", method: parseMethod(c), at };
  if (startsDeclaration(c)) return parseDeclaration(c, annotations);
  return undefined;
}

function isLoopLabel(c: Cursor): boolean {
  const after = c.peek(2);
  return after.type === "keyword" ? ["for", "while", "do", "switch"].includes(after.text) : after.nl;
}

/** `{` at the start of a statement opens a block, unless parameters show that it is a closure. */
function startsBlock(c: Cursor): boolean {
  c.at++;
  const arrow = hasArrow(c);
  c.at--;
  if (arrow) return false;
  const close = c.closing(c.at);
  const after = c.tokens[close + 1];
  return !(after?.type === "op" && !after.nl && (after.text === "(" || after.text === "." || after.text === ">"));
}

function parseKeywordStatement(c: Cursor): Stmt | undefined {
  const { token } = c;
  const at = token.start;
  switch (token.text) {
    case "if":
      return parseIf(c);
    case "for":
    case "while":
    case "do":
      return parseLoop(c);
    case "switch": {
      const { subject, cases } = parseSwitch(c);
      return { kind: "switch", subject, cases, at };
    }
    case "return":
      c.next();
      return { kind: "return", value: valueFollows(c) ? parseStatementExpression(c) : null, at };
    case "break":
    case "continue":
      c.next();
      return { kind: token.text, label: c.token.type === "name" && !c.token.nl ? c.next().text : null, at };
    case "throw":
      c.next();
      return { kind: "throw", value: parseStatementExpression(c), at };
    case "try":
      return parseTry(c);
    case "assert":
      return parseAssert(c);
    case "synchronized":
      if (c.peek().text !== "(") return undefined;
      c.next();
      parseCondition(c, "synchronized");
      return { kind: "block", body: parseStatementsOf(c, "the block"), at };
    case "import":
    case "package":
      throw c.fail("Imports stand before everything else");
    case "goto":
    case "const":
      throw c.fail(`${token.text} means nothing in Groovy`);
  }
  return undefined;
}

function valueFollows(c: Cursor): boolean {
  return c.token.type !== "end" && !c.token.nl && !c.is(";") && !c.is("}") && !c.is(")");
}

/** Reads `( … )` after a word. */
export function parseCondition(c: Cursor, word: string): Expr {
  c.expect("(", `after ${word}`);
  const test = c.within(true, () => parseExpression(c));
  c.expect(")", `after the condition of ${word}`);
  return test;
}

/** Reads the statement that a condition or loop governs. */
export function parseBody(c: Cursor): Stmt {
  if (c.take(";")) return { kind: "block", body: [], at: c.token.start };
  if (c.is("{")) return { kind: "block", at: c.token.start, body: parseStatementsOf(c, "the block") };
  return parseStatement(c);
}

function parseIf(c: Cursor): Stmt {
  const at = c.next().start;
  const test = parseCondition(c, "if");
  const yes = parseBody(c);
  const before = c.at;
  while (c.take(";"));
  if (!c.take("else")) {
    c.at = before;
    return { kind: "if", test, yes, no: null, at };
  }
  return { kind: "if", test, yes, no: c.deeper(() => parseBody(c)), at };
}

function parseTry(c: Cursor): Stmt {
  const at = c.next().start;
  const resources: Stmt[] = [];
  if (c.take("(")) {
    c.within(false, () => {
      while (!c.is(")")) {
        resources.push(startsDeclaration(c) ? parseDeclaration(c, []) : parseStatement(c));
        if (!c.take(";")) break;
      }
    });
    c.expect(")", "after the resources");
  }
  const body = parseStatementsOf(c, "try");
  const catches: Catch[] = [];
  while (c.is("catch")) catches.push(parseCatch(c));
  const last = c.take("finally") ? parseStatementsOf(c, "finally") : null;
  if (catches.length === 0 && !last && resources.length === 0) throw c.fail("Expected catch or finally after try");
  return { kind: "try", resources, body, catches, finally: last, at };
}

function parseCatch(c: Cursor): Catch {
  const at = c.next().start;
  c.expect("(", "after catch");
  while (c.is("final")) c.next();
  const types = [];
  if (c.is("def")) c.next();
  else if (!(c.isName() && c.peek().text === ")")) {
    do {
      const type = parseType(c);
      if (type) types.push(type);
    } while (c.take("|"));
  }
  const name = c.name("the name of the exception").text;
  c.expect(")", "after the exception");
  return { types, name, body: parseStatementsOf(c, "catch"), at };
}

function parseAssert(c: Cursor): Stmt {
  const at = c.next().start;
  const from = c.token.start;
  const test = parseExpression(c);
  const text = c.source.slice(from, (c.tokens[c.at - 1] as { end: number }).end);
  const message = c.take(":") || c.take(",") ? parseExpression(c) : null;
  return { kind: "assert", test, message, text, at };
}

/** `(a, b) = [1, 2]`. */
function parseAssignAll(c: Cursor): Stmt | undefined {
  const close = c.closing(c.at);
  const after = c.tokens[close + 1];
  if (close < 0 || after?.type !== "op" || after.text !== "=") return undefined;
  const at = c.next().start;
  const targets: Expr[] = [];
  c.within(true, () => {
    do targets.push(parseExpression(c));
    while (c.take(","));
  });
  c.expect(")", "after the variables");
  c.expect("=", "after the variables");
  return { kind: "expr", value: { kind: "assignAll", targets, value: parseStatementExpression(c), at }, at };
}

/** A declarator without a value. */
export function bare(name: string, type: Declarator["type"], at: number): Declarator {
  return { name, type, initial: null, at };
}
