import type { GClass } from "../../runtime/class.ts";
import { BigDecimal } from "../../runtime/decimal.ts";
import { JList } from "../../runtime/list.ts";
import { JMap } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";

/** Deeper documents are refused: reading them takes JavaScript's stack. */
const MAX_DEPTH = 400;
const SPACE = 32;

/**
 * Reads JSON as JsonSlurper does: decimals keep their digits, whole numbers beyond a Long wrap round, and what it
 * forgives (a comma before `}`, text after the value) is forgiven here too. Its messages are its own, index and all.
 */
export function parseJson(run: Run, text: string | null, mapClass: GClass): Obj {
  if (text === null || text === "")
    throw throwNew("java.lang.IllegalArgumentException", "Text must not be null or empty");
  return new Reader(run, text, mapClass).value();
}

class Reader {
  readonly run: Run;
  readonly text: string;
  readonly #mapClass: GClass;
  #at = 0;
  /** The character last looked at, which lags behind at the end of the text: messages name it. */
  #current = 0;
  #depth = 0;

  constructor(run: Run, text: string, mapClass: GClass) {
    this.run = run;
    this.text = text;
    this.#mapClass = mapClass;
  }

  value(): Obj {
    this.#skip();
    switch (String.fromCharCode(this.#current)) {
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true, "true not parsed properly");
      case "f":
        return this.#word("false", false, "false not parsed properly");
      case "n":
        return this.#word("null", null, "null not parse properly");
      case "[":
        return this.#array();
      case "{":
        return this.#object();
      case "-":
        return this.#number();
      default:
        if (this.#current >= 48 && this.#current <= 57) return this.#number();
        throw this.#fail("Unable to determine the current character, it is not a string, number, array, or object");
    }
  }

  #skip(): void {
    const { text } = this;
    if (this.#at >= text.length) return;
    this.#current = text.charCodeAt(this.#at);
    if (this.#current > SPACE) return;
    while (this.#at < text.length && text.charCodeAt(this.#at) <= SPACE) this.#at++;
    if (this.#at === text.length) this.#at--;
    this.#current = text.charCodeAt(this.#at);
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) throw this.run.limit(`${MAX_DEPTH} levels of JSON`, "depth");
    this.run.take(64);
  }

  #object(): Obj {
    this.#enter();
    const map = new JMap(this.#mapClass);
    const { text } = this;
    for (this.#at++; this.#at < text.length; this.#at++) {
      this.#skip();
      if (this.#current === 34) {
        const key = this.#string();
        this.#skip();
        if ((this.#current as number) !== 58)
          throw this.#fail(`expecting current character to be ${described(this.#current)}\n`);
        this.#at++;
        const value = this.value();
        this.#skip();
        this.run.step();
        this.run.take(64);
        map.set(key, value);
      }
      if (this.#current === 125) {
        this.#at++;
        break;
      }
      if (this.#current !== 44)
        throw this.#fail(`expecting '}' or ',' but got current char ${described(this.#current)}`);
    }
    this.#depth--;
    return map;
  }

  #array(): Obj {
    this.#enter();
    const { text } = this;
    const items: Obj[] = [];
    this.#at++;
    this.#skip();
    if (this.#current === 93) {
      this.#at++;
      this.#depth--;
      return new JList(items);
    }
    while (this.#at + 1 < text.length) {
      this.run.step();
      this.run.take(16);
      items.push(this.value());
      let char = text.charCodeAt(this.#at);
      if (char !== 44 && char !== 93) {
        const before = this.#at;
        this.#skip();
        char = text.charCodeAt(this.#at);
        if (char !== 44 && !(char === 93 && before !== this.#at)) {
          if (Number.isNaN(char)) throw this.#fail("issue parsing JSON array");
          throw this.#fail(
            `expecting a ',' or a ']',  but got \nthe current character of  ${described(this.#current)}  on array index of ${items.length} \n`,
          );
        }
      }
      this.#at++;
      if (char === 93) {
        this.#depth--;
        return new JList(items);
      }
    }
    throw this.#fail("Did not find end of Json Array");
  }

  #word(word: string, value: Obj, what: string): Obj {
    const { text } = this;
    if (this.#at + word.length > text.length) throw this.#fail(what);
    for (let i = 1; i < word.length; i++) if (text[++this.#at] !== word[i]) throw this.#fail(what);
    this.#at++;
    return value;
  }

  #number(): Obj {
    NUMBER.lastIndex = this.#at;
    const match = NUMBER.exec(this.text);
    if (!match) throw throwNew("groovy.json.JsonException", "died");
    this.#at += match[0].length;
    const decimal = match[1] !== undefined || match[2] !== undefined;
    if (decimal) return BigDecimal.parse(match[0]) as BigDecimal;
    const value = match[0].length < 16 ? Number(match[0]) : BigInt(match[0]);
    if (typeof value === "number" && value >= -2147483648 && value <= 2147483647) return value === 0 ? 0 : value;
    return BigInt.asIntN(64, BigInt(value));
  }

  #string(): string {
    const { text } = this;
    const start = ++this.#at;
    let escaped = false;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 34) break;
      if (code === 92) {
        escaped = true;
        at++;
      }
    }
    const raw = text.slice(start, at);
    this.#at = Math.min(at + 1, text.length);
    this.run.take(raw.length);
    return escaped ? unescaped(raw) : raw;
  }

  #fail(what: string): Error {
    const { text } = this;
    const at = this.#at;
    const before = text.slice(0, at);
    const start = before.lastIndexOf("\n") + 1;
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? undefined : end);
    return throwNew(
      "groovy.json.JsonException",
      [
        what,
        "",
        `The current character read is ${described(this.#current)}`,
        what,
        `line number ${before.split("\n").length}`,
        `index number ${at}`,
        line,
        `${".".repeat(at - start)}^`,
      ].join("\n"),
    ) as unknown as Error;
  }
}

const NUMBER = /-?\d+(\.\d*)?([eE][+-]?\d+)?/y;

function described(code: number): string {
  const names = new Map([
    [32, "[SPACE]"],
    [9, "[TAB]"],
    [10, "[NEWLINE]"],
  ]);
  return `${names.get(code) ?? `'${String.fromCharCode(code)}'`} with an int value of ${code}`;
}

const ESCAPES = new Map([
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** The text of a JSON string without its escapes. */
export function unescaped(raw: string): string {
  return raw.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (_whole, one: string) =>
    one.length === 5 ? String.fromCharCode(Number.parseInt(one.slice(1), 16)) : (ESCAPES.get(one) ?? one),
  );
}
