import type { IDomFacade } from "fontoxpath";
import { spend } from "../work.ts";
import { ATTRIBUTE, textContent, type XmlAttribute, type XmlNode } from "../xml/node.ts";

/** A look at the document takes fontoxpath about a quarter of a microsecond. */
const LOOK = 5;

function seen<Result>(result: Result, looks = 1): Result {
  spend(LOOK * looks);
  return result;
}

function sibling(node: XmlNode, step: 1 | -1): XmlNode | null {
  return node.parentNode?.childNodes[node.index + step] ?? null;
}

/** How XPath reads a document: node by node, and each look is counted. */
const reader = {
  getAllAttributes: (node: XmlNode) => seen(node.attributes, node.attributes.length + 1),
  getAttribute: (node: XmlNode, name: string) =>
    seen(node.attributes.find((attribute) => attribute.name === name)?.value ?? null),
  getChildNodes: (node: XmlNode) => seen(node.childNodes, node.childNodes.length + 1),
  getData: (node: XmlNode | XmlAttribute) => seen(textContent(node)),
  getFirstChild: (node: XmlNode) => seen(node.childNodes[0] ?? null),
  getLastChild: (node: XmlNode) => seen(node.childNodes.at(-1) ?? null),
  getNextSibling: (node: XmlNode) => seen(sibling(node, 1)),
  getParentNode: (node: XmlNode | XmlAttribute) =>
    seen(node.nodeType === ATTRIBUTE ? (node as XmlAttribute).ownerElement : (node as XmlNode).parentNode),
  getPreviousSibling: (node: XmlNode) => seen(sibling(node, -1)),
};

/** The same, under fontoxpath's own types, which name the classes of a full DOM. */
export const facade = reader as unknown as IDomFacade;
