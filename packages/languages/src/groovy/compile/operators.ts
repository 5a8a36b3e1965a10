import { negateNumber } from "../runtime/arithmetic.ts";
import { invoke } from "../runtime/dispatch.ts";
import { isNumber } from "../runtime/number.ts";
import type { Obj } from "../runtime/object.ts";
import { binary, contains, isSame } from "../runtime/operators.ts";
import { compare } from "../runtime/order.ts";
import type { Expr } from "../syntax.ts";
import { compileEquality, compileExpr, compileTest } from "./expressions.ts";
import type { Node } from "./frame.ts";
import type { Scope } from "./scope.ts";

/** Compiles an operator between two values; Integers take the short way. */
export function compileBinary(expr: Extract<Expr, { kind: "binary" }>, scope: Scope): Node {
  const left = compileExpr(expr.left, scope);
  const right = compileExpr(expr.right, scope);
  const { op, at } = expr;
  switch (op) {
    case "+":
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === "number" && typeof b === "number") return (a + b) | 0;
        f.run.at = at;
        return binary(f.run, op, a, b);
      };
    case "-":
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === "number" && typeof b === "number") return (a - b) | 0;
        f.run.at = at;
        return binary(f.run, op, a, b);
      };
    case "*":
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === "number" && typeof b === "number") return Math.imul(a, b);
        f.run.at = at;
        return binary(f.run, op, a, b);
      };
    case "%":
      return (f) => {
        const a = left(f);
        const b = right(f);
        // `| 0` takes the sign from -0, which is no Integer.
        if (typeof a === "number" && typeof b === "number" && b !== 0) return (a % b) | 0;
        f.run.at = at;
        return binary(f.run, op, a, b);
      };
    case "==":
    case "!=": {
      const test = compileEquality(expr, scope);
      return (f) => test(f);
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compileComparison(op, left, right, at);
    case "<=>":
      return ordered(left, right, at, (a, b) => Math.sign(compare(a, b)));
    case "===":
      return ordered(left, right, at, isSame);
    case "!==":
      return ordered(left, right, at, (a, b) => !isSame(a, b));
    case "in":
    case "!in":
      return (f) => {
        const a = left(f);
        const b = right(f);
        f.run.at = at;
        return contains(f.run, b, a) === (op === "in");
      };
    default:
      return (f) => {
        const a = left(f);
        const b = right(f);
        f.run.at = at;
        return binary(f.run, op, a, b);
      };
  }
}

function ordered(left: Node, right: Node, at: number, how: (a: Obj, b: Obj) => Obj): Node {
  return (f) => {
    const a = left(f);
    const b = right(f);
    f.run.at = at;
    return how(a, b);
  };
}

function compileComparison(op: "<" | "<=" | ">" | ">=", left: Node, right: Node, at: number): Node {
  switch (op) {
    case "<":
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === "number" && typeof b === "number") return a < b;
        f.run.at = at;
        return compare(a, b) < 0;
      };
    case "<=":
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === "number" && typeof b === "number") return a <= b;
        f.run.at = at;
        return compare(a, b) <= 0;
      };
    case ">":
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === "number" && typeof b === "number") return a > b;
        f.run.at = at;
        return compare(a, b) > 0;
      };
    default:
      return (f) => {
        const a = left(f);
        const b = right(f);
        if (typeof a === "number" && typeof b === "number") return a >= b;
        f.run.at = at;
        return compare(a, b) >= 0;
      };
  }
}

/** Compiles `-x`, `+x`, `!x` or `~x`. */
export function compileUnary(expr: Extract<Expr, { kind: "unary" }>, scope: Scope): Node {
  const { op, at } = expr;
  if (op === "!") {
    const test = compileTest(expr.operand, scope);
    return (f) => !test(f);
  }
  const operand = compileExpr(expr.operand, scope);
  const method = { "-": "negative", "+": "positive", "~": "bitwiseNegate" }[op];
  return (f) => {
    const value = operand(f);
    if (op === "-" && isNumber(value)) return negateNumber(value);
    if (op === "+" && isNumber(value)) return value;
    f.run.at = at;
    return invoke(f.run, value, method, []);
  };
}
