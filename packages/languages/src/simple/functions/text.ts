import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { spendText } from "../../work.ts";
import { integerFrom, textFrom, valueFrom, wordFrom } from "../arguments.ts";
import { type Argument, call } from "../call.ts";
import type { Example, SimpleFunction } from "../function.ts";
import { contains } from "../operators/contains.ts";

const EXP = { name: "exp", description: "What it works on; the body when absent." };

/** A function of one text: null stays null. */
function textFunction(
  name: string,
  summary: string,
  examples: readonly Example[],
  change: (text: string) => Value,
): SimpleFunction {
  return call({
    name,
    family: "text",
    summary,
    signatures: ["", "exp"],
    parameters: [EXP],
    examples,
    run: ([exp], exchange) => {
      const text = textFrom(exp, exchange);
      if (text === null) return null;
      spendText(text.length);
      return change(text);
    },
  });
}

const isQuoted = (text: string, quote: string) => text.length >= 2 && text.startsWith(quote) && text.endsWith(quote);

/** Without quotes at either end, paired or not, as Camel takes them off. */
function withoutQuotes(text: string): string {
  return text.replace(/^['"]+|['"]+$/g, "");
}

/** Java's `String.trim`: every character up to the blank. */
export function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(start, end);
}

function capitalizeWords(text: string): string {
  return text.replace(/(^|\s)(\S)/g, (_, blank: string, letter: string) => blank + letter.toUpperCase());
}

const trim = textFunction(
  "trim",
  "Without the blanks at both ends.",
  [{ source: "${trim()}", body: "  Hello ", result: "Hello" }],
  javaTrim,
);
const uppercase = textFunction(
  "uppercase",
  "In capital letters.",
  [{ source: "${uppercase('Hi')}", result: "HI" }],
  (text) => text.toUpperCase(),
);
const lowercase = textFunction(
  "lowercase",
  "In small letters.",
  [{ source: "${lowercase()}", body: "Hi", result: "hi" }],
  (text) => text.toLowerCase(),
);
const capitalize = textFunction(
  "capitalize",
  "With a capital at the start of each word.",
  [{ source: "${capitalize()}", body: "hello big world", result: "Hello Big World" }],
  capitalizeWords,
);
const normalizeWhitespace = textFunction(
  "normalizeWhitespace",
  "Without blanks at both ends, and with one blank between words.",
  [{ source: "${normalizeWhitespace()}", body: "  Hello   World ", result: "Hello World" }],
  (text) => javaTrim(text).replace(/\s+/g, " "),
);
const quote = textFunction(
  "quote",
  "In double quotes; text in double quotes already stays as it is.",
  [
    { source: "${quote()}", body: "Hi", result: '"Hi"' },
    { source: "${quote()}", body: '"Hi"', result: '"Hi"' },
  ],
  (text) => (isQuoted(text, '"') ? text : `"${withoutQuotes(text)}"`),
);
const unquote = textFunction(
  "unquote",
  "Without the quotes around it.",
  [{ source: "${unquote()}", body: "'Hi'", result: "Hi" }],
  withoutQuotes,
);

const substringBefore = call({
  name: "substringBefore",
  family: "text",
  summary: "What stands before the first place where a text occurs; null when it does not.",
  signatures: ["before", "exp, before"],
  parameters: [EXP, { name: "before", description: "The text to look for." }],
  examples: [
    { source: "${substringBefore(' World')}", body: "Hello World", result: "Hello" },
    { source: "${substringBefore(${header.a},'=')}", headers: { a: "k=v" }, result: "k" },
    { source: "${substringBefore('x')}", body: "Hello", result: null },
  ],
  run: ([exp, before], exchange) => {
    const text = textFrom(exp, exchange);
    const mark = textFrom(before, exchange);
    const at = text === null || mark === null ? -1 : text.indexOf(mark);
    return at < 0 ? null : (text as string).slice(0, at);
  },
});

const substringAfter = call({
  name: "substringAfter",
  family: "text",
  summary: "What stands after the first place where a text occurs; null when it does not.",
  signatures: ["after", "exp, after"],
  parameters: [EXP, { name: "after", description: "The text to look for." }],
  examples: [{ source: "${substringAfter('Hello ')}", body: "Hello World", result: "World" }],
  run: ([exp, after], exchange) => {
    const text = textFrom(exp, exchange);
    const mark = textFrom(after, exchange);
    const at = text === null || mark === null ? -1 : text.indexOf(mark);
    return at < 0 ? null : (text as string).slice(at + (mark as string).length);
  },
});

const substringBetween = call({
  name: "substringBetween",
  family: "text",
  summary: "What stands between two texts; null when one of them does not occur.",
  signatures: ["after, before", "exp, after, before"],
  parameters: [
    EXP,
    { name: "after", description: "The text it begins after." },
    { name: "before", description: "The text it ends before." },
  ],
  examples: [{ source: "${substringBetween('[',']')}", body: "a[b]c", result: "b" }],
  run: ([exp, after, before], exchange) => {
    const text = textFrom(exp, exchange);
    const from = textFrom(after, exchange);
    const to = textFrom(before, exchange);
    if (text === null || from === null || to === null) return null;
    const start = text.indexOf(from);
    if (start < 0) return null;
    const end = text.indexOf(to, start + from.length);
    return end < 0 ? null : text.slice(start + from.length, end);
  },
});

const substring = call({
  name: "substring",
  family: "text",
  summary:
    "Without a number of characters at the start and at the end: the numbers count what is cut off, they are no positions.",
  signatures: ["head", "head, tail", "head, tail, exp"],
  parameters: [
    { name: "head", description: "How many to cut at the start; a negative number alone cuts at the end." },
    { name: "tail", description: "How many to cut at the end." },
    EXP,
  ],
  examples: [
    { source: "${substring(3)}", body: "ABCDEF", result: "DEF" },
    { source: "${substring(-3)}", body: "ABCDEF", result: "ABC" },
    { source: "${substring(1,-1)}", body: "ABCDEF", result: "BCDE" },
    { source: "${substring(9)}", body: "ABC", result: "" },
  ],
  run: ([head, tail, exp], exchange) => {
    let first = integerFrom(head as Argument, exchange, "substring");
    let last = tail ? integerFrom(tail, exchange, "substring") : 0;
    if (first < 0 && last === 0) [first, last] = [0, first];
    const text = textFrom(exp, exchange);
    if (text === null) return null;
    const end = text.length - Math.abs(last);
    return Math.abs(first) >= end ? "" : text.slice(Math.abs(first), end);
  },
});

/** XML's entities, so that a quote can be written inside a quote, and `&empty;` for nothing. */
function decodeEntities(text: string): string {
  if (text === "&empty;") return "";
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const replace = call({
  name: "replace",
  family: "text",
  summary: "With every occurrence of a text replaced by another; a plain text, not a regular expression.",
  signatures: ["from, to", "from, to, exp"],
  parameters: [
    { name: "from", description: "What to replace. `&quot;` and `&apos;` stand for quotes." },
    { name: "to", description: "What to put there; `&empty;` for nothing." },
    EXP,
  ],
  examples: [
    { source: "${replace('a','b')}", body: "banana", result: "bbnbnb" },
    { source: "${replace(&quot;,&apos;)}", body: '{"a": 1}', result: "{'a': 1}" },
    { source: "${replace(&quot;,&empty;,${header.x})}", headers: { x: '"q"' }, result: "q" },
  ],
  run: ([from, to, exp], exchange) => {
    const text = textFrom(exp, exchange);
    if (text === null) return null;
    const parts = text.split(decodeEntities(textFrom(from, exchange) ?? ""));
    const other = decodeEntities(textFrom(to, exchange) ?? "");
    spendText(text.length + (parts.length - 1) * other.length);
    return parts.join(other);
  },
});

const concat = call({
  name: "concat",
  family: "text",
  summary: "Two texts one after the other; with one argument, the body and it.",
  signatures: ["b", "a, b", "a, b, separator"],
  parameters: [
    { name: "a", description: "The first text; the body when absent." },
    { name: "b", description: "The second text." },
    { name: "separator", description: "What stands between them." },
  ],
  examples: [
    { source: "${concat(' World')}", body: "Hello", result: "Hello World" },
    { source: "${concat(${header.a},'b','-')}", headers: { a: "a" }, result: "a-b" },
  ],
  run: ([a, b, separator], exchange) => {
    const first = textFrom(a, exchange);
    const second = textFrom(b, exchange);
    if (first === null || second === null) return first ?? second;
    const joined = first + (separator ? (textFrom(separator, exchange) ?? "") : "") + second;
    spendText(joined.length);
    return joined;
  },
});

const pad = call({
  name: "pad",
  family: "text",
  summary: "Filled up to a width: on the right, or on the left for a negative width.",
  signatures: ["exp, width", "exp, width, with"],
  parameters: [
    { ...EXP, description: "What it works on." },
    { name: "width", description: "The width to reach; negative fills on the left." },
    { name: "with", description: "What to fill with; a blank when absent." },
  ],
  examples: [
    { source: "${pad('42',-5,'0')}", result: "00042" },
    { source: "${pad(${body},5,#)}", body: "foo", result: "foo##" },
  ],
  run: ([exp, width, filler], exchange) => {
    const text = textFrom(exp, exchange);
    if (text === null) return null;
    const value = (width as Argument).value(exchange);
    if (value === null) throw failed("pad length expression evaluated to null");
    const wanted = integerFrom(width as Argument, exchange, "pad");
    const size = Math.abs(wanted);
    spendText(Math.max(size, text.length));
    const fill = (filler ? textFrom(filler, exchange) : null) || " ";
    return wanted < 0
      ? text.padStart(text.length >= size ? 0 : size, cut(fill, size - text.length))
      : text.padEnd(size, fill);
  },
});

/** A filling on the left begins with the filler's first character, as `padEnd` does on the right. */
function cut(fill: string, count: number): string {
  return count > 0 ? fill.repeat(Math.ceil(count / fill.length)).slice(0, count) : fill;
}

const containsText = call({
  name: "contains",
  family: "text",
  summary: "Whether a text occurs in it, or in an item of it, without regard to case.",
  signatures: ["text", "exp, text"],
  parameters: [EXP, { name: "text", description: "The text to look for." }],
  examples: [
    { source: "${contains(camel)}", body: "Hello Camel", result: true },
    { source: "${contains(${header.list}, b)}", headers: { list: ["A", "B"] }, result: true },
  ],
  run: ([exp, text], exchange) => {
    const left = valueFrom(exp, exchange);
    const right = (text as Argument).value(exchange);
    if (left === null || right === null) return left === right;
    return contains(left, right, true, exchange.scope.timeZone);
  },
});

const ESCAPES: { readonly [kind: string]: (text: string) => string } = {
  html: (text) => entities(text, "&#39;"),
  xml: (text) => entities(text, "&apos;"),
  json: (text) => JSON.stringify(text).slice(1, -1),
  js: (text) => JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll("</", "<\\/"),
  javascript: (text) => (ESCAPES.js as (text: string) => string)(text),
  sql: (text) => text.replaceAll("'", "''"),
  url: (text) => encodeURIComponent(text.toWellFormed()).replace(/[!'()~]/g, percent),
};

const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

function entities(text: string, apostrophe: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", apostrophe);
}

/** JSON's escapes for what stands between the quotes of a string. */
export function escapeJson(text: string): string {
  return (ESCAPES.json as (text: string) => string)(text);
}

const escapeFunction = call({
  name: "escape",
  family: "text",
  summary: "Made safe to stand inside another notation.",
  signatures: ["kind", "kind, exp"],
  parameters: [{ name: "kind", description: "`html`, `xml`, `json`, `js`, `sql` or `url`." }, EXP],
  examples: [
    { source: "${escape(xml)}", body: "a < b & c", result: "a &lt; b &amp; c" },
    { source: "${escape(url,${header.q})}", headers: { q: "a b/c" }, result: "a%20b%2Fc" },
    { source: "${escape(sql)}", body: "O'Conner", result: "O''Conner" },
  ],
  run: ([kind, exp], exchange) => {
    const name = wordFrom(kind as Argument, exchange).toLowerCase();
    const change = Object.hasOwn(ESCAPES, name) ? ESCAPES[name] : undefined;
    if (!change) throw failed(`escape knows html, xml, json, js, sql and url, not "${name}"`);
    const text = textFrom(exp, exchange);
    if (text === null) return null;
    const escaped = change(text);
    spendText(escaped.length);
    return escaped;
  },
});

const val = call({
  name: "val",
  family: "text",
  summary: "The argument itself, with its type.",
  signatures: ["exp"],
  parameters: [{ ...EXP, description: "Any expression." }],
  examples: [{ source: "${val(${body})}", body: 123, result: 123 }],
  run: ([exp], exchange) => valueFrom(exp, exchange),
});

/** Functions of text. */
export const textFunctions: readonly SimpleFunction[] = [
  capitalize,
  concat,
  containsText,
  escapeFunction,
  lowercase,
  normalizeWhitespace,
  pad,
  quote,
  replace,
  substring,
  substringAfter,
  substringBefore,
  substringBetween,
  trim,
  unquote,
  uppercase,
  val,
];

/** A value's text in the run's zone. */
export function shownText(value: Value, exchange: Exchange): string {
  return toText(value, exchange.scope.timeZone);
}
