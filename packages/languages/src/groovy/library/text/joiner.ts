import type { GClass } from "../../runtime/class.ts";
import { GObject } from "../../runtime/object.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";

const STRING_JOINER = declare("java.util.StringJoiner", OBJECT);

/** `java.util.StringJoiner`: texts with something between them, and around them all. */
class StringJoiner extends GObject {
  readonly #between: string;
  readonly #before: string;
  readonly #after: string;
  readonly parts: string[] = [];
  empty: string | undefined;

  constructor(between: string, before = "", after = "") {
    super();
    this.#between = between;
    this.#before = before;
    this.#after = after;
  }

  override get cls(): GClass {
    return STRING_JOINER;
  }

  override text(): string {
    if (this.parts.length === 0 && this.empty !== undefined) return this.empty;
    return this.#before + this.parts.join(this.#between) + this.#after;
  }
}

const sj = "new StringJoiner(', ', '[', ']')";

define<StringJoiner>(STRING_JOINER, [
  [
    "new(CharSequence between)",
    "new StringJoiner('-').add('a').add('b').toString()",
    (_run, _self, between: string) => {
      return new StringJoiner(between);
    },
  ],
  [
    "new(CharSequence between, CharSequence before, CharSequence after)",
    `${sj}.add('a').toString()`,
    (_run, _self, between: string, before: string, after: string) => new StringJoiner(between, before, after),
  ],
  [
    "StringJoiner add(CharSequence text)",
    `${sj}.add('a').add('b').toString()`,
    (run, self, text: string) => {
      run.take(text === null ? 24 : text.length * 2 + 16);
      self.parts.push(text ?? "null");
      return self;
    },
  ],
  [
    "StringJoiner setEmptyValue(CharSequence text)",
    `${sj}.setEmptyValue('none').toString()`,
    (_run, self, text: string) => {
      self.empty = text;
      return self;
    },
  ],
  ["int length()", `${sj}.add('a').length()`, (_run, self) => self.text().length],
  ["String toString()", `${sj}.add('a').toString()`, (_run, self) => self.text()],
]);
