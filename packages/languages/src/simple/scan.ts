import { notationAt } from "../notations.ts";
import type { Span } from "./syntax.ts";

/** Where a nested `${…}`, `#{…}` or `@{…}` that starts at an offset ends; undefined when none starts there. */
export function nestedEnd(source: string, at: number, end: number): number | undefined {
  const open = source.startsWith("${", at) ? 2 : source.startsWith("$simple{", at) ? 8 : 0;
  if (open === 0) {
    const notation = notationAt(source, at);
    return notation && notation.end <= end ? notation.end : undefined;
  }
  let depth = 1;
  for (let index = at + open; index < end; index++) {
    const character = source.charAt(index);
    if (character === "\\" && source.charAt(index + 1) === "}") index++;
    else if (character === "}") {
      if (--depth === 0) return index + 1;
    } else if (source.startsWith("${", index) || source.startsWith("$simple{", index)) {
      depth++;
      index = source.indexOf("{", index);
    } else {
      const notation = notationAt(source, index);
      if (notation && notation.end <= end) index = notation.end - 1;
    }
  }
  return undefined;
}

/** Whether a span holds something to evaluate. */
export function isDynamic(source: string, span: Span): boolean {
  for (let at = span.start; at < span.end; at++) if (nestedEnd(source, at, span.end) !== undefined) return true;
  return false;
}

/** What `walk` tells of each character outside of quotes, brackets and nested functions. Return true to stop. */
type Visit = (at: number, character: string) => boolean;

/**
 * Walks a span of function text. Quoted text, nested functions and whatever stands in brackets of any kind is passed
 * over; `square` says whether square brackets count, which they do not between arguments. Returns the offset where the
 * visitor stopped, or undefined.
 */
export function walk(source: string, { start, end }: Span, visit: Visit, square = true): number | undefined {
  let depth = 0;
  for (let at = start; at < end; ) {
    const nested = nestedEnd(source, at, end);
    if (nested !== undefined) {
      at = nested;
      continue;
    }
    const character = source.charAt(at);
    if (character === "'" || character === '"') {
      const close = quoteEnd(source, at, end);
      if (close !== undefined) {
        at = close;
        continue;
      }
    }
    if (character === ")" || (square && character === "]")) {
      if (depth === 0 && visit(at, character)) return at;
      if (depth > 0) depth--;
    } else {
      if (depth === 0 && visit(at, character)) return at;
      if (character === "(" || (square && character === "[")) depth++;
    }
    at++;
  }
  return undefined;
}

/** The offset after the quote that closes the one at `at`, passing over nested functions. */
export function quoteEnd(source: string, at: number, end: number): number | undefined {
  const quote = source.charAt(at);
  for (let index = at + 1; index < end; ) {
    const nested = nestedEnd(source, index, end);
    if (nested !== undefined) index = nested;
    else if (source.charAt(index++) === quote) return index;
  }
  return undefined;
}
