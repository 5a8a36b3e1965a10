import { convertText } from "../../bindings/convert.ts";
import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { Bytes, type JArray, JList } from "../../runtime/list.ts";
import { Char } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, declareInterface, OBJECT } from "../../runtime/types.ts";
import { streamOf } from "../collection/stream.ts";
import { define } from "../define.ts";
import { ByteArrays } from "./charset.ts";

export const CLOSEABLE = declareInterface("java.io.Closeable");
export const READER = declare("java.io.Reader", OBJECT, CLOSEABLE);
const STRING_READER = declare("java.io.StringReader", READER);
const BUFFERED_READER = declare("java.io.BufferedReader", READER);
const INPUT_STREAM_READER = declare("java.io.InputStreamReader", READER);
export const INPUT_STREAM = declare("java.io.InputStream", OBJECT, CLOSEABLE);
const BYTE_ARRAY_INPUT_STREAM = declare("java.io.ByteArrayInputStream", INPUT_STREAM);

/** A text that is read once, from the start to the end. */
export class Reader extends GObject {
  readonly #cls: GClass;
  readonly source: string;
  at = 0;
  mark = 0;

  constructor(cls: GClass, source: string) {
    super();
    this.#cls = cls;
    this.source = source;
  }

  override get cls(): GClass {
    return this.#cls;
  }

  rest(): string {
    const text = this.source.slice(this.at);
    this.at = this.source.length;
    return text;
  }

  line(): string | null {
    if (this.at >= this.source.length) return null;
    const match = /\r\n|\r|\n/g;
    match.lastIndex = this.at;
    const end = match.exec(this.source);
    const text = this.source.slice(this.at, end ? end.index : undefined);
    this.at = end ? end.index + end[0].length : this.source.length;
    return text;
  }
}

/** Bytes that are read once, from the start to the end. */
export class InputStream extends GObject {
  readonly data: Uint8Array;
  at = 0;

  constructor(data: Uint8Array) {
    super();
    this.data = data;
  }

  override get cls(): GClass {
    return BYTE_ARRAY_INPUT_STREAM;
  }

  rest(): Uint8Array {
    const bytes = this.data.subarray(this.at);
    this.at = this.data.length;
    return bytes;
  }
}

convertText(READER.name, (_run, text) => new Reader(STRING_READER, text));
convertText(INPUT_STREAM.name, (_run, text) => new InputStream(new TextEncoder().encode(text)));

/** The text of a reader, a stream or bytes. */
export function readAll(run: Run, from: Obj): string | null {
  if (from === null) return null;
  const text =
    from instanceof Reader
      ? from.rest()
      : from instanceof InputStream
        ? decode(from.rest())
        : from instanceof Bytes
          ? decode(from.data)
          : textOf(from);
  run.take(text.length);
  return text;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function linesOf(self: Reader): string[] {
  const lines: string[] = [];
  for (let line = self.line(); line !== null; line = self.line()) lines.push(line);
  return lines;
}

const source = "new StringReader('a\\nb')";

define<Reader>(READER, [
  [
    "int read()",
    `${source}.read()`,
    (_run, self) => (self.at < self.source.length ? self.source.charCodeAt(self.at++) : -1),
  ],
  [
    "int read(char[] into)",
    `def c = new char[2]\n${source}.read(c)`,
    (_run, self, into: JArray) => {
      let count = 0;
      while (count < into.items.length && self.at < self.source.length)
        into.items[count++] = new Char(self.source.charCodeAt(self.at++));
      return count === 0 && into.items.length > 0 ? -1 : count;
    },
  ],
  ["String readLine()", `${source}.readLine()`, (_run, self) => self.line()],
  ["List readLines()", `${source}.readLines()`, (_run, self) => new JList(linesOf(self))],
  ["Stream lines()", `new BufferedReader(${source}).lines().count()`, (run, self) => streamOf(run, linesOf(self))],
  ["String getText()", `${source}.text`, (_run, self) => self.rest()],
  [
    "Object eachLine(Closure action)",
    `def l = []\n${source}.eachLine { l << it }\nl`,
    (_run, self, action: Closure) => {
      let result: Obj = null;
      linesOf(self).forEach((line, i) => {
        result = action.arity === 2 ? action.call2(line, i + 1) : action.call1(line);
      });
      return result;
    },
  ],
  [
    "Object splitEachLine(String regex, Closure action)",
    `def l = []\nnew StringReader('a,b').splitEachLine(',') { l << it }\nl`,
    (_run, self, regex: string, action: Closure) => {
      let result: Obj = null;
      for (const line of linesOf(self)) result = action.call1(new JList(line.split(regex)));
      return result;
    },
  ],
  [
    "long skip(long count)",
    `${source}.skip(1)`,
    (_run, self, count: bigint) => {
      const before = self.at;
      self.at = Math.min(self.source.length, self.at + Number(count));
      return BigInt(self.at - before);
    },
  ],
  ["boolean ready()", `${source}.ready()`, () => true],
  [
    "void mark(int limit)",
    `${source}.mark(5)`,
    (_run, self, _limit: number) => {
      self.mark = self.at;
      return null;
    },
  ],
  [
    "void reset()",
    `${source}.reset()`,
    (_run, self) => {
      self.at = self.mark;
      return null;
    },
  ],
  ["void close()", `${source}.close()`, () => null],
  [
    "Object withReader(Closure use)",
    `${source}.withReader { it.readLine() }`,
    (_run, self, use: Closure) => use.call1(self),
  ],
]);

define(STRING_READER, [
  ["new(String text)", `${source}.text`, (_run, _self, text: string) => new Reader(STRING_READER, text)],
]);
define(BUFFERED_READER, [
  [
    "new(Reader reader)",
    `new BufferedReader(${source}).readLine()`,
    (_run, _self, reader: Reader) => new Reader(BUFFERED_READER, reader.rest()),
  ],
  [
    "new(Reader reader, int size)",
    `new BufferedReader(${source}, 100).readLine()`,
    (_run, _self, reader: Reader, _size: number) => new Reader(BUFFERED_READER, reader.rest()),
  ],
]);
const bytes = "new ByteArrayInputStream('ab'.bytes)";
define(INPUT_STREAM_READER, [
  [
    "new(InputStream stream)",
    `new InputStreamReader(${bytes}).text`,
    (_run, _self, stream: InputStream) => new Reader(INPUT_STREAM_READER, decode(stream.rest())),
  ],
  [
    "new(InputStream stream, Object charset)",
    `new InputStreamReader(${bytes}, 'UTF-8').text`,
    (_run, _self, stream: InputStream, charset: Obj) =>
      new Reader(INPUT_STREAM_READER, ByteArrays.decode(new Bytes(stream.rest()), textOf(charset))),
  ],
]);

define<InputStream>(INPUT_STREAM, [
  [
    "int read()",
    `${bytes}.read()`,
    (_run, self) => (self.at < self.data.length ? (self.data[self.at++] as number) : -1),
  ],
  [
    "int read(byte[] into)",
    `def b = new byte[2]\n${bytes}.read(b)`,
    (_run, self, into: Bytes) => {
      const part = self.data.subarray(self.at, self.at + into.data.length);
      into.data.set(part);
      self.at += part.length;
      return part.length === 0 && into.data.length > 0 ? -1 : part.length;
    },
  ],
  ["byte[] readAllBytes()", `${bytes}.readAllBytes().length`, (_run, self) => new Bytes(Uint8Array.from(self.rest()))],
  ["byte[] getBytes()", `${bytes}.bytes.length`, (_run, self) => new Bytes(Uint8Array.from(self.rest()))],
  ["int available()", `${bytes}.available()`, (_run, self) => self.data.length - self.at],
  ["String getText()", `${bytes}.text`, (_run, self) => decode(self.rest())],
  [
    "String getText(String charset)",
    `${bytes}.getText('UTF-8')`,
    (_run, self, charset: string) => ByteArrays.decode(new Bytes(self.rest()), charset),
  ],
  [
    "List readLines()",
    `${bytes}.readLines()`,
    (_run, self) => new JList(linesOf(new Reader(STRING_READER, decode(self.rest())))),
  ],
  [
    "Object eachLine(Closure action)",
    `def l = []\n${bytes}.eachLine { l << it }\nl`,
    (_run, self, action: Closure) => {
      let result: Obj = null;
      for (const line of linesOf(new Reader(STRING_READER, decode(self.rest())))) result = action.call1(line);
      return result;
    },
  ],
  [
    "Reader newReader()",
    `${bytes}.newReader().readLine()`,
    (_run, self) => new Reader(BUFFERED_READER, decode(self.rest())),
  ],
  [
    "Reader newReader(String charset)",
    `${bytes}.newReader('UTF-8').readLine()`,
    (_run, self, charset: string) => new Reader(BUFFERED_READER, ByteArrays.decode(new Bytes(self.rest()), charset)),
  ],
  [
    "Object withReader(Closure use)",
    `${bytes}.withReader { it.readLine() }`,
    (_run, self, use: Closure) => use.call1(new Reader(BUFFERED_READER, decode(self.rest()))),
  ],
  [
    "void reset()",
    `${bytes}.reset()`,
    (_run, self) => {
      self.at = 0;
      return null;
    },
  ],
  ["void close()", `${bytes}.close()`, () => null],
]);
define(BYTE_ARRAY_INPUT_STREAM, [
  [
    "new(byte[] bytes)",
    `${bytes}.available()`,
    (_run, _self, data: Bytes) => {
      if (data === null) throw throwNew("java.lang.NullPointerException", null);
      return new InputStream(data.data);
    },
  ],
]);

define<GObject>(CLOSEABLE, [
  [
    "Object withCloseable(Closure use)",
    `${source}.withCloseable { it.readLine() }`,
    (_run, self, use: Closure) => use.call1(self),
  ],
]);
