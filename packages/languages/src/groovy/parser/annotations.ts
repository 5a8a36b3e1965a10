import { forbidden } from "../failure.ts";
import type { Token } from "../tokens.ts";
import type { Cursor } from "./cursor.ts";

/** Annotations that would fetch or run something while the script is read. */
const REFUSED = new Set([
  "Grab",
  "Grapes",
  "GrabConfig",
  "GrabExclude",
  "GrabResolver",
  "ASTTest",
  "GroovyASTTransformation",
]);

/** Reads over annotations and answers them as they are written, each with its arguments; few change anything here. */
export function skipAnnotations(c: Cursor): string[] {
  const names: string[] = [];
  while (c.is("@") && c.peek().type === "name") {
    const at = c.next().start;
    let name = c.next().text;
    while (c.is(".") && c.peek().type === "name") {
      c.next();
      name = c.next().text;
    }
    if (REFUSED.has(name)) throw forbidden(c.source, at, `@${name}: nothing is loaded from elsewhere`);
    const from = c.token.start;
    if (c.is("(") && c.token.adjoins) {
      const close = c.closing(c.at);
      if (close < 0) throw c.fail("This annotation is not closed: expected )");
      c.at = close + 1;
      name += c.source.slice(from, (c.tokens[close] as Token).end);
    }
    names.push(name);
  }
  return names;
}
