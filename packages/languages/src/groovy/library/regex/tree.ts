import type { CharSet } from "./set.ts";

/** A regular expression, parsed. */
export type Regexp =
  | { readonly kind: "set"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly parts: readonly Regexp[] }
  | { readonly kind: "choice"; readonly parts: readonly Regexp[] }
  | { readonly kind: "group"; readonly index: number; readonly name: string | undefined; readonly body: Regexp }
  | {
      readonly kind: "repeat";
      readonly body: Regexp;
      readonly min: number;
      readonly max: number;
      readonly how: "greedy" | "lazy" | "possessive";
    }
  | { readonly kind: "assert"; readonly what: Assertion }
  | { readonly kind: "look"; readonly body: Regexp; readonly behind: boolean; readonly negated: boolean }
  | { readonly kind: "atomic"; readonly body: Regexp }
  | { readonly kind: "back"; readonly index: number; readonly fold: "none" | "ascii" | "unicode" };

/** `^` and `$` by line or text, `\b`, `\B`, `\A`, `\z`, `\Z`, `\G`. */
export type Assertion = "lineStart" | "lineEnd" | "start" | "end" | "lastEnd" | "word" | "notWord" | "previous";

/** A parsed pattern with what is known of its groups. */
export interface ParsedPattern {
  readonly tree: Regexp;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
}
