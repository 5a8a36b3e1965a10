import { syntaxError } from "./failure.ts";
import { numberLiteral } from "./literal.ts";
import { KEYWORDS, OPERATORS, type Token, type TokenType } from "./tokens.ts";

const NAME_START = /[\p{L}\p{Nl}_$]/u;
const NAME_PART = /[\p{L}\p{Nl}\p{Nd}_$]/u;
const NUMBER =
  /(?:0[xX][0-9a-fA-F](?:[0-9a-fA-F_]*[0-9a-fA-F])?|0[bB][01](?:[01_]*[01])?|\d(?:[\d_]*\d)?(?:\.\d(?:[\d_]*\d)?)?(?:[eE][+-]?\d+)?)[gGlLiIdDfF]?/y;
const VALUE_WORDS = new Set(["this", "super", "null", "true", "false"]);
const byFirst = new Map<string, string[]>();
for (const operator of OPERATORS) {
  const first = operator[0] as string;
  byFirst.set(first, [...(byFirst.get(first) ?? []), operator]);
}

/** Splits a script into tokens; the last one is of type `end`. */
export function tokenize(source: string): Token[] {
  return new Lexer(source).run();
}

class Lexer {
  readonly source: string;
  at = 0;
  tokens: Token[] = [];
  #nl = false;
  #last = -1;
  #depth = 0;

  constructor(source: string) {
    this.source = source;
  }

  run(): Token[] {
    if (this.source.startsWith("#!")) this.at = lineEnd(this.source, 0);
    while (this.next());
    this.#push("end", "", this.at);
    return this.tokens;
  }

  next(): boolean {
    this.#space();
    const { source, at } = this;
    if (at >= source.length) return false;
    const char = source[at] as string;
    if (char >= "0" && char <= "9") this.#number();
    else if (char === "'" || char === '"') this.#quoted(char);
    else if (char === "/" && this.#slashyMayStart()) this.#slashy();
    else if (char === "$" && source[at + 1] === "/" && this.#slashyMayStart()) this.#dollarSlashy();
    else if (NAME_START.test(source.slice(at, at + 2))) {
      if (!NAME_START.test(char) && !isHighSurrogate(char)) this.#operator(char);
      else this.#word();
    } else this.#operator(char);
    return true;
  }

  #push(type: TokenType, text: string, start: number, extra: Partial<Token> = {}): void {
    this.tokens.push({ type, text, start, end: this.at, nl: this.#nl, adjoins: this.#last === start, ...extra });
    this.#nl = false;
    this.#last = this.at;
  }

  #space(): void {
    const { source } = this;
    for (;;) {
      const char = source[this.at];
      if (char === "\n" || char === "\r") {
        this.#nl = true;
        this.at++;
      } else if (char === " " || char === "\t" || char === "\f" || char === "\u00a0" || char === "\ufeff") this.at++;
      else if (char === "\\" && /[\r\n]/.test(source[this.at + 1] ?? "")) {
        this.at += source.startsWith("\r\n", this.at + 1) ? 3 : 2;
      } else if (char === "/" && source[this.at + 1] === "/") this.at = lineEnd(source, this.at);
      else if (char === "/" && source[this.at + 1] === "*") {
        const end = source.indexOf("*/", this.at + 2);
        if (end < 0) throw syntaxError(source, this.at, "This comment is not closed: expected */");
        if (source.slice(this.at, end).includes("\n")) this.#nl = true;
        this.at = end + 2;
      } else return;
    }
  }

  #number(): void {
    const start = this.at;
    NUMBER.lastIndex = start;
    const text = (NUMBER.exec(this.source) as RegExpExecArray)[0];
    this.at += text.length;
    if (NAME_PART.test(this.source[this.at] ?? " ")) {
      throw syntaxError(this.source, start, `The number ${text}${this.source[this.at]} is not complete`);
    }
    this.#push("number", text, start, { value: numberLiteral(this.source, start, text) });
  }

  #word(dollars = true): void {
    const start = this.at;
    const { source } = this;
    while (this.at < source.length) {
      const point = String.fromCodePoint(source.codePointAt(this.at) as number);
      if (!NAME_PART.test(point) || (point === "$" && !dollars)) break;
      this.at += point.length;
    }
    const text = source.slice(start, this.at);
    // Half of a surrogate pair begins like a letter and is none.
    if (text === "") throw syntaxError(source, start, "This character does not belong here");
    this.#push(KEYWORDS.has(text) ? "keyword" : "name", text, start);
  }

  #operator(char: string): void {
    const start = this.at;
    const { source } = this;
    for (const operator of byFirst.get(char) ?? []) {
      if (!source.startsWith(operator, start)) continue;
      // `?.5` and `?[` after a condition are read as Groovy's own lexer reads them: the longest operator wins.
      this.at = start + operator.length;
      this.#push("op", operator, start);
      return;
    }
    if (char === "#" || (char === "@" && source[start + 1] === "{")) {
      throw syntaxError(source, start, this.#notation(start));
    }
    throw syntaxError(source, start, `The character ${JSON.stringify(char)} does not belong here`);
  }

  #notation(start: number): string {
    const name = /^[#@]\{([^}\n]*)/.exec(this.source.slice(start))?.[1] ?? "";
    if (this.source[start] === "@") {
      return `@{${name}} is not read in a script: put a GetTenantVariable before it and read its header here`;
    }
    if (this.source[start + 1] !== "{") return "The character # does not belong here: a comment begins with //";
    return `#{${name}} is not read in a script: write flow.properties.${/^\w+$/.test(name) ? name : `'${name}'`}`;
  }

  #slashyMayStart(): boolean {
    const last = this.tokens.at(-1);
    if (!last) return true;
    if (last.type === "keyword") return !VALUE_WORDS.has(last.text);
    if (last.type !== "op") return false;
    return ![")", "]", "}", "++", "--"].includes(last.text);
  }

  #quoted(quote: string): void {
    const start = this.at;
    const triple = this.source.startsWith(quote.repeat(3), start);
    const close = triple ? quote.repeat(3) : quote;
    this.at += close.length;
    this.#string(start, close, {
      lines: triple,
      holes: quote === '"',
      escape: (piece) => this.#escape(piece),
    });
  }

  #slashy(): void {
    const start = this.at++;
    this.#string(start, "/", {
      lines: true,
      holes: true,
      escape: (text) => {
        if (this.source[this.at + 1] === "/") {
          this.at += 2;
          return `${text}/`;
        }
        if (this.source[this.at + 1] === "u" && /^[0-9a-fA-F]{4}/.test(this.source.slice(this.at + 2)))
          return this.#escape(text);
        this.at++;
        return `${text}\\`;
      },
    });
  }

  #dollarSlashy(): void {
    const start = this.at;
    this.at += 2;
    this.#string(start, "/$", { lines: true, holes: true, dollar: true });
  }

  #string(
    start: number,
    close: string,
    how: { lines: boolean; holes: boolean; dollar?: boolean; escape?: (text: string) => string },
  ): void {
    const { source } = this;
    const texts: string[] = [];
    const holes: Token[][] = [];
    let text = "";
    for (;;) {
      const char = source[this.at];
      if (char === undefined || (!how.lines && char === "\n")) {
        throw syntaxError(source, start, `This string is not closed: expected ${close}`);
      }
      if (source.startsWith(close, this.at)) break;
      if (char === "\\" && how.escape) text = how.escape(text);
      else if (char === "$" && how.dollar && (source[this.at + 1] === "$" || source[this.at + 1] === "/")) {
        text += source[this.at + 1];
        this.at += 2;
      } else if (char === "$" && how.holes && /[{\p{L}_]/u.test(source[this.at + 1] ?? "")) {
        texts.push(text);
        text = "";
        holes.push(this.#hole());
      } else if (char === "\r" && source[this.at + 1] === "\n") {
        text += "\n";
        this.at += 2;
      } else if (char === "$" && close === '"' && how.holes) {
        throw syntaxError(source, this.at, "A $ in a string must be followed by a name or {; write \\$ for the sign");
      } else {
        text += char;
        this.at++;
      }
    }
    this.at += close.length;
    texts.push(text);
    if (holes.length) this.#push("gstring", source.slice(start, this.at), start, { texts, holes });
    else this.#push("string", text, start, { value: text });
  }

  #escape(text: string): string {
    const { source, at } = this;
    const next = source[at + 1] ?? "";
    const simple = ESCAPES[next];
    if (simple !== undefined) {
      this.at += 2;
      return text + simple;
    }
    if (next === "u") {
      const match = /^u+([0-9a-fA-F]{4})/.exec(source.slice(at + 1, at + 20));
      if (!match) throw syntaxError(source, at, "\\u needs four hexadecimal digits");
      this.at += 1 + match[0].length;
      return text + String.fromCharCode(Number.parseInt(match[1] as string, 16));
    }
    const octal = /^[0-3]?[0-7]{1,2}/.exec(source.slice(at + 1, at + 4));
    if (octal) {
      this.at += 1 + octal[0].length;
      return text + String.fromCharCode(Number.parseInt(octal[0], 8));
    }
    if (next === "\n" || next === "\r") {
      this.at += source.startsWith("\r\n", at + 1) ? 3 : 2;
      return text;
    }
    throw syntaxError(source, at, `There is no escape \\${next}; write \\\\ for a backslash`);
  }

  /** The tokens of `${…}` or `$name.name`, read by a lexer of their own that stops at its end. */
  #hole(): Token[] {
    const { source } = this;
    if (++this.#depth > 100) throw syntaxError(source, this.at, "Strings are nested too deep");
    const inner = new Lexer(source);
    inner.#depth = this.#depth;
    this.at++;
    if (source[this.at] === "{") {
      const open = this.at;
      inner.at = this.at + 1;
      inner.#last = -1;
      for (let depth = 1; depth > 0; ) {
        if (!inner.next()) throw syntaxError(source, open - 1, "This ${ is not closed: expected }");
        const token = inner.tokens.at(-1) as Token;
        if (token.type !== "op") continue;
        if (token.text === "{") depth++;
        else if (token.text === "}") depth--;
      }
      const last = inner.tokens.pop() as Token;
      this.at = last.end;
      inner.at = last.start;
    } else {
      inner.at = this.at;
      inner.#word(false);
      while (source[inner.at] === "." && /[\p{L}_]/u.test(source[inner.at + 1] ?? "")) {
        const dot = inner.at++;
        inner.#push("op", ".", dot);
        inner.#word(false);
      }
      this.at = inner.at;
    }
    inner.#push("end", "", inner.at);
    this.#depth--;
    return inner.tokens;
  }
}

const ESCAPES: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  s: " ",
  "\\": "\\",
  "'": "'",
  '"': '"',
  $: "$",
});

function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}

function isHighSurrogate(char: string): boolean {
  return char >= "\ud800" && char <= "\udbff";
}
