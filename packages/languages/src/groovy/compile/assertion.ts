import { inspected } from "../library/inspect.ts";
import type { Obj } from "../runtime/object.ts";
import { textOf } from "../runtime/text.ts";
import { throwNew } from "../runtime/throwable.ts";
import { truth } from "../runtime/truth.ts";
import type { Expr, Stmt } from "../syntax.ts";
import { drawn } from "./assertion-diagram.ts";
import { compileExpr } from "./expressions.ts";
import { type Exec, type Frame, NEXT, type Node } from "./frame.ts";
import type { Scope } from "./scope.ts";

/** Kinds of expression whose values a failed assertion shows; what is written out shows itself. */
const SHOWN: ReadonlySet<Expr["kind"]> = new Set([
  "name",
  "property",
  "call",
  "callValue",
  "index",
  "binary",
  "and",
  "or",
  "unary",
  "instanceof",
  "new",
]);

/** Compiles a part of an assertion so that its value is kept where it stands. */
export function compileRecorded(expr: Expr, scope: Scope, compile: (expr: Expr, scope: Scope) => Node): Node {
  if (expr.kind === "closure") {
    scope.unit.recording = false;
    const node = compile(expr, scope);
    scope.unit.recording = true;
    return node;
  }
  const node = compile(expr, scope);
  if (!SHOWN.has(expr.kind)) return node;
  const { at } = expr;
  return (f) => {
    const value = node(f);
    f.run.recorded?.push({ at, value });
    return value;
  };
}

/** Compiles `assert`: with a message of its own, or with one that shows every value where it stands. */
export function compileAssert(stmt: Extract<Stmt, { kind: "assert" }>, scope: Scope): Exec {
  const { at, text, test: expr } = stmt;
  const message = stmt.message ? compileExpr(stmt.message, scope) : undefined;
  scope.unit.recording = true;
  const test = compileExpr(expr, scope);
  scope.unit.recording = false;
  const names = message ? namesIn(expr).map((one) => ({ name: one.name, read: compileExpr(one, scope) })) : [];
  return (f: Frame) => {
    const { run } = f;
    const before = run.recorded;
    run.recorded = [];
    const holds = truth(test(f));
    const values = run.recorded;
    run.recorded = before;
    if (holds) return NEXT;
    run.at = at;
    if (message) {
      const shown = names.map(({ name, read }) => `${name} = ${textOf(read(f))}`);
      const more = shown.length > 0 ? `. Values: ${shown.join(", ")}` : "";
      const what = written(expr) ?? text;
      throw throwNew("java.lang.AssertionError", `${textOf(message(f))}. Expression: ${what}${more}`);
    }
    const line = `assert ${text}`;
    throw throwNew(
      "org.codehaus.groovy.runtime.powerassert.PowerAssertionError",
      line.includes("\n") ? line : drawn(line, at, values, shownValue),
    );
  };
}

function shownValue(value: Obj): string {
  return inspected(value);
}

/** The variables that stand in operators, each once. */
function namesIn(expr: Expr): Extract<Expr, { kind: "name" }>[] {
  if (expr.kind === "name") return [expr];
  if (expr.kind !== "binary" && expr.kind !== "and" && expr.kind !== "or") return [];
  const all = [...namesIn(expr.left), ...namesIn(expr.right)];
  return all.filter((one, i) => all.findIndex(({ name }) => name === one.name) === i);
}

/** An expression as Groovy writes it out again, operators in parentheses; undefined for what is not written here. */
function written(expr: Expr): string | undefined {
  switch (expr.kind) {
    case "literal":
      return textOf(expr.value);
    case "name":
      return expr.name;
    case "binary":
      return joined([expr.left, expr.right], ` ${expr.op} `, "(", ")");
    case "and":
      return joined([expr.left, expr.right], " && ", "(", ")");
    case "or":
      return joined([expr.left, expr.right], " || ", "(", ")");
    case "unary":
      return joined([expr.operand], "", expr.op, "");
    case "list":
      return joined(
        expr.items.map((item) => item.value),
        ", ",
        "[",
        "]",
      );
    case "property":
      return typeof expr.name === "string"
        ? joined([expr.object], "", "", `${expr.safe ? "?" : ""}.${expr.name}`)
        : undefined;
    case "call": {
      if (typeof expr.name !== "string") return undefined;
      const args = joined(
        expr.args.map((arg) => arg.value),
        ", ",
        "(",
        ")",
      );
      const object = expr.object ? written(expr.object) : "this";
      return args === undefined || object === undefined ? undefined : `${object}.${expr.name}${args}`;
    }
    default:
      return undefined;
  }
}

function joined(parts: readonly Expr[], between: string, before: string, after: string): string | undefined {
  const texts = parts.map(written);
  return texts.includes(undefined) ? undefined : before + texts.join(between) + after;
}
