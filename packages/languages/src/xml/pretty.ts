import { ELEMENT, TEXT, type XmlNode } from "./node.ts";
import { parseXml } from "./parse.ts";
import { openTag, write } from "./write.ts";

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
