import type { Argument, Expr, Param, Stmt } from "../syntax.ts";
import type { Token } from "../tokens.ts";
import { Cursor } from "./cursor.ts";
import { parseParams } from "./params.ts";
import { parseArguments } from "./path.ts";
import { parseStatements } from "./statements.ts";

/** Reads `[1, 2]`, `[a: 1]`, `[]` or `[:]`. */
export function parseListOrMap(c: Cursor): Expr {
  const open = c.next();
  const at = open.start;
  if (c.is(":") && c.peek().text === "]") {
    c.at += 2;
    return { kind: "map", entries: [], at };
  }
  const items = c.within(true, () => parseArguments(c, "]"));
  c.expect("]", "to close the list");
  const keyed = items.filter((item) => item.key !== null);
  if (keyed.length === 0) return { kind: "list", items, at };
  if (keyed.length !== items.length) throw c.fail("A list cannot hold both values and keys", open);
  return { kind: "map", entries: items, at };
}

/** Reads a GString: its texts, and each expression from the tokens that the lexer kept for it. */
export function parseGString(c: Cursor): Expr {
  const token = c.next();
  const values = (token.holes ?? []).map((hole) => parseHole(c, token, hole));
  return { kind: "gstring", texts: token.texts ?? [], values, at: token.start };
}

function parseHole(outer: Cursor, token: Token, hole: readonly Token[]): Expr {
  return outer.deeper(() => {
    const c = new Cursor(outer.source, hole);
    c.className = outer.className;
    if (c.is("->")) {
      c.next();
      return { kind: "closure", params: [], body: parseStatements(c), at: token.start, end: token.end };
    }
    const body = parseStatements(c);
    if (c.token.type !== "end") throw c.fail("Expected } after the expression");
    const [only] = body;
    if (!only) return { kind: "literal", value: null, at: token.start };
    if (body.length === 1 && only.kind === "expr") return only.value;
    const callee: Expr = { kind: "closure", params: [], body, at: token.start, end: token.end };
    return { kind: "callValue", callee, args: [], at: token.start };
  });
}

/** Reads `{ … }`, `{ x -> … }` or `{ -> … }`. */
export function parseClosure(c: Cursor): Extract<Expr, { kind: "closure" }> {
  const open = c.expect("{", "to begin a closure");
  return c.within(false, () => {
    let params: Param[] | null = null;
    if (hasArrow(c)) {
      params = parseParams(c, "->");
      c.expect("->", "after the parameters");
    }
    const body: Stmt[] = parseStatements(c);
    const close = c.expect("}", "to close the closure");
    return { kind: "closure", params, body, at: open.start, end: close.end };
  });
}

/** Whether parameters stand at the cursor: an arrow comes before the first thing that no parameter list holds. */
export function hasArrow(c: Cursor): boolean {
  let depth = 0;
  for (let i = c.at; i < c.tokens.length; i++) {
    const token = c.tokens[i] as Token;
    if (token.type === "end") return false;
    if (token.type === "keyword" && STATEMENTS.has(token.text)) return false;
    if (token.type !== "op") continue;
    if (token.text === "->" && depth === 0) return true;
    if (token.text === "(" || token.text === "[" || token.text === "?[" || token.text === "<") depth++;
    else if (token.text === ")" || token.text === "]" || token.text === ">") depth--;
    else if (token.text === "{" || token.text === "}" || token.text === ";") return false;
    if (depth < 0) return false;
  }
  return false;
}

const STATEMENTS = new Set([
  "if",
  "for",
  "while",
  "switch",
  "return",
  "try",
  "throw",
  "assert",
  "import",
  "class",
  "new",
]);

/** The arguments without names. */
export function positional(args: readonly Argument[]): Argument[] {
  return args.filter((arg) => arg.key === null);
}
