import { contains } from "../runtime/operators.ts";
import type { Case, Expr, Stmt } from "../syntax.ts";
import { compileExpr } from "./expressions.ts";
import { BREAK, type Exec, type Frame, NEXT, type Node, RETURN } from "./frame.ts";
import type { Scope } from "./scope.ts";
import { compileBlock } from "./statements.ts";

/** Compiles a switch: what fits by `in` is entered, and falls through unless written with arrows. */
export function compileSwitch(stmt: { subject: Expr; cases: readonly Case[] }, scope: Scope): Exec {
  const subject = compileExpr(stmt.subject, scope);
  const cases = stmt.cases.map((one) => ({
    tests: one.tests?.map((test) => ({ node: compileExpr(test, scope), at: test.at })) ?? null,
    body: compileBlock(one.body, scope),
    arrow: one.arrow,
  }));
  const otherwise = cases.findIndex((one) => one.tests === null);
  return (f) => {
    const value = subject(f);
    let at = cases.findIndex((one) =>
      one.tests?.some(({ node, at: offset }) => {
        const container = node(f);
        f.run.at = offset;
        return contains(f.run, container, value);
      }),
    );
    if (at < 0) at = otherwise;
    for (; at >= 0 && at < cases.length; at++) {
      const one = cases[at] as (typeof cases)[number];
      const signal = one.body(f);
      if (signal === BREAK) return NEXT;
      if (signal !== NEXT) return signal;
      if (one.arrow) return NEXT;
    }
    return NEXT;
  };
}

/** Compiles a switch that has a value: what a case yields, or its only expression. */
export function compileSwitchValue(expr: Extract<Expr, { kind: "switchExpr" }>, scope: Scope): Node {
  const exec = compileSwitch({ subject: expr.subject, cases: expr.cases.map(yielding) }, scope);
  return (f: Frame) => {
    const before = f.result;
    f.result = null;
    const signal = exec(f);
    const value = f.result;
    f.result = before;
    return signal === RETURN ? value : null;
  };
}

function yielding(one: Case): Case {
  const last = one.body.at(-1);
  if (last?.kind !== "expr") return one;
  const value: Stmt = { kind: "return", value: last.value, at: last.at };
  return { ...one, body: [...one.body.slice(0, -1), value] };
}
