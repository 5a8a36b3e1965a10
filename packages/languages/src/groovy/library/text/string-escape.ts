import type { Run } from "../../runtime/run.ts";
import { alias, declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";

const STRING_ESCAPE = declare("org.apache.commons.text.StringEscapeUtils", OBJECT);
alias("org.apache.commons.lang.StringEscapeUtils", STRING_ESCAPE);
alias("org.apache.commons.lang3.StringEscapeUtils", STRING_ESCAPE);

const MARKUP: readonly (readonly [string, string])[] = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
];
const QUOTE = ["'", "&apos;"] as const;
const CODES: ReadonlyMap<string, string> = new Map([
  ["\b", "\\b"],
  ["\n", "\\n"],
  ["\t", "\\t"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ['"', '\\"'],
  ["\\", "\\\\"],
]);

function escapeMarkup(text: string, quote: boolean): string {
  return (quote ? [...MARKUP, QUOTE] : MARKUP).reduce((made, [char, name]) => made.replaceAll(char, name), text);
}

function unescapeMarkup(text: string): string {
  const named = text.replace(/&#(x[0-9a-fA-F]+|\d+);/g, (all, code: string) => {
    const value = code.startsWith("x") ? Number.parseInt(code.slice(1), 16) : Number(code);
    return value <= 0x10ffff ? String.fromCodePoint(value) : all;
  });
  return [...MARKUP, QUOTE].reduceRight((made, [char, name]) => made.replaceAll(name, char), named);
}

function escapeCode(text: string, slash: boolean): string {
  return text
    .replace(/["\\]|[^ -\x7e]/g, (char) => {
      const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      return CODES.get(char) ?? `\\u${code}`;
    })
    .replace(/\//g, slash ? "\\/" : "/");
}

function unescapeCode(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_all, code?: string, char?: string) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return { b: "\b", n: "\n", t: "\t", f: "\f", r: "\r" }[char as string] ?? (char as string);
  });
}

const functions: readonly (readonly [string, string, (text: string) => string])[] = [
  ["escapeXml", "a < b", (text) => escapeMarkup(text, true)],
  ["escapeXml10", "a < b", (text) => escapeMarkup(text, true)],
  ["escapeXml11", "a < b", (text) => escapeMarkup(text, true)],
  ["escapeHtml", "a < b", (text) => escapeMarkup(text, false)],
  ["escapeHtml4", "a < b", (text) => escapeMarkup(text, false)],
  ["escapeJava", "a\\tb", (text) => escapeCode(text, false)],
  ["escapeJson", "a/b", (text) => escapeCode(text, true)],
  ["unescapeXml", "a &lt; b", unescapeMarkup],
  ["unescapeHtml", "a &lt; b", unescapeMarkup],
  ["unescapeHtml4", "a &lt; b", unescapeMarkup],
  ["unescapeJava", "a\\\\tb", unescapeCode],
  ["unescapeJson", "a\\\\tb", unescapeCode],
  ["escapeCsv", "a,b", (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)],
  ["unescapeCsv", "a", (text) => (/^"[\s\S]*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text)],
];

define(
  STRING_ESCAPE,
  functions.map(
    ([name, example, work]) =>
      [
        `static String ${name}(String text)`,
        `org.apache.commons.text.StringEscapeUtils.${name}('${example}')`,
        (run: Run, _self: unknown, text: string) => {
          if (text === null) return null;
          run.take(text.length * 8);
          return work(text);
        },
      ] as const,
  ),
);
