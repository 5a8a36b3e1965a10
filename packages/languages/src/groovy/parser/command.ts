import type { Argument, Expr } from "../syntax.ts";
import type { Cursor } from "./cursor.ts";
import { parseExpression } from "./expressions.ts";
import { parseArgument, parsePath } from "./path.ts";

/** Reads the arguments of a call without parentheses, if the expression just read can have some. */
export function parseCommand(c: Cursor, start: number, head: Expr): Expr {
  if ((head.kind !== "name" && head.kind !== "property") || !argumentStarts(c)) return head;
  // `(a) b` and `-a b` are no calls: the expression must be a bare path.
  const first = c.tokens[start];
  if (first?.type === "op" && first.text !== "[" && first.text !== "{") return head;
  let call: Expr = applied(head, commandArguments(c));
  // `a b c d` is a(b).c(d).
  while (c.here && c.isName()) {
    const name = c.next();
    const object: Expr = call;
    if (argumentStarts(c)) {
      const args = commandArguments(c);
      call = { kind: "call", object, name: name.text, args, safe: false, spread: false, at: name.start };
    } else if (c.isHere("(") || c.isHere("{")) {
      c.at--;
      call = parsePath(c, object);
    } else {
      call = {
        kind: "property",
        object,
        name: name.text,
        safe: false,
        spread: false,
        attribute: false,
        at: name.start,
      };
    }
  }
  return call;
}

function applied(head: Expr, args: readonly Argument[]): Expr {
  if (head.kind === "property") {
    const { object, name, safe, spread, at } = head;
    return { kind: "call", object, name, args, safe, spread, at };
  }
  const name = head.kind === "name" ? head.name : "";
  return { kind: "call", object: null, name, args, safe: false, spread: false, at: head.at };
}

function commandArguments(c: Cursor): Argument[] {
  const args = [parseArgument(c, parseExpression)];
  while (c.isHere(",")) {
    c.next();
    args.push(parseArgument(c, parseExpression));
  }
  return args;
}

/** Whether the token at the cursor can begin an argument that has no parenthesis before it. */
function argumentStarts(c: Cursor): boolean {
  if (c.token.nl) return false;
  const { token } = c;
  switch (token.type) {
    case "name":
    case "number":
    case "string":
    case "gstring":
      return true;
    case "keyword":
      return ["this", "super", "null", "true", "false", "new", "switch"].includes(token.text) || c.peek().text === ":";
    case "op":
      return token.text === "[" && !token.adjoins;
    default:
      return false;
  }
}
