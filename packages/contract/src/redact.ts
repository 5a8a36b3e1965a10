import { isSecretName } from "./secret-name.ts";
import { Typed, type Value } from "./value.ts";

/** What stands where a secret stood. */
export const REDACTED = "•••";

/**
 * A text without the values of its secret-looking fields, where it is JSON, a url-encoded form or XML. By key, since
 * a new token in an answer is not known by value yet. Linear in the text, which may be cut off anywhere.
 */
export function redactFields(text: string): string {
  return replaceSecretFields(text, () => REDACTED);
}

/** The values of a text's secret-looking fields. */
export function secretFields(text: string): string[] {
  const found: string[] = [];
  replaceSecretFields(text, (value) => {
    found.push(value);
    return REDACTED;
  });
  return found;
}

/** Gives the text in place of a secret-looking field's value. */
type Replace = (value: string) => string;

function replaceSecretFields(text: string, replace: Replace): string {
  const json = text.includes('"') ? replaceInJson(text, replace) : text;
  const form = FORM.test(json) ? replaceInPairs(json, replace) : json;
  if (!form.includes("</")) return form;
  return form.replace(ELEMENT, (whole, open: string, name: string, content: string, close: string) =>
    isSecretName(name) ? `${open}${replace(content)}${close}` : whole,
  );
}

/** An address without user, password and the values of secret-looking parameters. */
export function redactUrl(url: string): string {
  const [address = "", ...query] = url.split("?");
  const shown = address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, `$1${REDACTED}@`);
  return query.length === 0 ? shown : `${shown}?${replaceInPairs(query.join("?"), () => REDACTED)}`;
}

/** A value without what stands under secret-looking keys, at any depth; texts inside are treated by `redactFields`. */
export function redactValue(value: Value): Value {
  if (typeof value === "string") return redactFields(value);
  if (value === null || typeof value !== "object" || value instanceof Date || value instanceof Typed) return value;
  if (value instanceof Uint8Array) return redactFields(new TextDecoder().decode(value));
  if (Array.isArray(value)) return value.map(redactValue);
  if (value instanceof Set) return new Set([...value].map(redactValue));
  return new Map(
    [...value].map(([key, item]) => [
      key,
      typeof key === "string" && isSecretName(key) && item !== null ? REDACTED : redactValue(item),
    ]),
  );
}

const FORM = /^[^\s{}<>"=&]+=[^\s{}<>"]*$/;
const ELEMENT = /(<([\w:.-]+)(?:\s[^<>]*)?>)([^<>]+)(<\/[\w:.-]+\s*>)/g;
const NUMBER = /-?\d[\d.eE+-]*/y;

function replaceInJson(text: string, replace: Replace): string {
  const parts: string[] = [];
  let done = 0;
  for (let start = text.indexOf('"'); start >= 0; ) {
    const end = endOfString(text, start);
    const colon = skipSpace(text, end);
    const value = text[colon] === ":" ? skipSpace(text, colon + 1) : -1;
    if (value >= 0 && isSecretName(text.slice(start + 1, end - 1))) {
      const valueEnd = endOfScalar(text, value);
      if (valueEnd > value) {
        parts.push(text.slice(done, value), JSON.stringify(replace(scalar(text.slice(value, valueEnd)))));
        done = valueEnd;
      }
    }
    start = text.indexOf('"', Math.max(end, done));
  }
  return done === 0 ? text : parts.join("") + text.slice(done);
}

/** Behind the closing quote, or the end of a text that was cut off. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function endOfScalar(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start);
  NUMBER.lastIndex = start;
  return NUMBER.test(text) ? NUMBER.lastIndex : start;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at++;
  return at;
}

function replaceInPairs(text: string, replace: Replace): string {
  return text
    .split("&")
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return value.length > 0 && isSecretName(decoded(name)) ? `${name}=${replace(decoded(value.join("=")))}` : pair;
    })
    .join("&");
}

/** A JSON string or number, whose end may have been cut off. */
function scalar(text: string): string {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1);
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return name;
  }
}
