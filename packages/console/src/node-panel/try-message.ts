import type { FlowDocument } from "../document/flow-document.ts";

/** Headers as a reader typed them: JSON, or `name: value` and `"name"="value"` a line each. */
export function headersFrom(text: string): { readonly [name: string]: unknown } {
  const trimmed = text.trim();
  if (trimmed.startsWith("{")) return JSON.parse(trimmed) as { [name: string]: unknown };
  const lines = trimmed.split(/\n|(?<="),(?=")/).filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = line, value = ""] = /^\s*"?([^":=]+)"?\s*[:=]\s*(.*?)\s*$/.exec(line) ?? [];
      return [name.trim(), value.replace(/^"(.*)"$/, "$1")];
    }),
  );
}

/** The flow's properties with their values in an environment, for scripts and for `#{…}`. */
export function placeholdersOf({ properties = {} }: FlowDocument, environment: "test" | "production") {
  const values = Object.entries(properties).flatMap(([name, property]) => {
    const value = property[environment];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  return { properties: Object.fromEntries(values), placeholders: Object.fromEntries(values) };
}
