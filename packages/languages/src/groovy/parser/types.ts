import type { TypeName } from "../syntax.ts";
import { PRIMITIVES, type Token } from "../tokens.ts";
import type { Cursor } from "./cursor.ts";

/** Reads a type: `def` and `var` are no type at all, arguments in `< >` are read over. */
export function parseType(c: Cursor): TypeName | null {
  if (c.take("def")) return null;
  if (c.isWord("var") && c.isName(c.peek())) {
    c.next();
    return null;
  }
  const end = typeEnd(c, c.at);
  if (end < 0) throw c.fail("Expected a type");
  const first = c.token;
  let name = "";
  let dims = 0;
  let depth = 0;
  for (; c.at < end; c.at++) {
    const { text } = c.token;
    if (text === "<") depth++;
    else if (text === ">") depth--;
    else if (depth > 0) continue;
    else if (text === "[") dims++;
    else if (text !== "]") name += text;
  }
  return { name, dims, at: first.start };
}

/** The index after a type that begins at a token, or -1 when none does. */
export function typeEnd(c: Cursor, start: number): number {
  const at = (index: number) => c.tokens[Math.min(index, c.tokens.length - 1)] as Token;
  let i = start;
  const first = at(i);
  if (first.type === "keyword" ? !PRIMITIVES.has(first.text) : first.type !== "name") return -1;
  i++;
  while (at(i).text === "." && at(i).type === "op" && at(i + 1).type === "name") i += 2;
  if (at(i).text === "<" && at(i).type === "op") {
    i = argumentsEnd(c, i);
    if (i < 0) return -1;
    while (at(i).text === "." && at(i + 1).type === "name") i += 2;
  }
  while (at(i).text === "[" && at(i).type === "op" && at(i + 1).text === "]") i += 2;
  return i;
}

const IN_ARGUMENTS = new Set([".", ",", "?", "[", "]", "&", "@"]);

/** The index after `<…>`, or -1 when what stands there is no list of types. */
function argumentsEnd(c: Cursor, start: number): number {
  let depth = 0;
  for (let i = start; i < c.tokens.length; i++) {
    const token = c.tokens[i] as Token;
    if (token.type === "op") {
      if (token.text === "<") depth++;
      else if (token.text === ">") {
        if (--depth === 0) return i + 1;
      } else if (!IN_ARGUMENTS.has(token.text)) return -1;
    } else if (token.type === "keyword") {
      if (!PRIMITIVES.has(token.text) && token.text !== "extends" && token.text !== "super") return -1;
    } else if (token.type !== "name") return -1;
  }
  return -1;
}

/** Whether a name looks like a class: Groovy's own parser goes by the capital, too. */
export function looksLikeClass(name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return PRIMITIVES.has(name) || /^\p{Lu}/u.test(last);
}
