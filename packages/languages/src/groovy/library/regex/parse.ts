import { throwNew } from "../../runtime/throwable.ts";
import { ALL, DIGIT, HORIZONTAL, LINE_BREAKS, propertySet, SPACE, VERTICAL, WORD } from "./properties.ts";
import { type CharSet, foldCase, negate, otherCases, rangesOf, simplify, union } from "./set.ts";
import type { Assertion, ParsedPattern, Regexp } from "./tree.ts";

export const UNIX_LINES = 1;
export const CASE_INSENSITIVE = 2;
export const COMMENTS = 4;
export const MULTILINE = 8;
export const LITERAL = 16;
export const DOTALL = 32;
export const UNICODE_CASE = 64;
export const UNICODE_CLASS = 256;

const LETTERS: ReadonlyMap<string, number> = new Map([
  ["d", UNIX_LINES],
  ["i", CASE_INSENSITIVE],
  ["x", COMMENTS],
  ["m", MULTILINE],
  ["s", DOTALL],
  ["u", UNICODE_CASE],
  ["U", UNICODE_CLASS | UNICODE_CASE],
]);

/** Repetitions beyond this are refused: a pattern is compiled once per repetition. */
const MAX_REPEAT = 1000;
const MAX_DEPTH = 200;

/** Reads a pattern in Java's syntax. Throws PatternSyntaxException as Java does. */
export function parsePattern(source: string, flags: number): ParsedPattern {
  const parser = new Parser(source, flags);
  return parser.parse();
}

class Parser {
  readonly source: string;
  flags: number;
  at = 0;
  groups = 0;
  readonly names = new Map<string, number>();
  #depth = 0;

  constructor(source: string, flags: number) {
    this.source = source;
    this.flags = flags;
  }

  parse(): ParsedPattern {
    const tree = this.flags & LITERAL ? this.#literal(this.source) : this.#choice();
    if (this.at < this.source.length && !(this.flags & LITERAL)) throw this.#fail("Unmatched closing ')'", this.at - 1);
    return { tree, groups: this.groups, names: this.names };
  }

  #fail(what: string, index = this.at): Error {
    const mark = index >= 0 && index < this.source.length ? `\n${" ".repeat(Math.max(0, index))}^` : "";
    const near = index >= 0 ? ` near index ${index}` : "";
    return throwNew(
      "java.util.regex.PatternSyntaxException",
      `${what}${near}\n${this.source}${mark}`,
    ) as unknown as Error;
  }

  #literal(text: string): Regexp {
    return { kind: "sequence", parts: [...text].map((char) => this.#char(char.codePointAt(0) as number)) };
  }

  #char(code: number): Regexp {
    if (!(this.flags & CASE_INSENSITIVE)) return { kind: "set", set: rangesOf(code, code) };
    const others = otherCases(code, (this.flags & UNICODE_CASE) !== 0);
    return { kind: "set", set: rangesOf(...[code, ...others].flatMap((one) => [one, one])) };
  }

  #set(set: CharSet): Regexp {
    const folded = this.flags & CASE_INSENSITIVE ? foldCase(set, (this.flags & UNICODE_CASE) !== 0) : set;
    return { kind: "set", set: simplify(folded) };
  }

  #choice(): Regexp {
    if (++this.#depth > MAX_DEPTH) throw this.#fail("Too many groups within groups");
    const { flags } = this;
    const parts = [this.#sequence()];
    while (this.source[this.at] === "|") {
      this.at++;
      parts.push(this.#sequence());
    }
    this.flags = flags;
    this.#depth--;
    return parts.length === 1 ? (parts[0] as Regexp) : { kind: "choice", parts };
  }

  #sequence(): Regexp {
    const parts: Regexp[] = [];
    for (;;) {
      this.#skip();
      const char = this.source[this.at];
      if (char === undefined || char === "|" || char === ")") break;
      const atom = this.#atom();
      if (atom) parts.push(this.#repeat(atom));
    }
    return parts.length === 1 ? (parts[0] as Regexp) : { kind: "sequence", parts };
  }

  #skip(): void {
    if (!(this.flags & COMMENTS)) return;
    for (;;) {
      const char = this.source[this.at] ?? "";
      if (char === "#") {
        const end = this.source.indexOf("\n", this.at);
        this.at = end < 0 ? this.source.length : end + 1;
      } else if (/\s/.test(char)) this.at++;
      else return;
    }
  }

  #repeat(atom: Regexp): Regexp {
    let body = atom;
    for (;;) {
      this.#skip();
      const bounds = this.#bounds();
      if (!bounds) return body;
      const [min, max] = bounds;
      const next = this.source[this.at];
      const how = next === "?" ? "lazy" : next === "+" ? "possessive" : "greedy";
      if (how !== "greedy") this.at++;
      body = { kind: "repeat", body, min, max, how };
    }
  }

  #bounds(): [number, number] | undefined {
    const char = this.source[this.at];
    if (char === "*" || char === "+" || char === "?") {
      this.at++;
      return [char === "+" ? 1 : 0, char === "?" ? 1 : Number.POSITIVE_INFINITY];
    }
    if (char !== "{") return undefined;
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.source.slice(this.at, this.at + 30));
    if (!match) throw this.#fail("Illegal repetition");
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (max < min) throw this.#fail("Illegal repetition range");
    if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Number.POSITIVE_INFINITY)) {
      throw this.#fail(`A repetition of more than ${MAX_REPEAT} times is not supported here`);
    }
    this.at += match[0].length;
    return [min, max];
  }

  #atom(): Regexp | undefined {
    const char = this.source[this.at] as string;
    switch (char) {
      case "(":
        return this.#group();
      case "[":
        this.at++;
        return this.#set(this.#class());
      case ".":
        this.at++;
        if (this.flags & DOTALL) return { kind: "set", set: ALL };
        return { kind: "set", set: negate(this.flags & UNIX_LINES ? rangesOf(10, 10) : LINE_BREAKS) };
      case "^":
        this.at++;
        return { kind: "assert", what: this.flags & MULTILINE ? "lineStart" : "start" };
      case "$":
        this.at++;
        return { kind: "assert", what: this.flags & MULTILINE ? "lineEnd" : "lastEnd" };
      case "\\":
        return this.#escape();
      case "*":
      case "+":
      case "?":
        throw this.#fail(`Dangling meta character '${char}'`);
      default: {
        const code = this.source.codePointAt(this.at) as number;
        this.at += code > 0xffff ? 2 : 1;
        return this.#char(code);
      }
    }
  }

  #group(): Regexp | undefined {
    const open = this.at++;
    if (this.source[this.at] !== "?") return this.#close(this.#capture(undefined), open);
    const rest = this.source.slice(this.at + 1);
    const named = /^<([a-zA-Z][a-zA-Z0-9]*)>/.exec(rest);
    if (named) {
      const name = named[1] as string;
      if (this.names.has(name)) throw this.#fail(`Named capturing group <${name}> is already defined`);
      this.at += 1 + named[0].length;
      return this.#close(this.#capture(name), open);
    }
    const look = /^(=|!|<=|<!|>|:)/.exec(rest)?.[0];
    if (look !== undefined) {
      this.at += 1 + look.length;
      const body = this.#choice();
      if (look === ":") return this.#close(body, open);
      if (look === ">") return this.#close({ kind: "atomic", body }, open);
      return this.#close({ kind: "look", body, behind: look.startsWith("<"), negated: look.endsWith("!") }, open);
    }
    return this.#flagGroup(rest, open);
  }

  #flagGroup(rest: string, open: number): Regexp | undefined {
    const match = /^([dimsuxU]*)(?:-([dimsuxU]*))?([:)])/.exec(rest);
    if (!match) throw this.#fail("Unknown inline modifier", this.at + 1);
    this.at += 1 + match[0].length;
    const before = this.flags;
    for (const letter of match[1] ?? "") this.flags |= LETTERS.get(letter) as number;
    for (const letter of match[2] ?? "") this.flags &= ~(LETTERS.get(letter) as number);
    if (match[3] === ")") return undefined;
    const body = this.#choice();
    this.flags = before;
    return this.#close(body, open);
  }

  #capture(name: string | undefined): Regexp {
    const index = ++this.groups;
    if (name !== undefined) this.names.set(name, index);
    return { kind: "group", index, name, body: this.#choice() };
  }

  #close(body: Regexp, open: number): Regexp {
    if (this.source[this.at] !== ")") throw this.#fail("Unclosed group", this.source.length);
    this.at++;
    void open;
    return body;
  }

  #escape(): Regexp | undefined {
    const char = this.source[this.at + 1];
    if (char === undefined) throw this.#fail("Unexpected internal error", this.at + 1);
    const assertion = ASSERTIONS.get(char);
    if (assertion) {
      this.at += 2;
      return { kind: "assert", what: assertion };
    }
    if (char === "Q") return this.#quoted();
    if (char === "E") {
      this.at += 2;
      return undefined;
    }
    if (char === "R") {
      this.at += 2;
      const pair: Regexp = { kind: "sequence", parts: [this.#char(13), this.#char(10)] };
      return { kind: "atomic", body: { kind: "choice", parts: [pair, { kind: "set", set: VERTICAL }] } };
    }
    if (char >= "1" && char <= "9") return this.#back();
    if (char === "k") return this.#namedBack();
    const set = this.#classEscape();
    return typeof set === "number" ? this.#char(set) : this.#set(set);
  }

  #quoted(): Regexp {
    const end = this.source.indexOf("\\E", this.at + 2);
    const text = this.source.slice(this.at + 2, end < 0 ? undefined : end);
    this.at = end < 0 ? this.source.length : end + 2;
    return this.#literal(text);
  }

  #fold(): "none" | "ascii" | "unicode" {
    if (!(this.flags & CASE_INSENSITIVE)) return "none";
    return this.flags & UNICODE_CASE ? "unicode" : "ascii";
  }

  #back(): Regexp {
    this.at++;
    let index = Number(this.source[this.at++]);
    // Further digits belong to the number only while so many groups are there.
    for (
      let digit = this.source[this.at];
      digit !== undefined && digit >= "0" && digit <= "9";
      digit = this.source[this.at]
    ) {
      if (index * 10 + Number(digit) > this.groups) break;
      index = index * 10 + Number(digit);
      this.at++;
    }
    return { kind: "back", index, fold: this.#fold() };
  }

  #namedBack(): Regexp {
    const match = /^\\k<([a-zA-Z][a-zA-Z0-9]*)>/.exec(this.source.slice(this.at));
    const index = match ? this.names.get(match[1] as string) : undefined;
    if (!match || index === undefined) {
      throw this.#fail(
        match
          ? `named capturing group <${match[1]}> does not exist`
          : "\\k is not followed by '<' for named capturing group",
      );
    }
    this.at += match[0].length;
    return { kind: "back", index, fold: this.#fold() };
  }

  /** A set, or the code of the one character that an escape stands for. */
  #classEscape(): CharSet | number {
    const { source } = this;
    const char = source[this.at + 1] as string;
    this.at += 2;
    const set = SETS.get(char);
    if (set) return set;
    switch (char) {
      case "p":
      case "P":
        return this.#property(char === "P");
      case "x":
        return this.#hex(/^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/, "Illegal hexadecimal escape sequence");
      case "u":
        return this.#hex(/^([0-9a-fA-F]{4})/, "Illegal Unicode escape sequence");
      case "0":
        return this.#octal();
      case "c":
        return (source.charCodeAt(this.at++) ^ 64) & 0xffff;
    }
    const control = CONTROLS.get(char);
    if (control !== undefined) return control;
    if (/[a-zA-Z]/.test(char)) throw this.#fail("Illegal/unsupported escape sequence", this.at - 1);
    const code = source.codePointAt(this.at - 1) as number;
    if (code > 0xffff) this.at++;
    return code;
  }

  #hex(shape: RegExp, what: string): number {
    const match = shape.exec(this.source.slice(this.at));
    if (!match) throw this.#fail(what);
    this.at += match[0].length;
    const code = Number.parseInt((match[1] ?? match[2]) as string, 16);
    if (code > 0x10ffff) throw this.#fail("Hexadecimal codepoint is too big");
    return code;
  }

  #octal(): number {
    const match = /^(?:[0-3][0-7]{2}|[0-7]{1,2})/.exec(this.source.slice(this.at));
    if (!match) throw this.#fail("Illegal octal escape sequence");
    this.at += match[0].length;
    return Number.parseInt(match[0], 8);
  }

  #property(negated: boolean): CharSet {
    const match = /^(?:\{(\^?)([\w=-]+)\}|(\w))/.exec(this.source.slice(this.at));
    if (!match) throw this.#fail("Unclosed character family");
    this.at += match[0].length;
    const name = (match[2] ?? match[3]) as string;
    const set = propertySet(name, negated !== (match[1] === "^"));
    if (!set) throw this.#fail(`Unknown character property name {${name}}`, this.at);
    return set;
  }

  /** What stands in `[ ]`, after the opening bracket. */
  #class(): CharSet {
    if (++this.#depth > MAX_DEPTH) throw this.#fail("Too many classes within classes");
    const negated = this.source[this.at] === "^";
    if (negated) this.at++;
    let set = rangesOf();
    const and: CharSet[] = [];
    let first = true;
    for (;;) {
      const char = this.source[this.at];
      if (char === undefined) throw this.#fail("Unclosed character class", this.source.length - 1);
      if (char === "]" && !first) {
        this.at++;
        break;
      }
      if (this.source.startsWith("&&", this.at)) {
        this.at += 2;
        and.push(this.#operand());
        first = false;
        continue;
      }
      first = false;
      if (this.flags & COMMENTS && /\s/.test(char)) {
        this.at++;
        continue;
      }
      set = union(set, this.#member());
    }
    this.#depth--;
    return simplify({ ...set, and: [...set.and, ...and], negated: set.negated !== negated });
  }

  /** What stands right of `&&`, up to the next one or the closing bracket. */
  #operand(): CharSet {
    let set = rangesOf();
    let any = false;
    for (;;) {
      const char = this.source[this.at];
      if (char === undefined) throw this.#fail("Unclosed character class", this.source.length - 1);
      if (char === "]" || this.source.startsWith("&&", this.at)) return any ? set : ALL;
      set = union(set, this.#member());
      any = true;
    }
  }

  #member(): CharSet {
    if (this.source[this.at] === "[") {
      this.at++;
      return this.#class();
    }
    const from = this.#classChar();
    if (typeof from !== "number") return from;
    if (this.source[this.at] !== "-" || this.source[this.at + 1] === "]" || this.source[this.at + 1] === "[") {
      return rangesOf(from, from);
    }
    this.at++;
    const to = this.#classChar();
    if (typeof to !== "number") return union(union(rangesOf(from, from), rangesOf(45, 45)), to);
    if (to < from) throw this.#fail("Illegal character range");
    return rangesOf(from, to);
  }

  #classChar(): CharSet | number {
    if (this.source[this.at] === "\\") {
      if (this.source[this.at + 1] !== "Q") return this.#classEscape();
      const end = this.source.indexOf("\\E", this.at + 2);
      const text = this.source.slice(this.at + 2, end < 0 ? undefined : end);
      this.at = end < 0 ? this.source.length : end + 2;
      return rangesOf(...[...text].flatMap((char) => [char.codePointAt(0) as number, char.codePointAt(0) as number]));
    }
    const code = this.source.codePointAt(this.at) as number;
    this.at += code > 0xffff ? 2 : 1;
    return code;
  }
}

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ["b", "word"],
  ["B", "notWord"],
  ["A", "start"],
  ["z", "end"],
  ["Z", "lastEnd"],
  ["G", "previous"],
]);

const SETS: ReadonlyMap<string, CharSet> = new Map([
  ["d", DIGIT],
  ["D", negate(DIGIT)],
  ["w", WORD],
  ["W", negate(WORD)],
  ["s", SPACE],
  ["S", negate(SPACE)],
  ["h", HORIZONTAL],
  ["H", negate(HORIZONTAL)],
  ["v", VERTICAL],
  ["V", negate(VERTICAL)],
]);

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ["t", 9],
  ["n", 10],
  ["r", 13],
  ["f", 12],
  ["a", 7],
  ["e", 27],
]);
