import type { GClass } from "../../runtime/class.ts";
import { span } from "../../runtime/elements.ts";
import type { JArray } from "../../runtime/list.ts";
import { Char } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { MAX_TEXT } from "../../runtime/operators.ts";
import { Range } from "../../runtime/range.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { CHAR_SEQUENCE, COMPARABLE, declare, declareInterface, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { outOfText } from "./string.ts";

export const APPENDABLE = declareInterface("java.lang.Appendable");
export const STRING_BUILDER = declare("java.lang.StringBuilder", OBJECT, CHAR_SEQUENCE, APPENDABLE, COMPARABLE);
export const STRING_BUFFER = declare("java.lang.StringBuffer", OBJECT, CHAR_SEQUENCE, APPENDABLE, COMPARABLE);

/** StringBuilder and StringBuffer: a text that changes. */
export class Builder extends GObject {
  readonly #cls: GClass;
  value: string;

  constructor(cls: GClass, value = "") {
    super();
    this.#cls = cls;
    this.value = value;
  }

  override get cls(): GClass {
    return this.#cls;
  }

  override text(): string {
    return this.value;
  }

  override truth(): boolean {
    return this.value.length > 0;
  }

  override actsAsText(): boolean {
    return true;
  }

  append(run: Run, text: string): this {
    run.take(text.length * 2 + 8);
    if (this.value.length + text.length > MAX_TEXT) throw run.limit(`${MAX_TEXT} characters in one text`, "memory");
    this.value += text;
    return this;
  }

  /** Puts a text in place of a part. */
  splice(run: Run, from: number, to: number, text: string): this {
    run.take(text.length * 2 + (this.value.length >> 5));
    this.value = this.value.slice(0, from) + text + this.value.slice(to);
    return this;
  }
}

function inside(self: Builder, index: number, last = self.value.length - 1): void {
  if (index < 0 || index > last) throw outOfText(`index ${index},length ${self.value.length}`);
}

for (const cls of [STRING_BUILDER, STRING_BUFFER]) {
  const made = `new ${cls.simpleName}('abc')`;
  define<Builder>(cls, [
    ["new()", `new ${cls.simpleName}().length()`, () => new Builder(cls)],
    ["new(int capacity)", `new ${cls.simpleName}(16).length()`, (_run, _self, _capacity: number) => new Builder(cls)],
    ["new(CharSequence text)", `${made}.toString()`, (run, _self, text: string) => new Builder(cls).append(run, text)],
    [
      "Appendable append(char[] chars)",
      `${made}.append(['d', 'e'] as char[]).toString()`,
      (run, self, chars: JArray) => self.append(run, chars.items.map((one) => textOf(one)).join("")),
    ],
    [
      "Appendable append(Object value)",
      `${made}.append(1).append('d').toString()`,
      (run, self, value: Obj) => self.append(run, textOf(value)),
    ],
    [
      "Appendable append(CharSequence text, int from, int to)",
      `${made}.append('xyz', 1, 2).toString()`,
      (run, self, text: string, from: number, to: number) => self.append(run, text.slice(from, to)),
    ],
    [
      "Appendable leftShift(Object value)",
      `(${made} << 'd').toString()`,
      (run, self, value: Obj) => self.append(run, textOf(value)),
    ],
    [
      "Appendable appendCodePoint(int code)",
      `${made}.appendCodePoint(65).toString()`,
      (run, self, code: number) => self.append(run, String.fromCodePoint(code)),
    ],
    [
      "Appendable insert(int index, Object value)",
      `${made}.insert(0, '>').toString()`,
      (run, self, index: number, value: Obj) => {
        if (index < 0 || index > self.value.length) throw outOfText(`offset ${index}, length ${self.value.length}`);
        return self.splice(run, index, index, textOf(value));
      },
    ],
    [
      "Appendable delete(int from, int to)",
      `${made}.delete(0, 1).toString()`,
      (run, self, from: number, to: number) => {
        const end = Math.min(to, self.value.length);
        if (from < 0 || from > end) throw outOfText(`start ${from}, end ${end}, length ${self.value.length}`);
        return self.splice(run, from, end, "");
      },
    ],
    [
      "Appendable deleteCharAt(int index)",
      `${made}.deleteCharAt(1).toString()`,
      (run, self, index: number) => {
        inside(self, index);
        return self.splice(run, index, index + 1, "");
      },
    ],
    [
      "Appendable replace(int from, int to, String text)",
      `${made}.replace(0, 2, 'x').toString()`,
      (run, self, from: number, to: number, text: string) => {
        const end = Math.min(to, self.value.length);
        if (from < 0 || from > self.value.length || from > end)
          throw outOfText(`start ${from}, end ${end}, length ${self.value.length}`);
        return self.splice(run, from, end, text);
      },
    ],
    [
      "Appendable reverse()",
      `${made}.reverse().toString()`,
      (run, self) => {
        const text = [...self.value].reverse().join("");
        run.take(text.length);
        self.value = text;
        return self;
      },
    ],
    ["int length()", `${made}.length()`, (_run, self) => self.value.length],
    ["int size()", `${made}.size()`, (_run, self) => self.value.length],
    ["int capacity()", `new ${cls.simpleName}().capacity()`, (_run, self) => Math.max(16, self.value.length)],
    ["void ensureCapacity(int capacity)", `${made}.ensureCapacity(10)`, () => null],
    ["void trimToSize()", `${made}.trimToSize()`, () => null],
    [
      "void setLength(int length)",
      `def sb = ${made}\nsb.setLength(1)\nsb.toString()`,
      (run, self, length: number) => {
        if (length < 0) throw outOfText(`String index out of range: ${length}`);
        run.take(Math.max(0, length - self.value.length));
        if (length > MAX_TEXT) throw run.limit(`${MAX_TEXT} characters in one text`, "memory");
        self.value = self.value.slice(0, length).padEnd(length, "\0");
        return null;
      },
    ],
    [
      "char charAt(int index)",
      `${made}.charAt(1)`,
      (_run, self, index: number) => {
        inside(self, index);
        return new Char(self.value.charCodeAt(index));
      },
    ],
    [
      "void setCharAt(int index, char value)",
      `def sb = ${made}\nsb.setCharAt(0, 'x' as char)\nsb.toString()`,
      (run, self, index: number, value: Char) => {
        inside(self, index);
        self.splice(run, index, index + 1, value.text());
        return null;
      },
    ],
    [
      "void putAt(Object place, Object value)",
      `def sb = ${made}\nsb[0..1] = 'x'\nsb.toString()`,
      (run, self, place: Obj, value: Obj) => {
        const [from, to] = placeOf(self, place);
        self.splice(run, from, to, textOf(value));
        return null;
      },
    ],
    [
      "String substring(int from)",
      `${made}.substring(1)`,
      (_run, self, from: number) => cut(self, from, self.value.length),
    ],
    [
      "String substring(int from, int to)",
      `${made}.substring(0, 2)`,
      (_run, self, from: number, to: number) => cut(self, from, to),
    ],
    ["int indexOf(String text)", `${made}.indexOf('c')`, (_run, self, text: string) => self.value.indexOf(text)],
    [
      "int indexOf(String text, int from)",
      `${made}.indexOf('c', 1)`,
      (_run, self, text: string, from: number) => self.value.indexOf(text, from),
    ],
    [
      "int lastIndexOf(String text)",
      `${made}.lastIndexOf('c')`,
      (_run, self, text: string) => self.value.lastIndexOf(text),
    ],
    ["boolean isEmpty()", `${made}.isEmpty()`, (_run, self) => self.value.length === 0],
    [
      "String toString()",
      `${made}.toString()`,
      (run, self) => {
        run.take(16);
        return self.value;
      },
    ],
    [
      "String plus(String text)",
      `${made} + 'd'`,
      (run, self, text: string) => {
        run.take(self.value.length + text.length);
        return self.value + text;
      },
    ],
  ]);
}

function cut(self: Builder, from: number, to: number): string {
  if (from < 0 || to > self.value.length || from > to)
    throw outOfText(`start ${from}, end ${to}, length ${self.value.length}`);
  return self.value.slice(from, to);
}

function placeOf(self: Builder, place: Obj): [number, number] {
  if (place instanceof Range) {
    const [from, to] = span(place, self.value.length);
    return [from, to + 1];
  }
  const index = typeof place === "number" ? place : 0;
  const at = index < 0 ? index + self.value.length : index;
  return [at, at + 1];
}
