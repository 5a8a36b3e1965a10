import type { Expr, Stmt } from "../syntax.ts";

/** The statements with the last one made to be the result, as Groovy does where no `return` is written. */
export function withResult(body: readonly Stmt[]): readonly Stmt[] {
  // Methods and classes may stand after the last statement: they are no statements that run.
  const end = body.findLastIndex(({ kind }) => kind !== "method" && kind !== "class") + 1;
  const last = body[end - 1];
  if (!last) return body;
  const before = [...body.slice(end), ...body.slice(0, end - 1)];
  if (last.kind === "declare") {
    const variable = last.names.at(-1);
    if (!variable) return body;
    const value: Expr = { kind: "name", name: variable.name, at: variable.at };
    return [...before, last, { kind: "return", value, at: last.at }];
  }
  return [...before, resultOf(last)];
}

function resultOf(stmt: Stmt): Stmt {
  switch (stmt.kind) {
    case "expr":
      return { kind: "return", value: stmt.value, at: stmt.at };
    case "block":
      return { ...stmt, body: withResult(stmt.body) };
    case "if":
      return { ...stmt, yes: resultOf(stmt.yes), no: stmt.no ? resultOf(stmt.no) : null };
    case "labelled":
      return { ...stmt, body: resultOf(stmt.body) };
    case "try": {
      const catches = stmt.catches.map((one) => ({ ...one, body: withResult(one.body) }));
      return { ...stmt, body: withResult(stmt.body), catches };
    }
    case "switch": {
      const cases = stmt.cases.map((one, i) => ({
        ...one,
        body: one.arrow || i === stmt.cases.length - 1 ? withResult(one.body) : beforeBreak(one.body),
      }));
      return { ...stmt, cases };
    }
    default:
      return stmt;
  }
}

/** In a case, the statement before the closing `break` is the result; without one it falls through. */
function beforeBreak(body: readonly Stmt[]): readonly Stmt[] {
  const last = body.at(-1);
  if (last?.kind !== "break" || last.label !== null) return body;
  return withResult(body.slice(0, -1)).concat(last);
}
