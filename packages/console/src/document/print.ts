import type { FlowDocument, Json } from "./flow-document.ts";

/** Up to here a value stands on one line. */
const WIDTH = 120;

/** Objects that always take a line each, so that two files differ where the meaning does. */
const OPEN = new Set(["nodes", "links", "properties", "layout"]);

/** A document as text: a node, a link, a property a line, scripts a line each. The server's own form is the canonical one. */
export function printDocument(document: FlowDocument): string {
  return `${print(document as unknown as Json, "", 0, true)}\n`;
}

function print(value: Json, indent: string, used: number, open: boolean): string {
  const flat = flatten(value);
  if (value === null || typeof value !== "object") return flat;
  if (!open && indent.length + used + flat.length <= WIDTH) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[\n${value.map((item: Json) => inner + print(item, inner, 0, false)).join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value as { [name: string]: Json });
  if (entries.length === 0) return "{}";
  const lines = entries.map(([name, item]) => {
    const key = `${JSON.stringify(name)}: `;
    return inner + key + print(item, inner, key.length, indent === "" && OPEN.has(name));
  });
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

function flatten(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flatten).join(", ")}]`;
  const entries = Object.entries(value as { [name: string]: Json });
  if (entries.length === 0) return "{}";
  return `{ ${entries.map(([name, item]) => `${JSON.stringify(name)}: ${flatten(item)}`).join(", ")} }`;
}
