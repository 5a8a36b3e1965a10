import type { GClass } from "../../runtime/class.ts";
import { BigDecimal } from "../../runtime/decimal.ts";
import { JList } from "../../runtime/list.ts";
import { JMap } from "../../runtime/map.ts";
import { BigInt_ } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";

/** Deeper documents are refused, as at every other door. */
const MAX_DEPTH = 500;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;

/** Reads JSON into Groovy's maps and lists; decimals keep their digits. */
export function parseJson(run: Run, text: string, mapClass: GClass): Obj {
  const reader = new Reader(run, text, mapClass);
  return reader.document();
}

class Reader {
  readonly run: Run;
  readonly text: string;
  readonly #mapClass: GClass;
  at = 0;
  #depth = 0;

  constructor(run: Run, text: string, mapClass: GClass) {
    this.run = run;
    this.text = text;
    this.#mapClass = mapClass;
  }

  document(): Obj {
    this.#space();
    if (this.at >= this.text.length)
      throw throwNew("java.lang.IllegalArgumentException", "Text must not be null or empty");
    const value = this.#value();
    this.#space();
    if (this.at < this.text.length) throw this.#fail("Unexpected text after the value");
    return value;
  }

  #space(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 32 || code === 10 || code === 13 || code === 9) this.at++;
      else return;
    }
  }

  #value(): Obj {
    const { text } = this;
    switch (text[this.at]) {
      case "{":
        return this.#object();
      case "[":
        return this.#array();
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #word(word: string, value: Obj): Obj {
    if (!this.text.startsWith(word, this.at)) throw this.#fail(`JSON parsing error: expected ${word}`);
    this.at += word.length;
    return value;
  }

  #number(): Obj {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match)
      throw this.#fail("Unable to determine the current character, it is not a string, number, array, or object");
    this.at += match[0].length;
    return jsonNumber(match[0], match[1] !== undefined || match[2] !== undefined);
  }

  #array(): Obj {
    this.#enter();
    const items: Obj[] = [];
    this.at++;
    this.#space();
    if (this.text[this.at] === "]") this.at++;
    else {
      for (;;) {
        this.#space();
        this.run.step();
        this.run.take(16);
        items.push(this.#value());
        this.#space();
        const char = this.text[this.at++];
        if (char === "]") break;
        if (char !== ",") throw this.#fail("expecting a ',' or a ']'", this.at - 1);
      }
    }
    this.#depth--;
    return new JList(items);
  }

  #object(): Obj {
    this.#enter();
    const map = new JMap(this.#mapClass);
    this.at++;
    this.#space();
    if (this.text[this.at] === "}") this.at++;
    else {
      for (;;) {
        this.#space();
        if (this.text[this.at] !== '"') throw this.#fail('expecting "}" or a key in quotes');
        const key = this.#string();
        this.#space();
        if (this.text[this.at++] !== ":") throw this.#fail("expecting ':' after a key", this.at - 1);
        this.#space();
        this.run.step();
        this.run.take(64);
        map.set(key, this.#value());
        this.#space();
        const char = this.text[this.at++];
        if (char === "}") break;
        if (char !== ",") throw this.#fail("expecting '}' or ','", this.at - 1);
      }
    }
    this.#depth--;
    return map;
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) throw this.#fail(`more than ${MAX_DEPTH} levels deep`);
  }

  #string(): string {
    const { text } = this;
    const start = ++this.at;
    let plain = true;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 34) break;
      if (Number.isNaN(code)) throw this.#fail("a string is not closed", start - 1);
      if (code === 92) {
        plain = false;
        this.at++;
      }
      this.at++;
    }
    const raw = text.slice(start, this.at++);
    this.run.take(raw.length);
    return plain
      ? raw
      : raw.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, escaped: string) => {
          if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
          const found = ESCAPES.get(escaped);
          if (found === undefined) throw this.#fail(`the escape ${whole} is not known`, start);
          return found;
        });
  }

  #fail(what: string, at = this.at): Error {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    return throwNew(
      "groovy.json.JsonException",
      `${what}\n\nThe current character read is '${this.text[at] ?? ""}'\nline number ${line}\nindex number ${at}`,
    ) as unknown as Error;
  }
}

const ESCAPES = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** An Integer, a Long that wraps as JsonSlurper's does, or a BigDecimal. */
function jsonNumber(text: string, decimal: boolean): Obj {
  if (decimal) return BigDecimal.parse(text) as BigDecimal;
  const value = BigInt(text);
  if (value >= -2147483648n && value <= 2147483647n) return Number(value);
  if (text.replace("-", "").length <= 21) return BigInt.asIntN(64, value);
  return new BigInt_(value);
}
