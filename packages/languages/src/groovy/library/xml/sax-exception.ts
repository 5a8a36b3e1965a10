import type { GClass } from "../../runtime/class.ts";
import { textOf } from "../../runtime/text.ts";
import type { Throwable } from "../../runtime/throwable.ts";
import { classByName } from "../../runtime/types.ts";
import { define } from "../define.ts";

/** What a SAXParseException says of itself: where the mistake is, and what. */
export function positioned(value: Throwable): string {
  const { extra, cls, message } = value;
  const place = `lineNumber: ${extra.get("lineNumber") ?? -1}; columnNumber: ${extra.get("columnNumber") ?? -1}`;
  return `${cls.name}; ${place}; ${message === null ? "" : textOf(message)}`;
}

const broken = "try { new groovy.xml.XmlSlurper().parseText('<a>\\n</b>') } catch (e) { e";

define<Throwable>(classByName("org.xml.sax.SAXParseException") as GClass, [
  ["int getLineNumber()", `${broken}.lineNumber }`, (_run, self) => self.extra.get("lineNumber") ?? -1],
  ["int getColumnNumber()", `${broken}.columnNumber }`, (_run, self) => self.extra.get("columnNumber") ?? -1],
  ["String toString()", `${broken}.toString() }`, (_run, self) => positioned(self)],
]);
