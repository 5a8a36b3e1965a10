import { notationAt } from "../notations.ts";
import { walk } from "./scan.ts";

/** The kinds of token of Camel's grammar, by Camel's own names: they appear in its messages. */
export type TokenType =
  | "functionStart"
  | "functionEnd"
  | "whiteSpace"
  | "singleQuote"
  | "doubleQuote"
  | "booleanValue"
  | "nullValue"
  | "numericValue"
  | "binaryOperator"
  | "unaryOperator"
  | "logicalOperator"
  | "otherOperator"
  | "notOperator"
  | "minusValue"
  | "property"
  | "variable"
  | "parameter"
  | "local"
  | "localCall"
  | "character"
  | "eol";

/** A piece of a source. */
export interface Token {
  readonly type: TokenType;
  /** As it stands for in a text: an escape is resolved. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Longest first where one starts with another. */
export const BINARY_OPERATORS = [
  "!startsWith",
  "starts with",
  "not contains",
  "startsWith",
  "!endsWith",
  "!contains",
  "not regex",
  "not range",
  "ends with",
  "contains",
  "endsWith",
  "!equals",
  "!regex",
  "!range",
  "equals",
  "not is",
  "not in",
  "regex",
  "range",
  "!=~",
  "!~~",
  "!is",
  "!in",
  "==",
  "=~",
  ">=",
  "<=",
  "!=",
  "~~",
  "is",
  "in",
  ">",
  "<",
] as const;

/** An operator that compares two values. */
export type BinaryOperator = (typeof BINARY_OPERATORS)[number];

/** Operators of templates as well as predicates. */
const OTHER_OPERATORS = ["?~>", "~>", "?:"];

const BY_FIRST = new Map<string, string[]>();
for (const operator of BINARY_OPERATORS) {
  const first = operator.charAt(0);
  BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), operator]);
}

const ESCAPES: { readonly [character: string]: string } = { n: "\n", t: "\t", r: "\r", "}": "}" };

/** Which notations of ours count as tokens. */
export interface Notations {
  readonly properties: boolean;
  /** Names that an init block declared: `$name` and `$$name` stand for their values. */
  readonly locals: ReadonlySet<string>;
  /** Whether `$<` at this offset starts a function, and then where its `>` stands. */
  angle(start: number): number | undefined;
}

/** Reads tokens from one source; the parser decides which kinds it wants at a place. */
export class Tokens {
  readonly source: string;
  readonly end: number;
  readonly #notations: Notations;
  /** Where the last token began: Camel's errors point there. */
  previous: number;
  at: number;

  constructor(source: string, start: number, end: number, notations: Notations) {
    this.source = source;
    this.end = end;
    this.at = start;
    this.previous = start;
    this.#notations = notations;
  }

  next(wanted?: readonly TokenType[]): Token {
    const start = this.at;
    if (start >= this.end) return { type: "eol", text: "", start, end: start };
    const token = this.#read(start, wanted);
    this.previous = start;
    this.at = token.end;
    return token;
  }

  #read(start: number, wanted: readonly TokenType[] | undefined): Token {
    const { source } = this;
    const wants = (type: TokenType) => wanted === undefined || wanted.includes(type);
    const token = (type: TokenType, end: number, text = source.slice(start, end)): Token => ({
      type,
      text,
      start,
      end,
    });
    const character = source.charAt(start);

    if (character >= "0" && character <= "9" && wants("numericValue")) {
      let end = start + 1;
      while (end < this.end && /[0-9.,]/.test(source.charAt(end))) end++;
      return token("numericValue", end);
    }
    if (character === "\\" && wanted === undefined && start + 1 < this.end) {
      const escaped = ESCAPES[source.charAt(start + 1)];
      return escaped === undefined ? token("character", start + 1) : token("character", start + 2, escaped);
    }
    if (character === "$" && wants("functionStart")) {
      if (source.startsWith("${", start)) return token("functionStart", start + 2);
      if (source.startsWith("$simple{", start)) return token("functionStart", start + 8);
      if (source.startsWith("$<", start) && this.#notations.angle(start) !== undefined)
        return token("functionStart", start + 2);
      const name = /^\$\$?([A-Za-z_]\w*)/.exec(source.slice(start, Math.min(this.end, start + 66)));
      if (name && this.#notations.locals.has(name[1] as string)) {
        const end = start + name[0].length;
        const close = source.charAt(end) === "(" ? closingParenthesis(source, end + 1, this.end) : undefined;
        return close === undefined
          ? token("local", end, name[1] as string)
          : token("localCall", close + 1, source.slice(start + 1, close + 1));
      }
      if (name?.[0] === "$param") return token("parameter", start + 6);
    }
    if (character === "}" && wants("functionEnd")) return token("functionEnd", start + 1);
    if ((character === "#" || character === "@") && wants("variable")) {
      const notation = notationAt(source, start);
      if (notation && notation.end <= this.end && (notation.kind === "variable" || this.#notations.properties))
        return token(notation.kind, notation.end, notation.name);
    }
    if (character === "'" && wants("singleQuote")) return token("singleQuote", start + 1);
    if (character === '"' && wants("doubleQuote")) return token("doubleQuote", start + 1);
    if (wanted !== undefined) return token("character", start + 1);

    if (character === " " || character === "\t" || character === "\n" || character === "\r")
      return token("whiteSpace", start + 1);
    if (source.startsWith("true", start)) return token("booleanValue", start + 4);
    if (source.startsWith("false", start)) return token("booleanValue", start + 5);
    if (source.startsWith("null", start)) return token("nullValue", start + 4);
    const binary = this.#binaryAt(start, character);
    if (binary) return token("binaryOperator", start + binary.length);
    if (this.#unaryAt(start)) return token("unaryOperator", start + 2);
    if (source.startsWith("&&", start) || source.startsWith("||", start)) return token("logicalOperator", start + 2);
    const other = this.#otherAt(start, character);
    if (other) return token("otherOperator", start + other.length);
    if (character === "!" && (source.startsWith("${", start + 1) || source.startsWith("$simple{", start + 1)))
      return token("notOperator", start + 1);
    if (character === "-") return token("minusValue", start + 1);
    return token("character", start + 1);
  }

  /** `exp1 op exp2`: a blank on both sides, so that `<` in a text or `in` inside a word is no operator. */
  #binaryAt(start: number, character: string): string | undefined {
    if (start === 0 || !isBlank(this.source.charAt(start - 1))) return undefined;
    return BY_FIRST.get(character)?.find((operator) => {
      const end = start + operator.length;
      return end < this.end - 1 && this.source.startsWith(operator, start) && isBlank(this.source.charAt(end));
    });
  }

  #unaryAt(start: number): boolean {
    if (!this.source.startsWith("++", start) && !this.source.startsWith("--", start)) return false;
    const before = start > 0 ? this.source.charAt(start - 1) : "";
    const after = start + 2 < this.end ? this.source.charAt(start + 2) : " ";
    return (before === "}" || before === ">") && after === " ";
  }

  #otherAt(start: number, character: string): string | undefined {
    if ((character !== "?" && character !== "~") || start === 0 || !isBlank(this.source.charAt(start - 1)))
      return undefined;
    return OTHER_OPERATORS.find(
      (operator) => this.source.startsWith(operator, start) && isBlank(this.source.charAt(start + operator.length)),
    );
  }
}

function closingParenthesis(source: string, start: number, end: number): number | undefined {
  return walk(source, { start, end }, (_, character) => character === ")");
}

/** The operator, of a comparison or between conditions, that stands at an offset with a blank on both sides. */
export function operatorAfterBlank(source: string, at: number, end: number): string | undefined {
  if (at === 0 || !isBlank(source.charAt(at - 1))) return undefined;
  const ends = (operator: string) =>
    source.startsWith(operator, at) && at + operator.length < end - 1 && isBlank(source.charAt(at + operator.length));
  return BY_FIRST.get(source.charAt(at))?.find(ends) ?? ["&&", "||", "?:", "~>", "?~>"].find(ends);
}

/** What Camel's grammar takes for white space between tokens. */
export function isBlank(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}
