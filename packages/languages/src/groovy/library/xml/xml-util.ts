import type { GObject, Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { Thrown, throwNew } from "../../runtime/throwable.ts";
import { define } from "../define.ts";
import { writeTo } from "../io/writers.ts";
import { NODE, XML_UTIL } from "./classes.ts";
import { layOut } from "./layout.ts";
import type { XmlNode } from "./node.ts";
import { nodeText } from "./node-printer.ts";
import { parseXml } from "./parse.ts";
import { GPath } from "./path.ts";
import { positioned } from "./sax-exception.ts";
import { streamedText } from "./streaming-builder.ts";

/** A document, a node or a path as XML, laid out anew. */
function serialize(run: Run, source: Obj): string {
  const text =
    source instanceof GPath
      ? `<?xml version="1.0" encoding="UTF-8"?>\n${streamedText(run, source)}`
      : isNode(source)
        ? nodeText(run, source)
        : textOf(source);
  try {
    return layOut(run, parseXml(run, text));
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    throw throwNew("groovy.lang.GroovyRuntimeException", positioned(error.value), error.value);
  }
}

function isNode(value: Obj): value is XmlNode {
  return typeof value === "object" && value !== null && value.cls === NODE;
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}

define(XML_UTIL, [
  [
    "static String serialize(Object source)",
    "groovy.xml.XmlUtil.serialize('<a><b c=\"d\">t</b><e/></a>')",
    (run, _self, source: Obj) => serialize(run, source),
  ],
  [
    "static void serialize(Object source, Object to)",
    "def w = new StringWriter()\ngroovy.xml.XmlUtil.serialize('<a><b/></a>', w)\nw.toString()",
    (run, _self, source: Obj, to: GObject) => {
      writeTo(run, to, serialize(run, source));
      return null;
    },
  ],
  [
    "static String escapeXml(String text)",
    "groovy.xml.XmlUtil.escapeXml('1 < 2 & \"3\"')",
    (run, _self, text: string) => {
      run.take(text.length * 4);
      return escapeXml(text);
    },
  ],
  [
    "static String escapeControlCharacters(String text)",
    "groovy.xml.XmlUtil.escapeControlCharacters('a\\tb')",
    (run, _self, text: string) => {
      run.take(text.length * 4);
      return [...text].map((char) => (char.charCodeAt(0) < 32 ? `&#${char.charCodeAt(0)};` : char)).join("");
    },
  ],
]);
