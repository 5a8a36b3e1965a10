import { useCallback } from "react";
import { useSettings } from "../app/settings.ts";
import { en, type MessageName } from "./en.ts";
import { nl } from "./nl.ts";

export type { MessageName } from "./en.ts";

const TABLES = { en, nl } as const;

export type Text = (name: MessageName, values?: { readonly [name: string]: string | number }) => string;

/** The console's own texts in the reader's language; `{name}` in a text is filled in. */
export function useText(): Text {
  const { language } = useSettings();
  return useCallback<Text>((name, values) => fill(TABLES[language][name], values), [language]);
}

/** Puts values into a text. */
export function fill(text: string, values: { readonly [name: string]: string | number } = {}): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
