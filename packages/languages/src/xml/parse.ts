import { SaxesParser } from "saxes";
import { failed } from "../failures.ts";
import { spend, spendText } from "../work.ts";
import { COMMENT, createNode, DOCUMENT, ELEMENT, INSTRUCTION, TEXT, type XmlNode } from "./node.ts";

/** How deep elements may stand within each other: far below what the call stack takes. */
const MAX_LEVELS = 500;

/**
 * XML text as a document. A document type is refused: it is where external entities and entity bombs are declared, and
 * no message of an integration needs one. saxes into plain nodes, since making the nodes of a full DOM takes eight
 * times as long as reading the text.
 */
export function parseXml(text: string): XmlNode {
  spendText(text.length);
  spend(text.length);
  const document = createNode(DOCUMENT, "#document", null);
  const parser = new SaxesParser({ xmlns: true, position: true });
  let place = document;
  let level = 0;
  const own = { ownerDocument: document };
  parser.on("error", (error) => {
    throw failed(`the text is not XML: ${error.message.split("\n")[0]}`);
  });
  parser.on("doctype", () => {
    throw failed("the XML has a document type (DTD), which is not accepted");
  });
  parser.on("opentag", ({ name, local, prefix, uri, attributes }) => {
    if (++level > MAX_LEVELS) throw failed(`the XML is more than ${MAX_LEVELS} levels deep`);
    spend(5);
    place = createNode(ELEMENT, name, place, {
      ...own,
      localName: local,
      prefix: prefix || null,
      namespaceURI: uri || null,
    });
    for (const attribute of Object.values(attributes)) {
      spend(3);
      place.attributes.push({
        nodeType: 2,
        nodeName: attribute.name,
        name: attribute.name,
        localName: attribute.local,
        prefix: attribute.prefix || null,
        namespaceURI: attribute.uri || null,
        value: attribute.value,
        ownerElement: place,
        ownerDocument: document,
      });
    }
  });
  parser.on("closetag", () => {
    level--;
    place = place.parentNode ?? document;
  });
  const addText = (data: string) => {
    const last = place.childNodes.at(-1);
    if (place === document || data === "") return;
    // A query sees text and CDATA side by side as one.
    if (last?.nodeType === TEXT) last.data += data;
    else createNode(TEXT, "#text", place, { ...own, data });
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("comment", (data) => createNode(COMMENT, "#comment", place, { ...own, data }));
  parser.on("processinginstruction", ({ target, body }) =>
    createNode(INSTRUCTION, target, place, { ...own, target, data: body }),
  );
  parser.write(text).close();
  return document;
}
