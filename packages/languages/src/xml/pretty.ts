import type { Node } from "slimdom";
import { serializeToWellFormedString } from "slimdom";
import { parseXml } from "./parse.ts";

const ELEMENT = 1;
const TEXT = 3;

/** XML with a line for each element, two blanks deeper in each; undefined when the text is no XML. */
export function prettyXml(text: string): string | undefined {
  let lines: string[];
  try {
    const declaration = /^\s*(<\?xml[^>]*\?>)/.exec(text)?.[1];
    lines = parseXml(text).childNodes.flatMap((child) => linesOf(child, ""));
    if (declaration) lines.unshift(declaration);
  } catch {
    return undefined;
  }
  return lines.join("\n");
}

function linesOf(node: Node, indent: string): string[] {
  const whole = serializeToWellFormedString(node);
  if (node.nodeType === TEXT) return whole.trim() === "" ? [] : [indent + whole.trim()];
  const children = node.childNodes;
  // An element with text in it keeps its one line: blanks there would be content.
  if (
    node.nodeType !== ELEMENT ||
    children.length === 0 ||
    children.some((child) => child.nodeType === TEXT && whole !== "" && (child.textContent ?? "").trim() !== "")
  )
    return [indent + whole];
  const inside = children.flatMap((child) => linesOf(child, `${indent}  `));
  if (inside.length === 0) return [indent + whole];
  const shell = node.cloneNode(false);
  const open = serializeToWellFormedString(shell).replace(/\/>$/, ">");
  const name = /^<([^\s/>]+)/.exec(open)?.[1] ?? "";
  return [indent + open, ...inside, `${indent}</${name}>`];
}
