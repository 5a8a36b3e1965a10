import { type Document, parseXmlDocument } from "slimdom";
import { failed } from "../failures.ts";
import { spend, spendText } from "../work.ts";

/** Nothing but white space, processing instructions and comments may stand before a document type. */
const PROLOG = /^\uFEFF?(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/;

/** How deep elements may stand within each other: far below what the call stack takes. */
const MAX_LEVELS = 500;

/**
 * XML text as a document. A document type is refused: it is where external entities and entity bombs are declared,
 * and no message of an integration needs one.
 */
export function parseXml(text: string): Document {
  spendText(text.length);
  // The parser takes about a microsecond for two characters.
  spend(text.length);
  const prolog = PROLOG.exec(text)?.[0].length ?? 0;
  if (text.startsWith("<!DOCTYPE", prolog)) throw failed("the XML has a document type (DTD), which is not accepted");
  if (deepest(text) > MAX_LEVELS) throw failed(`the XML is more than ${MAX_LEVELS} levels deep`);
  try {
    return parseXmlDocument(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw failed(`the text is not XML: ${(error instanceof Error ? error.message : String(error)).split("\n")[0]}`);
  }
}

/** The most start tags that are open at once, counted roughly and in one pass. */
function deepest(text: string): number {
  let level = 0;
  let most = 0;
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next === 47) level--;
    else if (next !== 33 && next !== 63) {
      const end = text.indexOf(">", at);
      if (end < 0) break;
      if (text.charCodeAt(end - 1) !== 47) most = Math.max(most, ++level);
    }
  }
  return most;
}
