import type { Declarator, Stmt } from "../syntax.ts";
import { MODIFIERS, PRIMITIVES, type Token } from "../tokens.ts";
import type { Cursor } from "./cursor.ts";
import { parseStatementExpression } from "./expressions.ts";
import { bare } from "./statements.ts";
import { parseType, typeEnd } from "./types.ts";

/** Whether variables are declared at the cursor. */
export function startsDeclaration(c: Cursor): boolean {
  const { token } = c;
  if (token.type === "keyword") {
    if (token.text === "def") return true;
    if (MODIFIERS.has(token.text) && token.text !== "default" && token.text !== "synchronized") return true;
    return PRIMITIVES.has(token.text) && isNamed(c, typeEnd(c, c.at));
  }
  if (token.type !== "name") return false;
  const end = typeEnd(c, c.at);
  if (!isNamed(c, end)) return false;
  if (token.text === "var") return true;
  // `foo bar` is a call unless it looks like a type: Groovy asks for a capital, brackets or a value, too.
  const last = c.tokens[end - 1] as Token;
  if (last.text === ">" || last.text === "]") return true;
  return /^\p{Lu}/u.test(last.text) || (c.tokens[end + 1]?.type === "op" && c.tokens[end + 1]?.text === "=");
}

function isNamed(c: Cursor, at: number): boolean {
  const name = c.tokens[at];
  if (at < 0 || !name || name.nl || !c.isName(name)) return false;
  // `x in list` and `x as Type` begin with two names, too.
  if (name.type === "keyword") return c.tokens[at + 1]?.text === "=";
  const after = c.tokens[at + 1];
  return !(after?.type === "op" && (after.text === "(" || after.text === ".") && !after.nl);
}

/** Reads `def x = 1, y`, `int i`, `final List<String> l = []` or `def (a, b) = list`. */
export function parseDeclaration(c: Cursor, annotations: readonly string[]): Stmt {
  const at = c.token.start;
  let typed = false;
  while (c.token.type === "keyword" && MODIFIERS.has(c.token.text)) {
    c.next();
    typed = true;
  }
  const omitted = typed && c.isName() && !isNamed(c, typeEnd(c, c.at));
  if (c.is("def") || c.isWord("var")) {
    c.next();
    if (c.is("(")) return parseAll(c, at);
  } else if (c.is("(") && typed) return parseAll(c, at);
  const more = !omitted && c.tokens[c.at - 1]?.text === "def" && !isNamed(c, typeEnd(c, c.at));
  const declaredDef = c.tokens[c.at - 1]?.text === "def" || c.tokens[c.at - 1]?.text === "var";
  const type = omitted || more || (declaredDef && !isNamed(c, typeEnd(c, c.at))) ? null : parseType(c);
  const names: Declarator[] = [];
  do {
    const name = c.name("the name of a variable");
    const initial = c.take("=") ? parseStatementExpression(c) : null;
    names.push({ name: name.text, type, initial, at: name.start });
  } while (c.take(","));
  return { kind: "declare", names, annotations, at };
}

function parseAll(c: Cursor, at: number): Stmt {
  c.next();
  const names: Declarator[] = [];
  c.within(true, () => {
    while (!c.is(")")) {
      const type = isNamed(c, typeEnd(c, c.at)) ? parseType(c) : null;
      const name = c.name("the name of a variable");
      names.push(bare(name.text, type, name.start));
      if (!c.take(",")) break;
    }
  });
  c.expect(")", "after the variables");
  c.expect("=", "after the variables");
  return { kind: "declareAll", names, initial: parseStatementExpression(c), at };
}
