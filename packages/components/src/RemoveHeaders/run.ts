import type { Run } from "@mortise/contract";
import { compilePattern, type NamePattern } from "./pattern.ts";
import type { spec } from "./spec.ts";

/** The header by which a run is found again. */
const BREADCRUMB = "breadcrumbId";

const compiled = new WeakMap<object, { readonly goes: NamePattern; readonly stays: NamePattern }>();

/** Removes the headers that fit the pattern, but for those that fit the exclusion. */
export const run: Run<typeof spec> = (exchange, settings, { nodeId }) => {
  const { goes, stays } = patterns(settings, nodeId);
  for (const name of exchange.message.headers.names())
    if (goes(name) && !stays(name)) exchange.message.removeHeader(name);
};

/** Settings are compiled once for a version, and so are their patterns. */
function patterns(settings: { readonly pattern: string; readonly exclude?: string }, nodeId: string) {
  let known = compiled.get(settings);
  if (!known) {
    const { pattern, exclude } = settings;
    const excluded: NamePattern = exclude ? compilePattern(exclude, "exclude", nodeId) : () => false;
    known = {
      goes: compilePattern(pattern, "pattern", nodeId),
      stays: pattern === "*" ? (name) => name.toLowerCase() === BREADCRUMB.toLowerCase() || excluded(name) : excluded,
    };
    compiled.set(settings, known);
  }
  return known;
}
