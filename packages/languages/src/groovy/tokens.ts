import type { Obj } from "./runtime/object.ts";

/** One token. `nl` says that a line break stands before it, `adjoins` that nothing at all does. */
export interface Token {
  readonly type: TokenType;
  /** The name, the operator or the text of a string. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly nl: boolean;
  readonly adjoins: boolean;
  /** A number's or a plain string's value. */
  readonly value?: Obj;
  /** The pieces of a GString: texts, and between them the tokens of each expression. */
  readonly texts?: readonly string[];
  readonly holes?: readonly (readonly Token[])[];
}

export type TokenType = "name" | "keyword" | "number" | "string" | "gstring" | "op" | "end";

/** Words that are no names, but may stand after a dot, as a map key or as a named argument. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "abstract assert boolean break byte case catch char class const continue def default do double else enum " +
    "extends false final finally float for goto if implements import in instanceof int interface long native new " +
    "null private protected public return short static strictfp super switch synchronized this " +
    "threadsafe throw throws transient true try void volatile while as"
  ).split(" "),
);

/** Keywords that may also be plain names. */
export const SOFT_KEYWORDS: ReadonlySet<string> = new Set(["as", "in"]);

/** Java's primitive types. */
export const PRIMITIVES: ReadonlySet<string> = new Set([
  "boolean",
  "byte",
  "char",
  "double",
  "float",
  "int",
  "long",
  "short",
  "void",
]);

/** What may stand before a declaration and changes nothing here. */
export const MODIFIERS: ReadonlySet<string> = new Set([
  "public",
  "private",
  "protected",
  "static",
  "final",
  "abstract",
  "native",
  "transient",
  "volatile",
  "strictfp",
  "synchronized",
  "default",
]);

/** Operators, longest first. `>` always stands alone, so that `List<List<String>>` can close twice. */
export const OPERATORS: readonly string[] = [
  ">>>=",
  "<..<",
  "<=>",
  "==~",
  "===",
  "!==",
  "...",
  "**=",
  "<<=",
  ">>=",
  "..<",
  "<..",
  "??.",
  "?.",
  "?:",
  "?=",
  "?[",
  "*.",
  ".&",
  ".@",
  "::",
  "->",
  "++",
  "--",
  "**",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "&=",
  "|=",
  "^=",
  "&&",
  "||",
  "==",
  "!=",
  "<=",
  ">=",
  "=~",
  "<<",
  "..",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  "<",
  ">",
  "=",
  "+",
  "-",
  "*",
  "/",
  "%",
  "!",
  "~",
  "&",
  "|",
  "^",
  "?",
  ":",
  ";",
  ",",
  ".",
  "@",
];
