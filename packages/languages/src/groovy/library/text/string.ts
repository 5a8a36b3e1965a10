import { NativeClosure } from "../../runtime/closure.ts";
import { hashText } from "../../runtime/hash.ts";
import { itemsOf } from "../../runtime/items.ts";
import { type Bytes, JArray } from "../../runtime/list.ts";
import { Char } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { MAX_TEXT } from "../../runtime/operators.ts";
import { compareTexts } from "../../runtime/order.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { STRING } from "../../runtime/types.ts";
import { streamOf } from "../collection/stream.ts";
import { define, defineFields } from "../define.ts";
import { ByteArrays } from "../io/charset.ts";
import { formatText } from "./format.ts";

/** Java's answer to a place that is not in a text. */
export function outOfText(what: string): Error {
  return throwNew("java.lang.StringIndexOutOfBoundsException", what) as unknown as Error;
}

function part(text: string, from: number, to: number): string {
  if (from < 0 || to > text.length || from > to) throw outOfText(`begin ${from}, end ${to}, length ${text.length}`);
  return text.slice(from, to);
}

/** A text made of copies, refused before it is made when it would be too long. */
export function repeated(run: Run, text: string, count: number): string {
  const length = text.length * count;
  if (length > MAX_TEXT) throw run.limit(`${MAX_TEXT} characters in one text`, "memory");
  run.take(length * 2);
  return text.repeat(count);
}

/** What is looked for: a text, or the character of a code; a number that is no character is nowhere. */
function needle(value: Obj): string {
  if (typeof value !== "number") return textOf(value);
  return value >= 0 && value <= 0x10ffff ? String.fromCodePoint(value) : "\u{10ffff}\u{10ffff}";
}

/** What `trim()` takes away: everything up to the space. */
function trim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text.charCodeAt(from) <= 32) from++;
  while (to > from && text.charCodeAt(to - 1) <= 32) to--;
  return text.slice(from, to);
}

define<string>(STRING, [
  ["new()", "new String().isEmpty()", () => ""],
  ["new(CharSequence text)", "new String('abc')", (_run, _self, text: string) => text],
  [
    "new(byte[] bytes)",
    "new String([72, 105] as byte[])",
    (_run, _self, bytes: Bytes) => ByteArrays.decode(bytes, "UTF-8"),
  ],
  [
    "new(byte[] bytes, Object charset)",
    "new String('é'.getBytes('UTF-8'), 'UTF-8')",
    (_run, _self, bytes: Bytes, charset: Obj) => ByteArrays.decode(bytes, textOf(charset)),
  ],
  [
    "new(char[] chars)",
    "new String(['a', 'b'] as char[])",
    (_run, _self, chars: JArray) => chars.items.map((one) => textOf(one)).join(""),
  ],
  ["int length()", "'abc'.length()", (_run, self) => self.length],
  ["boolean isEmpty()", "''.isEmpty()", (_run, self) => self.length === 0],
  ["boolean isBlank()", "'  '.isBlank()", (_run, self) => self.trim() === ""],
  [
    "char charAt(int index)",
    "'abc'.charAt(1)",
    (_run, self, index: number) => {
      if (index < 0 || index >= self.length) throw outOfText(`String index out of range: ${index}`);
      return new Char(self.charCodeAt(index));
    },
  ],
  [
    "int codePointAt(int index)",
    "'abc'.codePointAt(0)",
    (_run, self, index: number) => {
      const code = self.codePointAt(index);
      if (code === undefined || index < 0) throw outOfText(`index ${index}, length ${self.length}`);
      return code;
    },
  ],
  ["String substring(int from)", "'invoice'.substring(2)", (_run, self, from: number) => part(self, from, self.length)],
  [
    "String substring(int from, int to)",
    "'invoice'.substring(0, 2)",
    (_run, self, from: number, to: number) => part(self, from, to),
  ],
  [
    "CharSequence subSequence(int from, int to)",
    "'invoice'.subSequence(1, 3)",
    (_run, self, from: number, to: number) => part(self, from, to),
  ],
  ["int indexOf(String text)", "'a-b-c'.indexOf('-')", (_run, self, text: string) => self.indexOf(text)],
  ["int indexOf(int char)", "'a-b-c'.indexOf(45)", (_run, self, code: number) => self.indexOf(needle(code))],
  [
    "int indexOf(String text, int from)",
    "'a-b-c'.indexOf('-', 2)",
    (_run, self, text: string, from: number) => self.indexOf(text, from),
  ],
  [
    "int indexOf(int char, int from)",
    "'a-b-c'.indexOf(45, 2)",
    (_run, self, code: number, from: number) => self.indexOf(needle(code), from),
  ],
  ["int lastIndexOf(String text)", "'a-b-c'.lastIndexOf('-')", (_run, self, text: string) => self.lastIndexOf(text)],
  [
    "int lastIndexOf(int char)",
    "'a-b-c'.lastIndexOf(45)",
    (_run, self, code: number) => self.lastIndexOf(needle(code)),
  ],
  [
    "int lastIndexOf(String text, int from)",
    "'a-b-c'.lastIndexOf('-', 2)",
    (_run, self, text: string, from: number) => (from < 0 ? -1 : self.lastIndexOf(text, from)),
  ],
  [
    "boolean contains(CharSequence text)",
    "'confirmed'.contains('firm')",
    (_run, self, text: string) => self.includes(notNull(text)),
  ],
  [
    "boolean startsWith(String text)",
    "'invoice'.startsWith('in')",
    (_run, self, text: string) => self.startsWith(notNull(text)),
  ],
  [
    "boolean startsWith(String text, int from)",
    "'invoice'.startsWith('voice', 2)",
    (_run, self, text: string, from: number) => from >= 0 && self.startsWith(text, from),
  ],
  [
    "boolean endsWith(String text)",
    "'data.csv'.endsWith('.csv')",
    (_run, self, text: string) => self.endsWith(notNull(text)),
  ],
  [
    "boolean equalsIgnoreCase(String other)",
    "'Yes'.equalsIgnoreCase('YES')",
    (_run, self, other: string | null) => other !== null && fold(self) === fold(other),
  ],
  [
    "int compareTo(String other)",
    "'a'.compareTo('c')",
    (_run, self, other: string) => compareTexts(self, notNull(other)),
  ],
  [
    "int compareToIgnoreCase(String other)",
    "'a'.compareToIgnoreCase('C')",
    (_run, self, other: string) => compareTexts(fold(self), fold(notNull(other))),
  ],
  [
    "boolean contentEquals(CharSequence other)",
    "'a'.contentEquals('a')",
    (_run, self, other: string) => self === other,
  ],
  ["String concat(String other)", "'a'.concat('b')", (run, self, other: string) => joined(run, self, notNull(other))],
  ["String toLowerCase()", "'ABC'.toLowerCase()", (run, self) => sized(run, self.toLowerCase())],
  [
    "String toLowerCase(Locale locale)",
    "'ABC'.toLowerCase(Locale.ENGLISH)",
    (run, self) => sized(run, self.toLowerCase()),
  ],
  ["String toUpperCase()", "'abc'.toUpperCase()", (run, self) => sized(run, self.toUpperCase())],
  [
    "String toUpperCase(Locale locale)",
    "'abc'.toUpperCase(Locale.ENGLISH)",
    (run, self) => sized(run, self.toUpperCase()),
  ],
  ["String trim()", "'  x '.trim()", (run, self) => sized(run, trim(self))],
  ["String strip()", "'  x '.strip()", (_run, self) => self.trim()],
  ["String stripLeading()", "'  x '.stripLeading()", (_run, self) => self.trimStart()],
  ["String stripTrailing()", "'  x '.stripTrailing()", (_run, self) => self.trimEnd()],
  [
    "String repeat(int count)",
    "'ab'.repeat(3)",
    (run, self, count: number) => {
      if (count < 0) throw throwNew("java.lang.IllegalArgumentException", `count is negative: ${count}`);
      return repeated(run, self, count);
    },
  ],
  [
    "String replace(char from, char to)",
    "'a-b'.replace('-' as char, '_' as char)",
    (run, self, from: Char, to: Char) => replaced(run, self, from.text(), to.text()),
  ],
  [
    "String replace(CharSequence from, CharSequence to)",
    "'a-b-c'.replace('-', '+')",
    (run, self, from: string, to: string) => replaced(run, self, notNull(from), notNull(to)),
  ],
  ["String intern()", "'a'.intern()", (_run, self) => self],
  [
    "char[] toCharArray()",
    "'abc'.toCharArray().length",
    (run, self) => {
      run.take(self.length * 32);
      return new JArray(
        Array.from({ length: self.length }, (_none, i) => new Char(self.charCodeAt(i))),
        "char",
      );
    },
  ],
  ["byte[] getBytes()", "'é'.bytes.length", (run, self) => bytesOf(run, self, "UTF-8")],
  [
    "byte[] getBytes(Object charset)",
    "'é'.getBytes('UTF-8').length",
    (run, self, charset: Obj) => bytesOf(run, self, textOf(charset)),
  ],
  [
    "IntStream chars()",
    "'ab'.chars().sum()",
    (run, self) => {
      run.take(self.length * 8);
      return streamOf(
        run,
        Array.from({ length: self.length }, (_none, i) => self.charCodeAt(i)),
      );
    },
  ],
  [
    "IntStream codePoints()",
    "'ab'.codePoints().sum()",
    (run, self) =>
      streamOf(
        run,
        [...self].map((char) => char.codePointAt(0) as number),
      ),
  ],
  ["Stream lines()", "'a\\nb'.lines().count()", (run, self) => streamOf(run, self.split(/\r\n|\r|\n/))],
  [
    "String indent(int count)",
    "'a\\nb'.indent(2)",
    (run, self, count: number) => {
      const lines = self === "" ? [] : self.replace(/(\r\n|\r|\n)$/, "").split(/\r\n|\r|\n/);
      return lines
        .map(
          (line) =>
            `${count > 0 ? repeated(run, " ", count) : ""}${count < 0 ? line.replace(new RegExp(`^\\s{0,${-count}}`), "") : line}\n`,
        )
        .join("");
    },
  ],
  [
    "String formatted(Object... args)",
    "'%s-%d'.formatted('a', 5)",
    (run, self, args: Obj[]) => formatText(run, self, args),
  ],
  [
    "boolean regionMatches(int from, String other, int start, int length)",
    "'invoice'.regionMatches(2, 'voice', 0, 5)",
    (_run, self, from: number, other: string, start: number, length: number) =>
      from >= 0 &&
      start >= 0 &&
      from + length <= self.length &&
      start + length <= other.length &&
      self.slice(from, from + length) === other.slice(start, start + length),
  ],
  [
    "boolean regionMatches(boolean ignoreCase, int from, String other, int start, int length)",
    "'INVOICE'.regionMatches(true, 2, 'voice', 0, 5)",
    (_run, self, ignore: boolean, from: number, other: string, start: number, length: number) => {
      if (from < 0 || start < 0 || from + length > self.length || start + length > other.length) return false;
      const [a, b] = [self.slice(from, from + length), other.slice(start, start + length)];
      return ignore ? fold(a) === fold(b) : a === b;
    },
  ],
  ["static String valueOf(Object value)", "String.valueOf(5)", (_run, _self, value: Obj) => textOf(value)],
  [
    "static String copyValueOf(char[] chars)",
    "String.copyValueOf(['a'] as char[])",
    (_run, _self, chars: JArray) => chars.items.map((one) => textOf(one)).join(""),
  ],
  [
    "static String join(CharSequence between, Iterable parts)",
    "String.join('-', ['a', 'b'])",
    (run, _self, between: string, parts: Obj) => joinAll(run, between, itemsOf(parts) ?? []),
  ],
  [
    "static String join(CharSequence between, CharSequence... parts)",
    "String.join('-', 'a', 'b')",
    (run, _self, between: string, parts: Obj[]) => joinAll(run, between, parts),
  ],
  [
    "static String format(String format, Object... args)",
    "String.format('%05.1f|%-4s|', 3.14159, 'ab')",
    (run, _self, format: string, args: Obj[]) => formatText(run, format, args),
  ],
  [
    "static String format(Locale locale, String format, Object... args)",
    "String.format(Locale.US, '%,d', 1234567)",
    (run, _self, locale: Obj, format: string, args: Obj[]) => formatText(run, format, args, locale),
  ],
  ["int hashCode()", "'abc'.hashCode()", (_run, self) => hashText(self)],
  ["String toString()", "'abc'.toString()", (_run, self) => self],
]);

defineFields(STRING, {
  CASE_INSENSITIVE_ORDER: new NativeClosure(2, ([left, right]) =>
    compareTexts(fold(textOf(left ?? null)), fold(textOf(right ?? null))),
  ),
});

function fold(text: string): string {
  return text.toUpperCase().toLowerCase();
}

function notNull(text: string | null): string {
  if (text === null) throw throwNew("java.lang.NullPointerException", null);
  return text;
}

/** Counts the memory of a text that a method made. */
export function sized(run: Run, text: string): string {
  run.take(text.length);
  return text;
}

function joined(run: Run, left: string, right: string): string {
  if (left.length + right.length > MAX_TEXT) throw run.limit(`${MAX_TEXT} characters in one text`, "memory");
  return sized(run, left + right);
}

/** Texts joined, refused when the whole would be too long. */
export function joinAll(run: Run, between: string, parts: readonly Obj[]): string {
  const texts = parts.map((part) => textOf(part));
  const length = texts.reduce((sum, text) => sum + text.length + between.length, 0);
  if (length > MAX_TEXT) throw run.limit(`${MAX_TEXT} characters in one text`, "memory");
  run.take(length * 2);
  run.steps(texts.length >> 3);
  return texts.join(between);
}

/** Every occurrence replaced, refused when the whole would be too long. */
export function replaced(run: Run, text: string, from: string, to: string): string {
  run.steps(1 + (text.length >> 6));
  if (to.length > from.length) {
    const count = text.split(from).length;
    const length = text.length + count * (to.length - from.length);
    if (length > MAX_TEXT) throw run.limit(`${MAX_TEXT} characters in one text`, "memory");
    run.take(length * 2);
  } else run.take(text.length);
  return text.replaceAll(from, () => to);
}

/** A text as bytes. */
export function bytesOf(run: Run, text: string, charset: string): Bytes {
  run.take(text.length * 2);
  return ByteArrays.encode(text, charset);
}
