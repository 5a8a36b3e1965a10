/** The kinds of node, by the numbers the DOM gives them, which is how fontoxpath tells them apart. */
export const ELEMENT = 1;
export const ATTRIBUTE = 2;
export const TEXT = 3;
export const INSTRUCTION = 7;
export const COMMENT = 8;
export const DOCUMENT = 9;

/** A document, element, text, comment or processing instruction: no more than a query needs, and cheap to make. */
export interface XmlNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly localName: string | null;
  readonly prefix: string | null;
  readonly namespaceURI: string | null;
  readonly parentNode: XmlNode | null;
  readonly ownerDocument: XmlNode | null;
  /** Its place among its parent's children. */
  readonly index: number;
  readonly childNodes: XmlNode[];
  readonly attributes: XmlAttribute[];
  /** Of text, comments and instructions. */
  data: string;
  /** Of instructions. */
  readonly target: string;
}

/** An attribute of an element. */
export interface XmlAttribute {
  readonly nodeType: typeof ATTRIBUTE;
  readonly nodeName: string;
  readonly name: string;
  readonly localName: string;
  readonly prefix: string | null;
  readonly namespaceURI: string | null;
  readonly value: string;
  readonly ownerElement: XmlNode;
  readonly ownerDocument: XmlNode | null;
}

/** A new child at the end of a parent; a document without one. */
export function createNode(
  nodeType: number,
  nodeName: string,
  parentNode: XmlNode | null,
  more: Partial<Pick<XmlNode, "localName" | "prefix" | "namespaceURI" | "data" | "target" | "ownerDocument">> = {},
): XmlNode {
  const node: XmlNode = {
    nodeType,
    nodeName,
    localName: more.localName ?? null,
    prefix: more.prefix ?? null,
    namespaceURI: more.namespaceURI ?? null,
    parentNode,
    ownerDocument: more.ownerDocument ?? null,
    index: parentNode ? parentNode.childNodes.length : 0,
    childNodes: [],
    attributes: [],
    data: more.data ?? "",
    target: more.target ?? "",
  };
  parentNode?.childNodes.push(node);
  return node;
}

/** The text within a node. */
export function textContent(node: XmlNode | XmlAttribute): string {
  if ("value" in node) return node.value;
  if (node.childNodes.length === 0) return node.nodeType === ELEMENT || node.nodeType === DOCUMENT ? "" : node.data;
  let text = "";
  for (const child of node.childNodes)
    if (child.nodeType === TEXT || child.nodeType === ELEMENT) text += textContent(child);
  return text;
}
