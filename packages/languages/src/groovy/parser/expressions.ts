import { negateLiteral } from "../literal.ts";
import type { Obj } from "../runtime/object.ts";
import type { Expr } from "../syntax.ts";
import { PRIMITIVES, type Token } from "../tokens.ts";
import { parseCommand } from "./command.ts";
import type { Cursor } from "./cursor.ts";
import { parsePath } from "./path.ts";
import { looksLikeClass, parseType, typeEnd } from "./types.ts";

/** How strongly each binary operator binds. */
const STRENGTH: ReadonlyMap<string, number> = new Map([
  ["||", 1],
  ["&&", 2],
  ["|", 3],
  ["^", 4],
  ["&", 5],
  ["=~", 6],
  ["==~", 6],
  ["==", 7],
  ["!=", 7],
  ["<=>", 7],
  ["===", 7],
  ["!==", 7],
  ["<", 8],
  ["<=", 8],
  [">", 8],
  [">=", 8],
  ["in", 8],
  ["!in", 8],
  ["instanceof", 8],
  ["!instanceof", 8],
  ["as", 8],
  ["<<", 9],
  [">>", 9],
  [">>>", 9],
  ["..", 9],
  ["..<", 9],
  ["<..", 9],
  ["<..<", 9],
  ["+", 10],
  ["-", 10],
  ["*", 11],
  ["/", 11],
  ["%", 11],
]);

const ASSIGNMENTS = new Set(["=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "?="]);

/** Reads an expression, assignments included. */
export function parseExpression(c: Cursor): Expr {
  return assignmentOf(c, parseTernary(c), false);
}

/** Reads an expression that may be a call without parentheses: `println 'x'`, `a = foo 1, 2`. */
export function parseStatementExpression(c: Cursor): Expr {
  const start = c.at;
  const left = parseTernary(c);
  if (ASSIGNMENTS.has(c.token.text) && c.token.type === "op") return assignmentOf(c, left, true);
  return parseCommand(c, start, left);
}

function assignmentOf(c: Cursor, left: Expr, commands: boolean): Expr {
  const op = c.token;
  if (op.type !== "op" || !ASSIGNMENTS.has(op.text)) return left;
  const target = left.kind === "literal" && typeof left.value === "string" ? nameOf(left.value, left.at) : left;
  if (target.kind !== "name" && target.kind !== "property" && target.kind !== "index") {
    throw c.fail("Only a variable, a property or an element can be assigned to");
  }
  c.next();
  const value = c.deeper(() => (commands ? parseStatementExpression(c) : parseExpression(c)));
  return { kind: "assign", op: op.text, target, value, at: op.start };
}

function nameOf(name: string, at: number): Expr {
  return { kind: "name", name, at };
}

/** Reads a condition with its two branches, or what stands without one. */
export function parseTernary(c: Cursor): Expr {
  const test = parseBinary(c, 1);
  if (c.is("?:")) {
    const { start } = c.next();
    return { kind: "elvis", left: test, right: c.deeper(() => parseTernary(c)), at: start };
  }
  if (!c.is("?")) return test;
  const { start } = c.next();
  const { noLambda } = c;
  const yes = c.deeper(() => parseExpression(c));
  c.expect(":", "in a ? b : c");
  c.noLambda = noLambda;
  const no = c.deeper(() => parseTernary(c));
  return { kind: "ternary", test, yes, no, at: start };
}

/** The binary operator at the cursor; `>>` and `>>>` are made of single `>`, `!in` of two tokens. */
function binaryOperator(c: Cursor): { op: string; count: number } | undefined {
  const { token } = c;
  if (token.type === "keyword") {
    return token.text === "in" || token.text === "instanceof" || token.text === "as"
      ? { op: token.text, count: 1 }
      : undefined;
  }
  if (token.type !== "op") return undefined;
  if (token.text === "!") {
    const next = c.peek();
    return next.type === "keyword" && next.adjoins && (next.text === "in" || next.text === "instanceof")
      ? { op: `!${next.text}`, count: 2 }
      : undefined;
  }
  if (token.text === ">" && isClose(c.peek()))
    return isClose(c.peek(2)) ? { op: ">>>", count: 3 } : { op: ">>", count: 2 };
  // A line that begins with a sign is a statement of its own.
  if ((token.text === "+" || token.text === "-") && !c.here) return undefined;
  return STRENGTH.has(token.text) ? { op: token.text, count: 1 } : undefined;
}

function isClose(token: Token): boolean {
  return token.type === "op" && token.text === ">" && token.adjoins;
}

function parseBinary(c: Cursor, weakest: number): Expr {
  let left = parseUnary(c);
  for (;;) {
    const found = binaryOperator(c);
    if (!found) return left;
    const strength = STRENGTH.get(found.op) as number;
    if (strength < weakest) return left;
    const at = c.token.start;
    c.at += found.count;
    left = rightOf(c, left, found.op, strength, at);
  }
}

function rightOf(c: Cursor, left: Expr, op: string, strength: number, at: number): Expr {
  if (op === "as" || op === "instanceof" || op === "!instanceof") {
    const type = parseType(c);
    if (!type) throw c.fail("Expected a type");
    return op === "as"
      ? { kind: "as", type, value: left, at }
      : { kind: "instanceof", value: left, type, not: op !== "instanceof", at };
  }
  const right = c.deeper(() => parseBinary(c, strength + 1));
  if (op === "&&" || op === "||") return { kind: op === "&&" ? "and" : "or", left, right, at };
  if (op.includes("..")) {
    return { kind: "range", from: left, to: right, openFrom: op.startsWith("<"), openTo: op.endsWith("<"), at };
  }
  return { kind: "binary", op, left, right, at };
}

function parseUnary(c: Cursor): Expr {
  const { token } = c;
  if (token.type === "op" && (token.text === "-" || token.text === "+")) {
    c.next();
    const operand = c.deeper(() => parseUnary(c));
    if (operand.kind === "literal" && token.text === "-") {
      const value: Obj | undefined = negateLiteral(operand.value);
      if (value !== undefined) return { kind: "literal", value, at: token.start };
    }
    return { kind: "unary", op: token.text, operand, at: token.start };
  }
  if (token.type === "op" && (token.text === "++" || token.text === "--")) {
    c.next();
    const target = c.deeper(() => parseUnary(c));
    return { kind: "step", op: token.text, prefix: true, target, at: token.start };
  }
  let left = parseNot(c);
  while (c.isHere("**")) {
    const at = c.next().start;
    const signed = c.is("-") || c.is("+");
    left = { kind: "binary", op: "**", left, right: c.deeper(() => (signed ? parseUnary(c) : parseNot(c))), at };
  }
  return left;
}

function parseNot(c: Cursor): Expr {
  const { token } = c;
  if (token.type === "op" && (token.text === "!" || token.text === "~")) {
    c.next();
    return { kind: "unary", op: token.text, operand: c.deeper(() => parseNot(c)), at: token.start };
  }
  if (token.type === "op" && token.text === "(") {
    const cast = parseCast(c);
    if (cast) return cast;
  }
  return parsePath(c);
}

/** `(Type) value`, when what stands in the parentheses is a type and what follows can be its value. */
function parseCast(c: Cursor): Expr | undefined {
  const open = c.token;
  const end = typeEnd(c, c.at + 1);
  const close = c.tokens[end];
  if (end < 0 || close?.type !== "op" || close.text !== ")") return undefined;
  const first = c.peek();
  const primitive = PRIMITIVES.has(first.text);
  const array = (c.tokens[end - 1] as Token).text === "]";
  const generic = (c.tokens[end - 1] as Token).text === ">";
  if (!primitive && !array && !generic && !looksLikeClass((c.tokens[end - 1] as Token).text)) return undefined;
  const after = c.tokens[end + 1] as Token;
  if (!startsValue(after, primitive)) return undefined;
  if (after.nl && !c.flat) return undefined;
  c.next();
  const type = parseType(c);
  c.expect(")", "after the type");
  if (!type) return undefined;
  const value = c.deeper(() => (c.is("-") || c.is("+") ? parseUnary(c) : parseNot(c)));
  return { kind: "cast", type, value, at: open.start };
}

/** Whether a token can begin the value of a cast. A constant in parentheses may be followed by `-` or `[`, too. */
function startsValue(token: Token, primitive: boolean): boolean {
  switch (token.type) {
    case "name":
    case "number":
    case "string":
    case "gstring":
      return true;
    case "keyword":
      return ["this", "super", "null", "true", "false", "new", "switch"].includes(token.text);
    case "op":
      return (
        ["(", "[", "{", "!", "~"].includes(token.text) || (primitive && ["-", "+", "++", "--"].includes(token.text))
      );
    default:
      return false;
  }
}
