import type { GClass } from "../../runtime/class.ts";
import { GObject } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { define } from "../define.ts";
import { writeTo } from "../io/writers.ts";
import { INDENT_PRINTER } from "./classes.ts";

/** `groovy.util.IndentPrinter`: a writer that knows how deep it is. */
export class IndentPrinter extends GObject {
  readonly #out: GObject | undefined;
  readonly #indent: string;
  readonly #newLines: boolean;
  readonly #auto: boolean;
  level = 0;

  /** Without a writer it prints to the script's output. */
  constructor(out: GObject | undefined, indent = "  ", newLines = true, auto = false) {
    super();
    this.#out = out;
    this.#indent = indent;
    this.#newLines = newLines;
    this.#auto = auto;
  }

  override get cls(): GClass {
    return INDENT_PRINTER;
  }

  shift(levels: number): void {
    this.level = Math.max(0, this.level + levels);
  }

  print(run: Run, text: string): void {
    if (this.#out) writeTo(run, this.#out, text);
    else run.print(text);
  }

  println(run: Run, text = ""): void {
    if (this.#auto && text !== "") this.printIndent(run);
    this.print(run, text);
    if (this.#newLines) this.print(run, "\n");
  }

  printIndent(run: Run): void {
    this.print(run, this.#indent.repeat(this.level));
  }
}

const p = "def w = new StringWriter()\ndef p = new IndentPrinter(w)\np";

/** Its methods that answer nothing, by name. */
const actions: readonly (readonly [string, string, (run: Run, self: IndentPrinter, text: string) => void])[] = [
  ["void print(String text)", "print('a')", (run, self, text) => self.print(run, text)],
  ["void println(String text)", "println('a')", (run, self, text) => self.println(run, text)],
  ["void println()", "println()", (run, self) => self.println(run)],
  ["void printIndent()", "printIndent()", (run, self) => self.printIndent(run)],
  ["void incrementIndent()", "incrementIndent()", (_run, self) => self.shift(1)],
  ["void decrementIndent()", "decrementIndent()", (_run, self) => self.shift(-1)],
  ["void flush()", "flush()", () => undefined],
];

define<IndentPrinter>(INDENT_PRINTER, [
  ["new()", "new IndentPrinter().println('a')", () => new IndentPrinter(undefined)],
  ["new(Appendable out)", `${p}.println('a')\nw.toString()`, (_run, _self, out: GObject) => new IndentPrinter(out)],
  [
    "new(Appendable out, String indent)",
    "def w = new StringWriter()\nnew IndentPrinter(w, '\\t').println('a')\nw.toString()",
    (_run, _self, out: GObject, indent: string) => new IndentPrinter(out, indent),
  ],
  [
    "new(Appendable out, String indent, boolean newLines)",
    "def w = new StringWriter()\nnew groovy.xml.MarkupBuilder(new IndentPrinter(w, '', false)).a { b() }\nw.toString()",
    (_run, _self, out: GObject, indent: string, newLines: boolean) => new IndentPrinter(out, indent, newLines),
  ],
  [
    "new(Appendable out, String indent, boolean newLines, boolean autoIndent)",
    "def w = new StringWriter()\nnew groovy.xml.MarkupBuilder(new IndentPrinter(w, '', true, true)).a { b() }\nw.toString()",
    (_run, _self, out: GObject, indent: string, newLines: boolean, auto: boolean) =>
      new IndentPrinter(out, indent, newLines, auto),
  ],
  ...actions.map(
    ([signature, example, act]) =>
      [
        signature,
        `${p}.${example}\nw.toString()`,
        (run: Run, self: IndentPrinter, text: string) => {
          act(run, self, text);
          return null;
        },
      ] as const,
  ),
]);
