/** An attribute as written; one that declares a namespace is among them, with `declares` set. */
export interface XmlAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  uri: string;
  value: string;
  /** The prefix that it declares a namespace for: empty for the default one. Undefined for all others. */
  readonly declares: string | undefined;
}

/** A comment, a processing instruction or a CDATA section, kept where a document is written again. */
export interface XmlMarkup {
  readonly kind: "comment" | "instruction" | "cdata";
  readonly text: string;
}

export type XmlChild = XmlElement | XmlMarkup | string;

/** An element of a document as it was read. */
export class XmlElement {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  uri = "";
  readonly parent: XmlElement | undefined;
  readonly attributes: XmlAttribute[] = [];
  readonly children: XmlChild[] = [];

  constructor(name: string, prefix: string, local: string, parent: XmlElement | undefined) {
    this.name = name;
    this.prefix = prefix;
    this.local = local;
    this.parent = parent;
  }
}

/** Its children as a reader of the content sees them: elements and runs of text, CDATA being text. */
export function contentOf(element: XmlElement): (XmlElement | string)[] {
  const content: (XmlElement | string)[] = [];
  let text = "";
  for (const child of element.children) {
    if (typeof child === "string") text += child;
    else if (child instanceof XmlElement) {
      if (text !== "") content.push(text);
      text = "";
      content.push(child);
    } else if (child.kind === "cdata") text += child.text;
  }
  if (text !== "") content.push(text);
  return content;
}
