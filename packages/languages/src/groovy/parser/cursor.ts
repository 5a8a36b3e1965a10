import type { MortiseError } from "@mortise/contract";
import { syntaxError } from "../failure.ts";
import type { Token } from "../tokens.ts";
import { SOFT_KEYWORDS } from "../tokens.ts";

/** Deeper nesting is refused: each level takes a dozen JavaScript calls, and the stack has an end. */
const MAX_NESTING = 150;

/** A place in the tokens of a script. */
export class Cursor {
  readonly source: string;
  readonly tokens: readonly Token[];
  at = 0;
  /** Inside `( )` and `[ ]` a line break means nothing. */
  flat = false;
  /** Before `->` in a case, `x -> …` is no lambda. */
  noLambda = false;
  /** The class whose body is read, for its constructors. */
  className: string | null = null;
  #nesting = 0;

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  get token(): Token {
    return this.tokens[this.at] as Token;
  }

  peek(count = 1): Token {
    return this.tokens[Math.min(this.at + count, this.tokens.length - 1)] as Token;
  }

  next(): Token {
    const token = this.token;
    if (token.type !== "end") this.at++;
    return token;
  }

  /** Whether the current token is this operator or keyword. */
  is(text: string): boolean {
    const { token } = this;
    return token.text === text && (token.type === "op" || token.type === "keyword");
  }

  /** As `is`, on the same line (or where lines mean nothing). */
  isHere(text: string): boolean {
    return this.is(text) && this.here;
  }

  /** Whether the current token continues the line. */
  get here(): boolean {
    return this.flat || !this.token.nl;
  }

  isWord(text: string): boolean {
    return this.token.type === "name" && this.token.text === text;
  }

  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  expect(text: string, where: string): Token {
    if (!this.is(text)) throw this.fail(`Expected ${text} ${where}`);
    return this.next();
  }

  isName(token: Token = this.token): boolean {
    return token.type === "name" || (token.type === "keyword" && SOFT_KEYWORDS.has(token.text));
  }

  name(what: string): Token {
    if (!this.isName()) throw this.fail(`Expected ${what}`);
    return this.next();
  }

  fail(what: string, token: Token = this.token): MortiseError {
    const found = token.type === "end" ? "the end of the script" : this.source.slice(token.start, token.end);
    const short = found.length > 40 ? `${found.slice(0, 40)}…` : found;
    return syntaxError(this.source, token.start, what, short.split("\n")[0]);
  }

  /** Reads something inside brackets or braces, with newlines meaning nothing or something. */
  within<T>(flat: boolean, read: () => T): T {
    const before = this.flat;
    const { noLambda } = this;
    if (++this.#nesting > MAX_NESTING) throw this.fail("The script is nested too deep here");
    this.flat = flat;
    this.noLambda = false;
    const result = read();
    this.flat = before;
    this.noLambda = noLambda;
    this.#nesting--;
    return result;
  }

  /** Counts a level of nesting that has no brackets, such as `!!!x`. */
  deeper<T>(read: () => T): T {
    if (++this.#nesting > MAX_NESTING) throw this.fail("The script is nested too deep here");
    const result = read();
    this.#nesting--;
    return result;
  }

  /** The index of the token that closes the bracket at `open`, or -1. */
  closing(open: number): number {
    let depth = 0;
    for (let i = open; i < this.tokens.length; i++) {
      const token = this.tokens[i] as Token;
      if (token.type !== "op") continue;
      if (token.text === "(" || token.text === "[" || token.text === "{" || token.text === "?[") depth++;
      else if (token.text === ")" || token.text === "]" || token.text === "}") {
        if (--depth === 0) return i;
      }
    }
    return -1;
  }
}
