import type { Expr } from "../syntax.ts";
import { skipAnnotations } from "./annotations.ts";
import { parseClassBody } from "./classes.ts";
import { parseListOrMap } from "./collections.ts";
import type { Cursor } from "./cursor.ts";
import { parseExpression } from "./expressions.ts";
import { parseArguments } from "./path.ts";
import { typeEnd } from "./types.ts";

/** Reads `new Type(…)`, `new Type(…) { … }`, `new int[3]` or `new int[] {1, 2}`. */
export function parseNew(c: Cursor): Expr {
  const at = c.next().start;
  skipAnnotations(c);
  const first = c.token;
  const name = createdName(c);
  const type = { name, dims: 0, at: first.start };
  if (c.is("[")) return parseNewArray(c, name, at);
  if (!c.isHere("(")) throw c.fail("Expected ( or [ after the type");
  c.next();
  const args = c.within(true, () => parseArguments(c, ")"));
  c.expect(")", "after the arguments");
  if (!c.isHere("{")) return { kind: "new", type, args, body: null, at };
  const body = parseClassBody(c, {
    name: "",
    kind: "class",
    parent: type,
    interfaces: [],
    annotations: [],
    at,
  });
  return { kind: "new", type, args, body, at };
}

function createdName(c: Cursor): string {
  const end = typeEnd(c, c.at);
  if (end < 0) throw c.fail("Expected a class after new");
  let name = "";
  let depth = 0;
  for (; c.at < end && !(depth === 0 && c.is("[")); c.at++) {
    if (c.is("<")) depth++;
    else if (c.is(">")) depth--;
    else if (depth === 0) name += c.token.text;
  }
  return name;
}

function parseNewArray(c: Cursor, name: string, at: number): Expr {
  const sizes: Expr[] = [];
  let dims = 0;
  while (c.isHere("[")) {
    c.next();
    dims++;
    if (!c.is("]")) sizes.push(c.within(true, () => parseExpression(c)));
    c.expect("]", "after the size");
  }
  let items: Expr | null = null;
  if (sizes.length === 0) {
    if (!c.is("{")) throw c.fail("Expected the items of the array in braces");
    items = parseItems(c);
  }
  return { kind: "newArray", type: { name, dims, at }, sizes, items, at };
}

/** `{1, {2, 3}}` after `new int[]`. */
function parseItems(c: Cursor): Expr {
  const open = c.expect("{", "to begin the items");
  return c.within(true, () => {
    const items = [];
    while (!c.is("}")) {
      const value = c.is("{") ? parseItems(c) : c.is("[") ? parseListOrMap(c) : parseExpression(c);
      items.push({ value, spread: false, key: null });
      if (!c.take(",")) break;
    }
    c.expect("}", "after the items");
    return { kind: "list", items, at: open.start } as const;
  });
}
