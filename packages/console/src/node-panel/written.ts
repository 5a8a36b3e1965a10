import type { Json } from "../document/flow-document.ts";

/** The languages an expression can be written in; a plain string is Simple. */
export const LANGUAGES = ["simple", "constant", "jsonpath", "xpath", "groovy", "javascript", "jexl"] as const;
export type Language = (typeof LANGUAGES)[number];

/** An expression as a document holds it. */
export interface Written {
  readonly language: Language;
  readonly source: string;
}

/** Reads an expression of a document. */
export function readExpression(value: Json | undefined): Written {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const { language, source } = value as { readonly language?: Json; readonly source?: Json };
    const known = LANGUAGES.find((name) => name === language) ?? "simple";
    return { language: known, source: typeof source === "string" ? source : "" };
  }
  return { language: "simple", source: value === undefined || value === null ? "" : String(value) };
}

/** Writes an expression in its shortest form; nothing at all for an empty one. */
export function writeExpression({ language, source }: Written): Json | undefined {
  if (language === "simple") return source === "" ? undefined : source;
  return { language, source };
}

/** The text of a script, whichever way it is written. */
export function readScript(value: Json | undefined): string {
  if (Array.isArray(value)) return value.join("\n");
  return typeof value === "string" ? value : "";
}

/** A script as lines, so that two versions differ line by line; one line stays a text. */
export function writeScript(text: string): Json | undefined {
  if (text === "") return undefined;
  return text.includes("\n") ? text.split("\n") : text;
}
