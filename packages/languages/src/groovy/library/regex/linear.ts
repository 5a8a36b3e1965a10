import type { CharSet } from "./set.ts";
import type { Regexp } from "./tree.ts";

/** The pattern in RE2's syntax; undefined where no linear engine can follow it. */
export function linearText(tree: Regexp): string | undefined {
  switch (tree.kind) {
    case "set":
      return setText(tree.set);
    case "sequence":
      return joined(tree.parts.map(grouped), "");
    case "choice": {
      const parts = joined(tree.parts.map(linearText), "|");
      return parts === undefined ? undefined : `(?:${parts})`;
    }
    case "group": {
      const body = linearText(tree.body);
      return body === undefined ? undefined : `(${body})`;
    }
    case "repeat": {
      if (tree.how === "possessive") return undefined;
      const body = linearText(tree.body);
      return body === undefined
        ? undefined
        : `(?:${body})${bounds(tree.min, tree.max)}${tree.how === "lazy" ? "?" : ""}`;
    }
    case "assert":
      return ASSERTIONS.get(tree.what);
    default:
      return undefined;
  }
}

/** Whether `$` or `\Z` stands somewhere: it also holds before a last line break, which RE2's does not. */
export function hasLastEnd(tree: Regexp): boolean {
  switch (tree.kind) {
    case "assert":
      return tree.what === "lastEnd" || tree.what === "lineEnd" || tree.what === "lineStart";
    case "sequence":
    case "choice":
      return tree.parts.some(hasLastEnd);
    case "group":
    case "repeat":
      return hasLastEnd(tree.body);
    default:
      return false;
  }
}

const ASSERTIONS: ReadonlyMap<string, string> = new Map([
  ["start", "\\A"],
  ["end", "\\z"],
  ["lastEnd", "\\z"],
  ["lineStart", "(?m:^)"],
  ["lineEnd", "(?m:$)"],
]);

function grouped(tree: Regexp): string | undefined {
  return linearText(tree);
}

function joined(parts: readonly (string | undefined)[], between: string): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join(between);
}

function bounds(min: number, max: number): string {
  if (min === 0 && max === 1) return "?";
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function setText(set: CharSet): string | undefined {
  if (set.and.length > 0) return undefined;
  if (set.properties.some((property) => !/^\^?[A-Z][a-z]?$/.test(property))) return undefined;
  let text = "";
  for (let i = 0; i < set.ranges.length; i += 2) {
    const first = set.ranges[i] as number;
    const last = set.ranges[i + 1] as number;
    text += first === last ? code(first) : `${code(first)}-${code(last)}`;
  }
  for (const property of set.properties) {
    text += property.startsWith("^") ? `\\P{${property.slice(1)}}` : `\\p{${property}}`;
  }
  // A set that holds nothing matches nothing.
  if (text === "") return set.negated ? "(?s:.)" : "[^\\x{0}-\\x{10FFFF}]";
  return `[${set.negated ? "^" : ""}${text}]`;
}

function code(value: number): string {
  return `\\x{${value.toString(16)}}`;
}
