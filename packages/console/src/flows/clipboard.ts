import type { Needs } from "../api/schema.generated.ts";

/** The envelope that nodes travel in, as text that anybody can read, send and keep. */
export interface Clipboard {
  readonly clipboard: "flow/1";
  readonly flow?: { readonly name: string };
  readonly nodes: readonly { readonly id: string; readonly type: string }[];
  readonly needs?: Partial<Needs>;
}

/** The clipboard that a text holds; undefined for any other text. */
export function readClipboard(text: string): Clipboard | undefined {
  if (!text.includes('"clipboard"')) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Clipboard>;
    return value.clipboard === "flow/1" && Array.isArray(value.nodes) ? (value as Clipboard) : undefined;
  } catch {
    return undefined;
  }
}

/** What it needs of the place it is pasted into, each list there. */
export function needsOf({ needs = {} }: Clipboard): Needs {
  const { properties = [], tenantVariables = [], grants = [], endpoints = [] } = needs;
  return { properties, tenantVariables, grants, endpoints };
}

/** Only what is to be called otherwise; the rest keeps its name. */
export function changedBindings(bindings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bindings).flatMap(([name, here]) =>
      here.trim() === "" || here === name ? [] : [[name, here.trim()]],
    ),
  );
}

/** The names that a paste left unresolved, for a sentence. */
export function unresolvedNames({ tenantVariables, grants, endpoints, properties }: Needs): readonly string[] {
  return [...tenantVariables, ...grants, ...endpoints, ...properties];
}
