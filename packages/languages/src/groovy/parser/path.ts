import type { Argument, Expr } from "../syntax.ts";
import { PRIMITIVES } from "../tokens.ts";
import { parseClosure, parseGString, parseListOrMap } from "./collections.ts";
import { parseNew } from "./creation.ts";
import type { Cursor } from "./cursor.ts";
import { parseExpression } from "./expressions.ts";
import { parseParams } from "./params.ts";
import { parseStatementsOf } from "./statements.ts";
import { parseSwitchExpression } from "./switch.ts";

/** Reads a primary and all that hangs on it: properties, calls, elements, closures, `++`. */
export function parsePath(c: Cursor, object?: Expr): Expr {
  let left: Expr = object ? memberOf(c, object, { safe: false, spread: false, attribute: false }) : parsePrimary(c);
  for (;;) {
    const next = parseSuffix(c, left);
    if (!next) break;
    left = next;
  }
  if ((c.isHere("++") || c.isHere("--")) && isTarget(left)) {
    const op = c.next();
    return { kind: "step", op: op.text as "++" | "--", prefix: false, target: left, at: op.start };
  }
  return left;
}

function isTarget(expr: Expr): boolean {
  return expr.kind === "name" || expr.kind === "property" || expr.kind === "index";
}

function parseSuffix(c: Cursor, left: Expr): Expr | undefined {
  const { token } = c;
  if (token.type !== "op") return undefined;
  switch (token.text) {
    case ".":
    case "?.":
    case "??.":
    case "*.":
    case ".@":
      c.next();
      return memberOf(c, left, {
        safe: token.text === "?." || token.text === "??.",
        spread: token.text === "*.",
        attribute: token.text === ".@",
      });
    case ".&":
    case "::":
      return parseReference(c, left);
    case "(":
      return c.here ? parseCall(c, left) : undefined;
    case "[":
    case "?[":
      return c.here ? parseIndex(c, left) : undefined;
    case "{":
      return c.here && takesClosure(left) ? withClosure(c, left) : undefined;
    default:
      return undefined;
  }
}

function memberOf(c: Cursor, object: Expr, how: { safe: boolean; spread: boolean; attribute: boolean }): Expr {
  const attribute = how.attribute || c.take("@");
  if (c.is("<")) skipTypeArguments(c);
  const { token } = c;
  const shape = { kind: "property" as const, object, safe: how.safe, spread: how.spread, attribute, at: token.start };
  if (token.type === "name" || token.type === "keyword" || token.type === "string") {
    c.next();
    return { ...shape, name: token.text };
  }
  if (token.type === "gstring") return { ...shape, name: parseGString(c) };
  if (token.type === "op" && token.text === "(") {
    c.next();
    const name = c.within(true, () => parseExpression(c));
    c.expect(")", "after the name of the property");
    return { ...shape, name };
  }
  if (token.type === "op" && (token.text === "*" || token.text === "**")) {
    c.next();
    return { ...shape, name: token.text };
  }
  throw c.fail("Expected the name of a property or method after the dot");
}

function skipTypeArguments(c: Cursor): void {
  let depth = 0;
  do {
    if (c.is("<")) depth++;
    else if (c.is(">")) depth--;
    else if (c.token.type === "end") throw c.fail("Expected >");
    c.next();
  } while (depth > 0);
}

function parseReference(c: Cursor, object: Expr): Expr {
  const { start } = c.next();
  const { token } = c;
  if (token.type === "gstring") return { kind: "methodRef", object, name: parseGString(c), at: start };
  if (token.type !== "name" && token.type !== "keyword" && token.type !== "string") {
    throw c.fail("Expected the name of a method");
  }
  c.next();
  return { kind: "methodRef", object, name: token.text, at: start };
}

function parseCall(c: Cursor, left: Expr): Expr {
  const { start } = c.next();
  const args = c.within(true, () => parseArguments(c, ")"));
  c.expect(")", "after the arguments");
  return callOf(left, args, start);
}

/** The call of what was read so far: by name where it is one, else of its value. */
function callOf(left: Expr, args: readonly Argument[], at: number): Expr {
  // A text before arguments is the name of a method: `'s:Body'(x)`, `"$tag" { … }`.
  if (left.kind === "gstring") return { kind: "call", object: null, name: left, args, safe: false, spread: false, at };
  if (left.kind === "literal" && typeof left.value === "string")
    return { kind: "call", object: null, name: left.value, args, safe: false, spread: false, at: left.at };
  if (left.kind === "name")
    return { kind: "call", object: null, name: left.name, args, safe: false, spread: false, at: left.at };
  if (left.kind === "property" && !left.attribute) {
    const { object, name, safe, spread } = left;
    return { kind: "call", object, name, args, safe, spread, at: left.at };
  }
  if (left.kind === "this" || left.kind === "super") {
    return { kind: "call", object: left, name: "<init>", args, safe: false, spread: false, at: left.at };
  }
  return { kind: "callValue", callee: left, args, at };
}

function parseIndex(c: Cursor, left: Expr): Expr {
  const open = c.next();
  const args = c.within(true, () => parseArguments(c, "]"));
  c.expect("]", "after the index");
  return { kind: "index", object: left, args, safe: open.text === "?[", at: open.start };
}

function takesClosure(left: Expr): boolean {
  return (
    (left.kind === "literal" && typeof left.value === "string") ||
    left.kind === "gstring" ||
    left.kind === "name" ||
    (left.kind === "property" && !left.attribute) ||
    left.kind === "call" ||
    left.kind === "callValue"
  );
}

/** `foo(1) { … }`: the closure is one more argument. */
function withClosure(c: Cursor, left: Expr): Expr {
  const { start } = c.token;
  const value = parseClosure(c);
  const argument: Argument = { value, spread: false, key: null };
  if (left.kind === "call" || left.kind === "callValue") return { ...left, args: [...left.args, argument] };
  return callOf(left, [argument], start);
}

/** Reads arguments or list items up to the closing bracket. */
export function parseArguments(c: Cursor, close: string): Argument[] {
  const args: Argument[] = [];
  while (!c.is(close)) {
    args.push(parseArgument(c, parseExpression));
    if (!c.take(",")) break;
  }
  return args;
}

/** One argument: `x`, `*list`, `name: x`, `(key): x`, `*: map`. */
export function parseArgument(c: Cursor, read: (c: Cursor) => Expr): Argument {
  const { token } = c;
  if (c.is("*")) {
    c.next();
    if (c.take(":")) return { value: read(c), spread: true, key: { kind: "literal", value: null, at: token.start } };
    return { value: read(c), spread: true, key: null };
  }
  const follows = c.peek();
  if (follows.type === "op" && follows.text === ":") {
    const key = simpleKey(c);
    if (key) {
      c.next();
      return { value: read(c), spread: false, key };
    }
  }
  const value = read(c);
  if (!c.take(":")) return { value, spread: false, key: null };
  return { value: read(c), spread: false, key: value };
}

/** A key that stands for itself: a name is a text there, not a variable. */
function simpleKey(c: Cursor): Expr | undefined {
  const { token } = c;
  if (token.type === "name" || token.type === "keyword") {
    c.next();
    return { kind: "literal", value: token.text, at: token.start };
  }
  if (token.type === "string" || token.type === "number") {
    c.next();
    return { kind: "literal", value: token.value ?? null, at: token.start };
  }
  return token.type === "gstring" ? parseGString(c) : undefined;
}

function parsePrimary(c: Cursor): Expr {
  const { token } = c;
  const at = token.start;
  switch (token.type) {
    case "number":
    case "string":
      c.next();
      return { kind: "literal", value: token.value ?? null, at };
    case "gstring":
      return parseGString(c);
    case "name":
      return parseNameOrLambda(c);
    case "op":
      if (token.text === "(") return parseParenthesis(c);
      if (token.text === "[") return parseListOrMap(c);
      if (token.text === "{") return parseClosure(c);
      break;
    case "keyword": {
      const word = parseKeyword(c);
      if (word) return word;
      break;
    }
  }
  throw c.fail("Expected an expression");
}

function parseNameOrLambda(c: Cursor): Expr {
  const token = c.token;
  if (!c.noLambda && c.peek().type === "op" && c.peek().text === "->") {
    c.next();
    const params = [{ name: token.text, type: null, initial: null, varargs: false, at: token.start }];
    return parseLambdaBody(c, params, token.start);
  }
  c.next();
  // `String[].class`
  if (c.is("[") && c.peek().text === "]" && c.peek(2).text !== "=") {
    let dims = 0;
    for (; c.is("[") && c.peek().text === "]"; c.at += 2) dims++;
    return { kind: "classRef", type: { name: token.text, dims, at: token.start }, at: token.start };
  }
  return { kind: "name", name: token.text, at: token.start };
}

function parseLambdaBody(c: Cursor, params: Parameters<typeof lambda>[0], at: number): Expr {
  c.expect("->", "in a lambda");
  if (c.is("{")) {
    const body = c.within(false, () => parseStatementsOf(c, "the lambda"));
    return lambda(params, body, at, (c.tokens[c.at - 1] as { end: number }).end);
  }
  const value = c.deeper(() => parseExpression(c));
  return lambda(params, [{ kind: "expr", value, at: value.at }], at, c.token.start);
}

function lambda(
  params: NonNullable<Extract<Expr, { kind: "closure" }>["params"]>,
  body: Extract<Expr, { kind: "closure" }>["body"],
  at: number,
  end: number,
): Expr {
  return { kind: "closure", params, body, at, end };
}

function parseParenthesis(c: Cursor): Expr {
  const open = c.token;
  const close = c.closing(c.at);
  if (close >= 0 && !c.noLambda) {
    const after = c.tokens[close + 1];
    if (after?.type === "op" && after.text === "->") {
      c.next();
      const params = c.within(true, () => parseParams(c, ")"));
      c.expect(")", "after the parameters");
      return parseLambdaBody(c, params, open.start);
    }
  }
  c.next();
  const value = c.within(true, () => parseExpression(c));
  c.expect(")", "to close the parenthesis");
  return value;
}

function parseKeyword(c: Cursor): Expr | undefined {
  const { token } = c;
  const at = token.start;
  switch (token.text) {
    case "this":
    case "super":
      c.next();
      return { kind: token.text, at };
    case "null":
    case "true":
    case "false":
      c.next();
      return { kind: "literal", value: token.text === "null" ? null : token.text === "true", at };
    case "new":
      return parseNew(c);
    case "switch":
      return parseSwitchExpression(c);
  }
  if (PRIMITIVES.has(token.text)) {
    c.next();
    let dims = 0;
    for (; c.is("[") && c.peek().text === "]"; c.at += 2) dims++;
    return { kind: "classRef", type: { name: token.text, dims, at }, at };
  }
  if (c.isName()) {
    c.next();
    return { kind: "name", name: token.text, at };
  }
  return undefined;
}
