import { parseNumber } from "../../runtime/cast.ts";
import type { GClass } from "../../runtime/class.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import * as T from "../../runtime/types.ts";
import { define } from "../define.ts";
import { readAll } from "../io/readers.ts";

const SCANNER = T.declare("java.util.Scanner", T.OBJECT);

/** `java.util.Scanner`: words and lines of a text, read from its start to its end. */
class Scanner extends GObject {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    super();
    this.#text = text;
  }

  override get cls(): GClass {
    return SCANNER;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  /** The next word without reading it. */
  get ahead(): string | undefined {
    return this.#match(/\s*(\S+)/y)?.[1];
  }

  get hasLine(): boolean {
    return this.#at < this.#text.length;
  }

  next(run: Run): string {
    run.step();
    const found = this.#match(/\s*(\S+)/y);
    if (!found) throw throwNew("java.util.NoSuchElementException");
    this.#at += found[0].length;
    return found[1] as string;
  }

  line(run: Run): string {
    run.step();
    if (!this.hasLine) throw throwNew("java.util.NoSuchElementException", "No line found");
    const found = this.#match(/([^\n\r]*)(?:\r\n|\r|\n|$)/y) as RegExpExecArray;
    this.#at += found[0].length;
    return found[1] as string;
  }

  number(run: Run, cls: GClass): Obj {
    const word = this.ahead;
    if (word !== undefined && !PATTERN.test(word))
      throw throwNew("java.util.InputMismatchException", `For input string: "${word}"`);
    return parseNumber(this.next(run), cls);
  }
}

const PATTERN = /^[+-]?\d+(?:\.\d+)?$/;

const s = "new Scanner('5 two\\nthree')";

define<Scanner>(SCANNER, [
  ["new(Object source)", `${s}.next()`, (run, _self, source: Obj) => new Scanner(readAll(run, source) ?? "")],
  ["boolean hasNext()", `${s}.hasNext()`, (_run, self) => self.ahead !== undefined],
  ["boolean hasNextLine()", `${s}.hasNextLine()`, (_run, self) => self.hasLine],
  ["boolean hasNextInt()", `${s}.hasNextInt()`, (_run, self) => /^[+-]?\d+$/.test(self.ahead ?? "")],
  ["boolean hasNextDouble()", `${s}.hasNextDouble()`, (_run, self) => PATTERN.test(self.ahead ?? "")],
  ["String next()", `${s}.next()`, (run, self) => self.next(run)],
  ["String nextLine()", `${s}.nextLine()`, (run, self) => self.line(run)],
  ["int nextInt()", `${s}.nextInt()`, (run, self) => self.number(run, T.INTEGER)],
  ["long nextLong()", `${s}.nextLong()`, (run, self) => self.number(run, T.LONG)],
  ["double nextDouble()", `${s}.nextDouble()`, (run, self) => self.number(run, T.DOUBLE)],
  ["BigDecimal nextBigDecimal()", `${s}.nextBigDecimal()`, (run, self) => self.number(run, T.BIG_DECIMAL)],
  ["void close()", `${s}.close()`, () => null],
]);
