import type { Case, Expr, Stmt } from "../syntax.ts";
import type { Cursor } from "./cursor.ts";
import { parseExpression, parseStatementExpression } from "./expressions.ts";
import { endStatement, parseStatement, parseStatementsOf } from "./statements.ts";

/** Reads `switch (x) { case … }`, with colons or arrows. */
export function parseSwitch(c: Cursor): { subject: Expr; cases: Case[]; at: number } {
  const at = c.next().start;
  c.expect("(", "after switch");
  const subject = c.within(true, () => parseExpression(c));
  c.expect(")", "after the value of switch");
  c.expect("{", "to begin the cases");
  const cases = c.within(false, () => {
    const found: Case[] = [];
    while (c.take(";"));
    while (!c.is("}")) {
      found.push(parseCase(c));
      while (c.take(";"));
    }
    return found;
  });
  c.expect("}", "after the cases");
  return { subject, cases, at };
}

/** Reads a switch that has a value. */
export function parseSwitchExpression(c: Cursor): Expr {
  const { subject, cases, at } = parseSwitch(c);
  return { kind: "switchExpr", subject, cases, at };
}

function parseCase(c: Cursor): Case {
  const at = c.token.start;
  let tests: Expr[] | null = null;
  if (!c.take("default")) {
    c.expect("case", "in a switch");
    tests = [parseTest(c)];
    while (c.take(",")) tests.push(parseTest(c));
  }
  if (c.take("->")) return { tests, body: parseArrowBody(c), arrow: true, at };
  c.expect(":", "after the case");
  const body: Stmt[] = [];
  while (!c.is("case") && !c.is("default") && !c.is("}")) {
    if (c.take(";")) continue;
    body.push(parseStatement(c));
    endStatement(c, "}");
  }
  return { tests, body, arrow: false, at };
}

function parseTest(c: Cursor): Expr {
  const { noLambda } = c;
  c.noLambda = true;
  const test = parseExpression(c);
  c.noLambda = noLambda;
  return test;
}

function parseArrowBody(c: Cursor): Stmt[] {
  if (c.is("{")) return parseStatementsOf(c, "the case");
  if (c.is("throw") || c.is("return")) {
    const statement = parseStatement(c);
    c.take(";");
    return [statement];
  }
  const value = parseStatementExpression(c);
  c.take(";");
  return [{ kind: "expr", value, at: value.at }];
}
