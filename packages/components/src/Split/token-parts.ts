import { checkPart } from "./limits.ts";

/** The name in a token that is a start tag, such as `<order>` or `<a:order>`; undefined for any other token. */
export function elementName(token: string): string | undefined {
  return /^<([\p{L}_][\p{L}\p{N}._-]*(?::[\p{L}_][\p{L}\p{N}._-]*)?)>$/u.exec(token)?.[1];
}

const ESCAPES: { readonly [written: string]: string } = { "\\n": "\n", "\\r": "\r", "\\t": "\t" };

/** A token as it stands in the text: a form has one line, so a line's end is written `\n` there. */
export function literalToken(token: string): string {
  return token.replace(/\\[nrt]/g, (written) => ESCAPES[written] as string);
}

/**
 * The text between the tokens. As Java's Scanner has it, which Camel splits with: one token at the very beginning and one
 * at the end have nothing beside them, and two in a row have an empty part between them.
 */
export function* tokenParts(chunks: Iterable<string>, token: string, streaming: boolean): Generator<string> {
  let rest = "";
  let begun = false;
  for (const chunk of chunks) {
    // Where the token may begin: all before was looked at already.
    let look = Math.max(0, rest.length - token.length + 1);
    rest += chunk;
    if (!begun && rest.length < token.length) continue;
    let from = !begun && rest.startsWith(token) ? token.length : 0;
    begun = true;
    look = Math.max(look, from);
    for (let end = rest.indexOf(token, look); end >= 0; end = rest.indexOf(token, from)) {
      yield rest.slice(from, end);
      from = end + token.length;
    }
    rest = rest.slice(from);
    checkPart(rest.length, streaming);
  }
  if (rest !== "") yield rest;
}
