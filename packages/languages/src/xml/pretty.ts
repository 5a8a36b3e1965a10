import { COMMENT, ELEMENT, INSTRUCTION, TEXT, type XmlNode } from "./node.ts";
import { parseXml } from "./parse.ts";

/** XML with a line for each element, two blanks deeper in each; undefined when the text is no XML. */
export function prettyXml(text: string): string | undefined {
  let lines: string[];
  try {
    lines = parseXml(text).childNodes.flatMap((child) => linesOf(child, ""));
  } catch {
    return undefined;
  }
  const declaration = /^\s*(<\?xml[^>]*\?>)/.exec(text)?.[1];
  return (declaration ? [declaration, ...lines] : lines).join("\n");
}

function linesOf(node: XmlNode, indent: string): string[] {
  const children = node.childNodes.filter((child) => child.nodeType !== TEXT || child.data.trim() !== "");
  // An element with text in it keeps its one line: blanks there would be content.
  if (node.nodeType !== ELEMENT || children.length === 0 || children.some((child) => child.nodeType === TEXT))
    return [indent + write(node)];
  const inside = children.flatMap((child) => linesOf(child, `${indent}  `));
  return [`${indent}${openTag(node)}>`, ...inside, `${indent}</${node.nodeName}>`];
}

function write(node: XmlNode): string {
  if (node.nodeType === TEXT) return escapeText(node.data);
  if (node.nodeType === COMMENT) return `<!--${node.data}-->`;
  if (node.nodeType === INSTRUCTION) return `<?${node.target}${node.data === "" ? "" : ` ${node.data}`}?>`;
  const inside = node.childNodes.map(write).join("");
  return inside === "" ? `${openTag(node)}/>` : `${openTag(node)}>${inside}</${node.nodeName}>`;
}

function openTag({ nodeName, attributes }: XmlNode): string {
  return `<${nodeName}${attributes.map(({ name, value }) => ` ${name}="${escapeText(value).replaceAll('"', "&quot;")}"`).join("")}`;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
