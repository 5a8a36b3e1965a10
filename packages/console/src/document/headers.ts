import { reach } from "./edit.ts";
import type { FlowDocument, FlowNode, Json } from "./flow-document.ts";
import type { Specs } from "./spec.ts";

/** A header that a message may have, and which node gives it. */
export interface KnownHeader {
  readonly name: string;
  readonly by: string;
}

/** The headers that can exist when a message comes to a node: those that nodes before it set. */
export function headersAt(document: FlowDocument, id: string, specs: Specs): readonly KnownHeader[] {
  const found = new Map<string, KnownHeader>();
  for (const node of document.nodes) {
    if (node.id === id || !reach(document, node.id).has(id)) continue;
    for (const name of headersOf(node, specs)) {
      // Case does not matter: the first spelling is shown.
      if (!found.has(name.toLowerCase())) found.set(name.toLowerCase(), { name, by: node.id });
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** The headers that a node sets: by its spec, by its settings, by what its script plainly says. */
function headersOf(node: FlowNode, specs: Specs): readonly string[] {
  const { settings = {} } = node;
  const written = Object.keys(specs.get(node.type)?.writes ?? {}).filter((name) => /^[\w.-]+$/.test(name));
  const named = node.type === "SetHeader" ? [settings.name] : [settings.header];
  const listed = Array.isArray(settings.headers)
    ? settings.headers.map((item: Json) => (item as { name?: Json })?.name)
    : [];
  const texts = [...named, ...listed].flatMap((name) =>
    typeof name === "string" && !name.includes("${") ? [name] : [],
  );
  return [...written, ...texts, ...inScript(settings.source)];
}

function inScript(source: Json | undefined): readonly string[] {
  const text = Array.isArray(source) ? source.join("\n") : typeof source === "string" ? source : "";
  const calls = text.matchAll(
    /\.setHeader\(\s*(["'])([\w.-]+)\1|\bheaders\[(["'])([\w.-]+)\3\]\s*=[^=]|\bheaders\.(\w+)\s*=[^=]/g,
  );
  return [...calls].map((match) => (match[2] ?? match[4] ?? match[5]) as string);
}

/** The tenant variables that a document names in plain text, for "used by". */
export function variablesOf(document: FlowDocument): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (value: Json | undefined): void => {
    if (typeof value === "string") for (const [, name] of value.matchAll(/@\{([\w.-]+)\}/g)) names.add(name as string);
    else if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === "object" && value !== null)
      Object.values(value as { [name: string]: Json }).forEach(walk);
  };
  for (const { type, settings = {} } of document.nodes) {
    walk(settings as Json);
    const { variable, name } = settings;
    if (typeof variable === "string" && /^[\w.-]+$/.test(variable)) names.add(variable);
    // The token that SetOAuth2Token keeps goes by its `name`, or several.
    if (type === "SetOAuth2Token" && typeof name === "string") for (const one of name.split(",")) names.add(one.trim());
  }
  return names;
}
