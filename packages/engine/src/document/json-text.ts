import { type Json, type Mistake, mortiseError, type Position, toMistake } from "@mortise/contract";
import { MAX_BYTES, MAX_MISTAKES, MAX_NESTING, MAX_VALUES } from "./limits.ts";
import { pointerOf } from "./pointer.ts";

/** Keys that reach an object's prototype. No document has a use for them, so none may hold them. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** What a JSON text holds, or why it cannot be read. */
export interface ParsedJson {
  readonly value?: Json;
  readonly mistakes: readonly Mistake[];
}

/** Longest text that a syntax error carries along for its caret. */
const MAX_SOURCE = 100_000;

/**
 * Reads JSON text as `JSON.parse` does, but says where it breaks off in words, refuses keys written twice (of which
 * `JSON.parse` silently drops one), keys that reach a prototype, and more than 200 levels.
 */
export function parseJsonText(text: string): ParsedJson {
  const bytes = Buffer.byteLength(text, "utf8");
  if (bytes > MAX_BYTES) {
    const what = `it has ${bytes.toLocaleString("en")} bytes`;
    return { mistakes: [toMistake(mortiseError("FLOW_TOO_LARGE", { what }), { pointer: "" })] };
  }
  const reader = new JsonReader(text);
  try {
    const value = reader.document();
    return reader.mistakes.length > 0 ? { mistakes: reader.mistakes } : { value, mistakes: [] };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { mistakes: [...reader.mistakes, error.mistake] };
  }
}

/** The offset at which the value of a JSON pointer starts in a JSON text, or that of the nearest value around it. */
export function offsetOf(text: string, pointer: string): number | undefined {
  const reader = new JsonReader(text, pointer);
  try {
    reader.document();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
  }
  return reader.nearest;
}

class Broken extends Error {
  readonly mistake: Mistake;

  constructor(mistake: Mistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\w.+-]+|\S/y;
// What ends a string, or is not allowed in one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these (RFC 8259 section 7)
const STRING_END = /["\\\u0000-\u001f]/g;

class JsonReader {
  readonly mistakes: Mistake[] = [];
  /** Where the value of the pointer sought, or of the nearest one around it, starts. */
  nearest: number | undefined;
  readonly #text: string;
  readonly #sought: string | undefined;
  readonly #path: (string | number)[] = [];
  #nearestLength = -1;
  #at = 0;
  #values = 0;
  #lines: number[] | undefined;

  constructor(text: string, sought?: string) {
    this.#text = text;
    this.#sought = sought;
    if (text.startsWith("\ufeff")) this.#at = 1;
  }

  document(): Json {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) this.#fail("the end of the document");
    return value;
  }

  #value(depth: number): Json {
    if (++this.#values > MAX_VALUES) this.#tooLarge(`it holds more than ${MAX_VALUES.toLocaleString("en")} values`);
    this.#space();
    if (this.#sought !== undefined) this.#remember(this.#sought);
    switch (this.#text[this.#at]) {
      case "{":
        return this.#object(this.#deeper(depth));
      case "[":
        return this.#list(this.#deeper(depth));
      case '"':
        return this.#string();
      case "t":
        return this.#literal("true", true);
      case "f":
        return this.#literal("false", false);
      case "n":
        return this.#literal("null", null);
    }
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text);
    if (!number || /[\w.]/.test(this.#text[NUMBER.lastIndex] ?? "")) return this.#fail("a value");
    const value = Number(number[0]);
    if (!Number.isFinite(value)) return this.#fail("a number below 1.8e308");
    this.#at = NUMBER.lastIndex;
    return value;
  }

  #object(depth: number): Json {
    const object: { [key: string]: Json } = {};
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === "}") return this.#end(object);
    for (;;) {
      this.#space();
      const start = this.#at;
      if (this.#text[start] !== '"') this.#fail('a key in double quotes, or "}"');
      const key = this.#string();
      this.#space();
      if (this.#text[this.#at] !== ":") this.#fail('":" after the key');
      this.#at++;
      this.#path.push(key);
      const value = this.#value(depth);
      if (FORBIDDEN_KEYS.has(key)) this.#refuse(`the key "${key}" is not allowed`, start);
      else if (Object.hasOwn(object, key)) this.#refuse(`the key "${key}" is written twice`, start);
      else object[key] = value;
      this.#path.pop();
      this.#space();
      const next = this.#text[this.#at];
      if (next === "}") return this.#end(object);
      if (next !== ",") this.#fail('"," or "}"');
      this.#at++;
    }
  }

  #list(depth: number): Json {
    const list: Json[] = [];
    this.#at++;
    this.#space();
    if (this.#text[this.#at] === "]") return this.#end(list);
    for (;;) {
      this.#path.push(list.length);
      list.push(this.#value(depth));
      this.#path.pop();
      this.#space();
      const next = this.#text[this.#at];
      if (next === "]") return this.#end(list);
      if (next !== ",") this.#fail('"," or "]"');
      this.#at++;
    }
  }

  #end<T>(value: T): T {
    this.#at++;
    return value;
  }

  #deeper(depth: number): number {
    return depth < MAX_NESTING ? depth + 1 : this.#tooLarge(`it is nested more than ${MAX_NESTING} levels deep`);
  }

  #tooLarge(what: string): never {
    const place = { pointer: "", position: this.#position(this.#at) };
    throw new Broken(toMistake(mortiseError("FLOW_TOO_LARGE", { what }, place)));
  }

  #string(): string {
    const start = this.#at;
    let escaped = false;
    STRING_END.lastIndex = start + 1;
    for (;;) {
      const stop = STRING_END.exec(this.#text);
      if (!stop) {
        this.#at = start;
        return this.#fail("a text that ends with a double quote on its line");
      }
      if (stop[0] === '"') break;
      if (stop[0] !== "\\") {
        this.#at = stop.index;
        return this.#fail("a text without line breaks or control characters (write \\n)");
      }
      escaped = true;
      this.#escape(stop.index);
      STRING_END.lastIndex = stop.index + 2;
    }
    this.#at = STRING_END.lastIndex;
    return escaped
      ? (JSON.parse(this.#text.slice(start, this.#at)) as string)
      : this.#text.slice(start + 1, this.#at - 1);
  }

  #escape(at: number): void {
    if (/^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(this.#text.slice(at + 1, at + 6))) return;
    this.#at = at;
    this.#fail('one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX after a backslash');
  }

  #literal(word: string, value: Json): Json {
    WORD.lastIndex = this.#at;
    if (WORD.exec(this.#text)?.[0] !== word) return this.#fail("a value");
    this.#at = WORD.lastIndex;
    return value;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at++;
    }
  }

  #remember(sought: string): void {
    const pointer = pointerOf(...this.#path);
    if (pointer.length <= this.#nearestLength) return;
    if (sought === pointer || sought.startsWith(`${pointer}/`)) {
      this.nearest = this.#at;
      this.#nearestLength = pointer.length;
    }
  }

  #refuse(what: string, at: number): void {
    if (this.mistakes.length >= MAX_MISTAKES) return;
    const place = { pointer: pointerOf(...this.#path), position: this.#position(at) };
    this.mistakes.push(toMistake(mortiseError("FLOW_INVALID", { what }, place)));
  }

  /** As `positionAt`, but the lines are counted once: a document of 5 MB may hold hundreds of mistakes. */
  #position(at: number): Position {
    const lines = this.#lineStarts();
    let [low, high] = [0, lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((lines[middle] as number) <= at) low = middle + 1;
      else high = middle;
    }
    const start = low === 0 ? 0 : (lines[low - 1] as number);
    return { position: at, line: low + 1, column: at - start + 1 };
  }

  #lineStarts(): readonly number[] {
    if (!this.#lines) {
      this.#lines = [];
      for (let at = this.#text.indexOf("\n"); at >= 0; at = this.#text.indexOf("\n", at + 1)) this.#lines.push(at + 1);
    }
    return this.#lines;
  }

  #fail(expected: string): never {
    WORD.lastIndex = this.#at;
    const word = this.#at < this.#text.length ? (WORD.exec(this.#text)?.[0] ?? "white space") : undefined;
    const found = word === undefined ? "the end of the text" : JSON.stringify(word.slice(0, 40));
    const position = this.#position(this.#at);
    const what = `line ${position.line}, column ${position.column} is not JSON: expected ${expected}, found ${found}`;
    const place = { pointer: "", position, source: this.#source() };
    throw new Broken(toMistake(mortiseError("FLOW_INVALID", { what, expected, found }, place)));
  }

  #source(): string | undefined {
    return this.#text.length <= MAX_SOURCE ? this.#text : undefined;
  }
}
