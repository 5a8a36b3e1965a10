import type { Closure } from "../../runtime/closure.ts";
import { JArray, JList } from "../../runtime/list.ts";
import type { JMap } from "../../runtime/map.ts";
import { toInt } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { truth } from "../../runtime/truth.ts";
import { Matcher, Pattern, patternOf } from "../regex/pattern.ts";
import { repeated, sized } from "./string.ts";

export const strings = (items: string[]) => new JArray(items, "java.lang.String");
export const lines = (text: string) => {
  const parts = text.split(/\r\n|\r|\n/);
  if (parts.at(-1) === "") parts.pop();
  return parts;
};

/** Text filled up on one side or both. */
export function fill(run: Run, width: Obj, padding: string, text: string, where: "left" | "right" | "both"): string {
  const missing = toInt(width) - text.length;
  if (missing <= 0) return text;
  const left = where === "left" ? missing : where === "both" ? Math.floor(missing / 2) : 0;
  const of = (count: number) => repeated(run, padding, Math.ceil(count / Math.max(1, padding.length))).slice(0, count);
  return of(left) + text + of(missing - left);
}

export function minus(text: string, part: Obj): string {
  if (part instanceof Pattern) return text;
  const wanted = textOf(part);
  const at = text.indexOf(wanted);
  return at < 0 ? text : text.slice(0, at) + text.slice(at + wanted.length);
}

export function groupsFor(matcher: Matcher): Obj {
  return matcher.regex.groups === 0 ? matcher.group() : new JList(matcher.groups());
}

export function matchesOf(run: Run, text: string, pattern: Obj): Matcher {
  return new Matcher(run, patternOf(pattern), text);
}

/** The texts between separators, empty ones left out. */
export function tokens(text: string, separators: string): JList {
  const found: string[] = [];
  let current = "";
  for (const char of text) {
    if (!separators.includes(char)) current += char;
    else if (current !== "") {
      found.push(current);
      current = "";
    }
  }
  if (current !== "") found.push(current);
  return new JList(found);
}

export function replaceKeys(run: Run, text: string, map: JMap): string {
  const entries = map.entries().map(({ key, value }) => [textOf(key), textOf(value)] as const);
  let result = "";
  for (let at = 0; at < text.length; ) {
    run.step();
    const found = entries.find(([key]) => key !== "" && text.startsWith(key, at));
    result += found ? found[1] : text[at];
    at += found ? found[0].length : 1;
  }
  return sized(run, result);
}

export function isNumeric(text: string, kind: "int" | "long" | "decimal" | "double"): boolean {
  const trimmed = text.trim();
  if (kind === "decimal") return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed);
  if (kind === "double") return /^[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?|NaN|Infinity)$/.test(trimmed);
  if (!/^[+-]?\d+$/.test(trimmed)) return false;
  const bits = kind === "int" ? 32 : 64;
  return (
    trimmed.length < 25 && BigInt.asIntN(bits, BigInt(trimmed.replace("+", ""))) === BigInt(trimmed.replace("+", ""))
  );
}

export function eachLine(texts: readonly string[], first: number, action: Closure): Obj {
  let result: Obj = null;
  texts.forEach((line, i) => {
    result = action.arity === 2 ? action.call2(line, first + i) : action.call1(line);
  });
  return result;
}

export function whileLength(text: string, condition: Closure): number {
  let count = 0;
  while (count < text.length && truth(condition.call1(text[count] as string))) count++;
  return count;
}

export function between(text: string, from: string, to: string): string {
  const start = text.indexOf(from);
  if (from === "" || start < 0) return "";
  const end = text.indexOf(to, start + from.length);
  return end < 0 ? "" : text.slice(start + from.length, end);
}

export function firstMatch(run: Run, text: string, pattern: Obj): Obj {
  const m = matchesOf(run, text, pattern);
  return m.find() ? m.group() : null;
}

export function allMatches(run: Run, text: string, pattern: Obj): JList {
  const m = matchesOf(run, text, pattern);
  const found: Obj[] = [];
  while (m.find()) {
    run.take(32);
    found.push(m.group());
  }
  return new JList(found);
}

export function collectMatches(run: Run, text: string, pattern: Obj, use: Closure): JList {
  const m = matchesOf(run, text, pattern);
  const found: Obj[] = [];
  while (m.find()) found.push(use.call1(groupsFor(m)));
  return new JList(found);
}

/** Unix's `tr`: ranges, `^` for everything else, the last character repeated. */
export function translate(text: string, from: string, to: string): string {
  const expandSet = (set: string) =>
    set.replace(/(.)-(.)/gs, (_all, first: string, last: string) => {
      let chars = "";
      for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++) chars += String.fromCharCode(code);
      return chars;
    });
  const target = expandSet(to);
  if (from.startsWith("^")) {
    const kept = expandSet(from.slice(1));
    return text
      .split("")
      .map((char) => (kept.includes(char) ? char : target.at(-1)))
      .join("");
  }
  const source = expandSet(from);
  return text
    .split("")
    .map((char) => {
      const at = source.lastIndexOf(char);
      return at < 0 ? char : (target[Math.min(at, target.length - 1)] ?? char);
    })
    .join("");
}

export function indentOf(text: string): number {
  const indents = lines(text)
    .filter((line) => line.trim() !== "")
    .map((line) => line.length - line.trimStart().length);
  return indents.length ? Math.min(...indents) : 0;
}

export function stripIndent(text: string, count: number): string {
  const stripped = lines(text).map((line) =>
    line.trim() === "" && line.length < count ? "" : line.slice(Math.min(count, line.length)),
  );
  return stripped.join("\n") + (text.endsWith("\n") ? "\n" : "");
}

export function stripMargin(text: string, mark: string): string {
  const stripped = lines(text).map((line) => {
    const start = line.trimStart();
    return start.startsWith(mark) ? start.slice(mark.length) : line;
  });
  return stripped.join("\n") + (text.endsWith("\n") ? "\n" : "");
}

export function expand(text: string, tab: number): string {
  return text
    .split("\n")
    .map((line) => {
      let result = "";
      for (const char of line) result += char === "\t" ? " ".repeat(tab - (result.length % tab)) : char;
      return result;
    })
    .join("\n");
}
