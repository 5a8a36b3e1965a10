import { mortiseError } from "@mortise/contract";
import { tokenize } from "../lexer.ts";
import type { Import, Script } from "../syntax.ts";
import { skipAnnotations } from "./annotations.ts";
import { Cursor } from "./cursor.ts";
import { parseStatements } from "./statements.ts";

/** Scripts larger than this are refused before they are read. */
const MAX_SOURCE = 1_000_000;

/** Reads a script. Throws SCRIPT_SYNTAX, or SCRIPT_FORBIDDEN for what can be seen to be refused. */
export function parseScript(source: string): Script {
  if (source.length > MAX_SOURCE) {
    throw mortiseError("SCRIPT_SYNTAX", { what: `The script is longer than ${MAX_SOURCE} characters` });
  }
  const c = new Cursor(source, tokenize(source));
  const imports: Import[] = [];
  if (c.isWord("package")) skipPackage(c);
  for (;;) {
    while (c.take(";"));
    const before = c.at;
    const annotations = skipAnnotations(c);
    if (!c.is("import")) {
      if (annotations.length) c.at = before;
      break;
    }
    imports.push(parseImport(c));
  }
  const body = parseStatements(c);
  if (c.token.type !== "end") throw c.fail("Expected a statement");
  return { imports, body };
}

function skipPackage(c: Cursor): void {
  while (c.token.type !== "end" && !c.peek().nl && !c.is(";")) c.next();
  c.next();
}

function parseImport(c: Cursor): Import {
  const at = c.next().start;
  const isStatic = c.take("static");
  let name = c.name("the name of a class").text;
  let star = false;
  while (c.take(".")) {
    if (c.take("*")) {
      star = true;
      break;
    }
    const part = c.next();
    if (part.type !== "name" && part.type !== "keyword") throw c.fail("Expected a name after the dot");
    name += `.${part.text}`;
  }
  const alias = c.take("as") ? c.name("the other name").text : null;
  return { name, alias, star, static: isStatic, at };
}
