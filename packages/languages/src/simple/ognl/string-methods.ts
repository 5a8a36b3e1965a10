import { type Exchange, JavaArray, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { spendItems, spendText } from "../../work.ts";
import { compareText } from "../operators/ordering.ts";
import { compileRegex, matchesWhole, spendMatching } from "../regex.ts";
import { indexArgument, type Method, type Methods, textArgument } from "./methods.ts";

const method = (
  arity: number | readonly number[],
  call: (text: string, args: readonly Value[], exchange: Exchange) => Value,
): Method<Value> => ({
  arity: typeof arity === "number" ? [arity] : arity,
  call: (receiver, args, exchange) => {
    const text = toText(receiver);
    spendText(text.length);
    return call(text, args, exchange);
  },
});

function part(text: string, start: number, end: number): string {
  if (start < 0 || end > text.length || start > end)
    throw failed(`substring from ${start} to ${end} is outside a text of ${text.length} characters`);
  return text.slice(start, end);
}

/** Java's `$1` and `\$` in a replacement, which JavaScript writes otherwise; re2js reads Java's own. */
function replaceRegex(text: string, pattern: string, replacement: string, all: boolean): string {
  // Most patterns are plain text, which needs no engine.
  if (isPlain(pattern) && !/[\\$]/.test(replacement))
    return all ? replaceText(text, pattern, replacement) : text.replace(pattern, () => replacement);
  const regex = compileRegex(pattern);
  spendMatching(text, regex);
  const matcher = regex.matcher(text);
  spendText(text.length + replacement.length * (all ? Math.min(text.length + 1, 1000) : 1));
  try {
    const replaced = all ? matcher.replaceAll(replacement) : matcher.replaceFirst(replacement);
    spendText(replaced.length);
    return replaced;
  } catch (error) {
    throw failed(`the replacement "${replacement}" is not valid: ${error instanceof Error ? error.message : "?"}`);
  }
}

/** Java's `String.split`: a regular expression; empty parts at the end are dropped unless a negative limit is given. */
export function splitRegex(text: string, pattern: string, limit: number): Value[] {
  if (text === "") return [""];
  if (isPlain(pattern) && limit === 0) {
    const plain = text.split(pattern);
    spendItems(plain.length);
    while (plain.length > 0 && plain.at(-1) === "") plain.pop();
    return plain;
  }
  const regex = compileRegex(pattern);
  spendMatching(text, regex);
  const parts = regex.split(text, limit);
  spendItems(parts.length);
  return parts;
}

/** Whether a regular expression stands for itself. */
function isPlain(pattern: string): boolean {
  return pattern !== "" && !/[\\^$.|?*+()[\]{}]/.test(pattern);
}

const replaceText = (text: string, from: string, to: string): string => {
  const parts = text.split(from);
  spendText(text.length + (parts.length - 1) * to.length);
  return parts.join(to);
};

/** The methods of `java.lang.String` that expressions use. */
export const stringMethods: Methods<Value> = new Map<string, Method<Value>>([
  ["length", method(0, (text) => text.length)],
  ["isEmpty", method(0, (text) => text === "")],
  ["isBlank", method(0, (text) => text.trim() === "")],
  ["toUpperCase", method(0, (text) => text.toUpperCase())],
  ["toLowerCase", method(0, (text) => text.toLowerCase())],
  ["trim", method(0, (text) => text.replace(/^[\0- ]+|[\0- ]+$/g, ""))],
  ["strip", method(0, (text) => text.trim())],
  ["stripLeading", method(0, (text) => text.trimStart())],
  ["stripTrailing", method(0, (text) => text.trimEnd())],
  ["toString", method(0, (text) => text)],
  ["intern", method(0, (text) => text)],
  ["hashCode", method(0, (text) => hashCode(text))],
  ["getBytes", method(0, (text) => new TextEncoder().encode(text))],
  [
    "substring",
    method([1, 2], (text, [from, to]) =>
      part(text, indexArgument(from), to === undefined ? text.length : indexArgument(to)),
    ),
  ],
  [
    "charAt",
    method(1, (text, [at]) => {
      const index = indexArgument(at);
      return part(text, index, index + 1);
    }),
  ],
  [
    "concat",
    method(1, (text, [other], exchange) => {
      const joined = text + textArgument(other, exchange);
      spendText(joined.length);
      return joined;
    }),
  ],
  ["contains", method(1, (text, [other], exchange) => text.includes(textArgument(other, exchange)))],
  [
    "startsWith",
    method([1, 2], (text, [other, from], exchange) =>
      text.startsWith(textArgument(other, exchange), from === undefined ? 0 : indexArgument(from)),
    ),
  ],
  ["endsWith", method(1, (text, [other], exchange) => text.endsWith(textArgument(other, exchange)))],
  ["equals", method(1, (text, [other]) => typeof other === "string" && text === other)],
  [
    "equalsIgnoreCase",
    method(1, (text, [other], exchange) => text.toLowerCase() === textArgument(other, exchange).toLowerCase()),
  ],
  ["compareTo", method(1, (text, [other], exchange) => compareText(text, textArgument(other, exchange)))],
  [
    "compareToIgnoreCase",
    method(1, (text, [other], exchange) =>
      compareText(text.toLowerCase(), textArgument(other, exchange).toLowerCase()),
    ),
  ],
  [
    "indexOf",
    method([1, 2], (text, [other, from], exchange) =>
      text.indexOf(textArgument(other, exchange), from === undefined ? 0 : indexArgument(from)),
    ),
  ],
  ["lastIndexOf", method(1, (text, [other], exchange) => text.lastIndexOf(textArgument(other, exchange)))],
  [
    "replace",
    method(2, (text, [from, to], exchange) =>
      replaceText(text, textArgument(from, exchange), textArgument(to, exchange)),
    ),
  ],
  [
    "replaceAll",
    method(2, (text, [from, to], exchange) =>
      replaceRegex(text, textArgument(from, exchange), textArgument(to, exchange), true),
    ),
  ],
  [
    "replaceFirst",
    method(2, (text, [from, to], exchange) =>
      replaceRegex(text, textArgument(from, exchange), textArgument(to, exchange), false),
    ),
  ],
  [
    "matches",
    method(1, (text, [pattern], exchange) => matchesWhole(compileRegex(textArgument(pattern, exchange)), text)),
  ],
  [
    "split",
    method([1, 2], (text, [pattern, limit], exchange) =>
      JavaArray.from(splitRegex(text, textArgument(pattern, exchange), limit === undefined ? 0 : indexArgument(limit))),
    ),
  ],
  [
    "repeat",
    method(1, (text, [times]) => {
      const count = indexArgument(times);
      if (count < 0) throw failed(`repeat needs a number that is not negative, not ${count}`);
      spendText(text.length * count);
      return text.repeat(count);
    }),
  ],
  [
    "lines",
    method(0, (text) => {
      const lines = text.split(/\r\n|\r|\n/);
      spendItems(lines.length);
      return lines;
    }),
  ],
]);

/** `String.hashCode`, which some integrations use to spread work. */
function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}
