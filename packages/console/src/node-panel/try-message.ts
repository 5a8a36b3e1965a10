import type { FlowDocument } from "../document/flow-document.ts";

/** What a reader typed as a value: JSON where it is JSON, else the text itself. */
export function parseTyped(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  // A body of `12` is text, as it comes over HTTP; braces and brackets are what somebody means as data.
  if (!/^[[{]/.test(trimmed)) return text;
  try {
    return JSON.parse(trimmed);
  } catch {
    return text;
  }
}

/** The flow's properties with their values in an environment, for scripts and for `#{…}`. */
export function placeholdersOf({ properties = {} }: FlowDocument, environment: "test" | "production") {
  const values = Object.entries(properties).flatMap(([name, property]) => {
    const value = property[environment];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return { properties: Object.fromEntries(values), placeholders: Object.fromEntries(values) };
}
