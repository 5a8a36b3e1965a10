import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { Bytes } from "../../runtime/list.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { MAX_TEXT } from "../../runtime/operators.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { APPENDABLE, Builder, STRING_BUFFER } from "../text/builder.ts";
import { formatText } from "../text/format.ts";
import { ByteArrays } from "./charset.ts";
import { PrintStream } from "./print-stream.ts";
import { CLOSEABLE } from "./readers.ts";

export const WRITER = declare("java.io.Writer", OBJECT, APPENDABLE, CLOSEABLE);
export const STRING_WRITER = declare("java.io.StringWriter", WRITER);
export const PRINT_WRITER = declare("java.io.PrintWriter", WRITER);
const BUFFERED_WRITER = declare("java.io.BufferedWriter", WRITER);
const OUTPUT_STREAM = declare("java.io.OutputStream", OBJECT, CLOSEABLE);
const BYTE_ARRAY_OUTPUT_STREAM = declare("java.io.ByteArrayOutputStream", OUTPUT_STREAM);
const OUTPUT_STREAM_WRITER = declare("java.io.OutputStreamWriter", WRITER);

/** A writer: into a text of its own, or on to another. */
export class Writer extends GObject {
  readonly #cls: GClass;
  readonly target: GObject | undefined;
  readonly buffer = new Builder(STRING_BUFFER);

  constructor(cls: GClass, target?: GObject) {
    super();
    this.#cls = cls;
    this.target = target;
  }

  override get cls(): GClass {
    return this.#cls;
  }

  override text(): string {
    return this.target ? textOf(this.target) : this.buffer.value;
  }

  write(run: Run, text: string): this {
    if (this.target) writeTo(run, this.target, text);
    else this.buffer.append(run, text);
    return this;
  }
}

/** `java.io.ByteArrayOutputStream`. */
export class OutputStream extends GObject {
  #chunks: Uint8Array[] = [];
  size = 0;

  override get cls(): GClass {
    return BYTE_ARRAY_OUTPUT_STREAM;
  }

  override text(): string {
    return new TextDecoder().decode(this.bytes());
  }

  write(run: Run, data: Uint8Array): this {
    run.take(data.length + 16);
    this.size += data.length;
    if (this.size > MAX_TEXT) throw run.limit(`${MAX_TEXT} bytes in one stream`, "memory");
    this.#chunks.push(Uint8Array.from(data));
    return this;
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.length;
    }
    this.#chunks = [all];
    return all;
  }

  reset(): void {
    this.#chunks = [];
    this.size = 0;
  }
}

/** Writes a text to whatever takes one; answers it. */
export function writeTo(run: Run, to: GObject, text: string): GObject {
  if (to instanceof Writer) to.write(run, text);
  else if (to instanceof Builder) to.append(run, text);
  else if (to instanceof OutputStream) to.write(run, new TextEncoder().encode(text));
  else if (to instanceof PrintStream) run.print(text);
  return to;
}

const sw = "def w = new StringWriter()\nw";

define<Writer>(WRITER, [
  [
    "void write(int code)",
    `${sw}.write(65)\nw.toString()`,
    (run, self, code: number) => {
      self.write(run, String.fromCharCode(code));
      return null;
    },
  ],
  [
    "void write(String text)",
    `${sw}.write('a')\nw.toString()`,
    (run, self, text: string) => {
      self.write(run, text);
      return null;
    },
  ],
  [
    "void write(String text, int from, int count)",
    `${sw}.write('abc', 1, 1)\nw.toString()`,
    (run, self, text: string, from: number, count: number) => {
      self.write(run, text.slice(from, from + count));
      return null;
    },
  ],
  [
    "Writer append(Object text)",
    `${sw}.append('a')\nw.toString()`,
    (run, self, text: Obj) => self.write(run, textOf(text)),
  ],
  [
    "Writer leftShift(Object value)",
    `${sw} << 'a' << 1\nw.toString()`,
    (run, self, value: Obj) => self.write(run, textOf(value)),
  ],
  [
    "void println()",
    `def w = new StringWriter()\nnew PrintWriter(w).println()\nw.toString()`,
    (run, self) => {
      self.write(run, "\n");
      return null;
    },
  ],
  [
    "void println(Object value)",
    `def w = new StringWriter()\nnew PrintWriter(w).println('a')\nw.toString()`,
    (run, self, value: Obj) => {
      self.write(run, `${textOf(value)}\n`);
      return null;
    },
  ],
  [
    "void print(Object value)",
    `def w = new StringWriter()\nnew PrintWriter(w).print('a')\nw.toString()`,
    (run, self, value: Obj) => {
      self.write(run, textOf(value));
      return null;
    },
  ],
  [
    "Writer printf(String format, Object... args)",
    `def w = new StringWriter()\nnew PrintWriter(w).printf('%d', 5)\nw.toString()`,
    (run, self, format: string, args: Obj[]) => self.write(run, formatText(run, format, args)),
  ],
  [
    "void newLine()",
    `def w = new StringWriter()\nnew BufferedWriter(w).newLine()\nw.toString()`,
    (run, self) => {
      self.write(run, "\n");
      return null;
    },
  ],
  ["void flush()", `${sw}.flush()`, () => null],
  ["void close()", `${sw}.close()`, () => null],
  ["String toString()", "new StringWriter().toString()", (_run, self) => self.text()],
  [
    "Object withWriter(Closure use)",
    `${sw}.withWriter { it << 'a' }\nw.toString()`,
    (_run, self, use: Closure) => use.call1(self),
  ],
]);
define<Writer>(STRING_WRITER, [
  ["new()", "new StringWriter().toString()", () => new Writer(STRING_WRITER)],
  ["new(int size)", "new StringWriter(10).toString()", (_run, _self, _size: number) => new Writer(STRING_WRITER)],
  ["StringBuffer getBuffer()", `${sw} << 'abc'\nw.buffer.length()`, (_run, self) => self.buffer],
]);
for (const cls of [PRINT_WRITER, BUFFERED_WRITER]) {
  define<Writer>(cls, [
    [
      "new(Writer writer)",
      `def w = new StringWriter()\nnew ${cls.simpleName}(w).write('a')\nw.toString()`,
      (_run, _self, writer: GObject) => new Writer(cls, writer),
    ],
    [
      "new(Writer writer, boolean flush)",
      `def w = new StringWriter()\nnew PrintWriter(w, true).write('a')\nw.toString()`,
      (_run, _self, writer: GObject, _flush: boolean) => new Writer(cls, writer),
    ],
  ]);
}
for (const cls of [PRINT_WRITER, OUTPUT_STREAM_WRITER]) {
  define<Writer>(cls, [
    [
      "new(OutputStream stream)",
      `def o = new ByteArrayOutputStream()\nnew ${cls.simpleName}(o).write('a')\no.toString()`,
      (_run, _self, stream: GObject) => new Writer(cls, stream),
    ],
    [
      "new(OutputStream stream, Object charset)",
      `def o = new ByteArrayOutputStream()\nnew OutputStreamWriter(o, 'UTF-8').write('a')\no.toString()`,
      (_run, _self, stream: GObject, _charset: Obj) => new Writer(cls, stream),
    ],
  ]);
}

const baos = "def o = new ByteArrayOutputStream()\no";

define<OutputStream>(OUTPUT_STREAM, [
  [
    "void write(int byte)",
    `${baos}.write(65)\no.toString()`,
    (run, self, byte: number) => {
      self.write(run, Uint8Array.of(byte & 0xff));
      return null;
    },
  ],
  [
    "void write(byte[] bytes)",
    `${baos}.write('ab'.bytes)\no.size()`,
    (run, self, bytes: Bytes) => {
      self.write(run, bytes.data);
      return null;
    },
  ],
  [
    "void write(byte[] bytes, int from, int count)",
    `${baos}.write('abc'.bytes, 1, 2)\no.toString()`,
    (run, self, bytes: Bytes, from: number, count: number) => {
      self.write(run, bytes.data.subarray(from, from + count));
      return null;
    },
  ],
  [
    "OutputStream leftShift(Object value)",
    `${baos} << 'ab'\no.toString()`,
    (run, self, value: Obj) =>
      self.write(run, value instanceof Bytes ? value.data : new TextEncoder().encode(textOf(value))),
  ],
  ["void flush()", `${baos}.flush()`, () => null],
  ["void close()", `${baos}.close()`, () => null],
]);
define<OutputStream>(BYTE_ARRAY_OUTPUT_STREAM, [
  ["new()", "new ByteArrayOutputStream().size()", () => new OutputStream()],
  ["new(int size)", "new ByteArrayOutputStream(10).size()", (_run, _self, _size: number) => new OutputStream()],
  [
    "byte[] toByteArray()",
    `${baos} << 'ab'\no.toByteArray().length`,
    (_run, self) => new Bytes(Uint8Array.from(self.bytes())),
  ],
  ["int size()", `${baos} << 'ab'\no.size()`, (_run, self) => self.size],
  ["String toString()", `${baos} << 'ab'\no.toString()`, (_run, self) => self.text()],
  [
    "String toString(Object charset)",
    `${baos} << 'ab'\no.toString('UTF-8')`,
    (_run, self, charset: Obj) => ByteArrays.decode(new Bytes(self.bytes()), textOf(charset)),
  ],
  [
    "void reset()",
    `${baos} << 'ab'\no.reset()\no.size()`,
    (_run, self) => {
      self.reset();
      return null;
    },
  ],
  [
    "void writeTo(OutputStream other)",
    `${baos} << 'ab'\ndef p = new ByteArrayOutputStream()\no.writeTo(p)\np.size()`,
    (run, self, other: OutputStream) => {
      other.write(run, self.bytes());
      return null;
    },
  ],
]);
