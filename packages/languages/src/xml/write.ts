import { COMMENT, DOCUMENT, ELEMENT, INSTRUCTION, TEXT, textContent, type XmlAttribute, type XmlNode } from "./node.ts";

/** A node that is taken out of its document: an element as XML with the namespaces it is in, all else as text. */
export function writeNode(node: XmlNode | XmlAttribute): string {
  if ("value" in node || (node.nodeType !== ELEMENT && node.nodeType !== DOCUMENT)) return textContent(node);
  if (node.nodeType === DOCUMENT) return node.childNodes.map((child) => write(child)).join("");
  return write(node, inheritedNamespaces(node));
}

/** Declarations around an element that it does not make anew. */
function inheritedNamespaces({ attributes, parentNode }: XmlNode): readonly XmlAttribute[] {
  const known = new Set(attributes.map(({ name }) => name));
  const inherited: XmlAttribute[] = [];
  for (let around = parentNode; around; around = around.parentNode) {
    for (const attribute of around.attributes) {
      if (!/^xmlns(:|$)/.test(attribute.name) || known.has(attribute.name)) continue;
      known.add(attribute.name);
      inherited.push(attribute);
    }
  }
  return inherited;
}

/** A node as XML. */
export function write(node: XmlNode, more: readonly XmlAttribute[] = []): string {
  if (node.nodeType === TEXT) return escapeText(node.data);
  if (node.nodeType === COMMENT) return `<!--${node.data}-->`;
  if (node.nodeType === INSTRUCTION) return `<?${node.target}${node.data === "" ? "" : ` ${node.data}`}?>`;
  const inside = node.childNodes.map((child) => write(child)).join("");
  const open = openTag(node, more);
  return inside === "" ? `${open}/>` : `${open}>${inside}</${node.nodeName}>`;
}

/** The beginning of an element up to where its tag ends. */
export function openTag({ nodeName, attributes }: XmlNode, more: readonly XmlAttribute[] = []): string {
  const all = [...attributes, ...more];
  return `<${nodeName}${all.map(({ name, value }) => ` ${name}="${escapeText(value).replaceAll('"', "&quot;")}"`).join("")}`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
