import type { GClass } from "../../runtime/class.ts";
import { JArray } from "../../runtime/list.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { formatText } from "../text/format.ts";

const PRINT_STREAM = declare("java.io.PrintStream", OBJECT);

/** `System.out`: prints to the run's log. */
export class PrintStream extends GObject {
  readonly run: Run;

  constructor(run: Run) {
    super();
    this.run = run;
  }

  override get cls(): GClass {
    return PRINT_STREAM;
  }
}

const put = (self: PrintStream, text: string) => {
  self.run.print(text);
  return null;
};

define<PrintStream>(PRINT_STREAM, [
  ["void println()", "System.out.println()", (_run, self) => put(self, "\n")],
  [
    "void println(Object value)",
    "System.out.println('a')",
    (_run, self, value: Obj) =>
      put(
        self,
        `${value instanceof JArray && value.element === "char" ? value.items.map((one) => textOf(one)).join("") : textOf(value)}\n`,
      ),
  ],
  ["void print(Object value)", "System.out.print('a')", (_run, self, value: Obj) => put(self, textOf(value))],
  [
    "PrintStream printf(String format, Object... args)",
    "System.out.printf('%d', 5)",
    (run, self, format: string, args: Obj[]) => {
      put(self, formatText(run, format, args));
      return self;
    },
  ],
  [
    "PrintStream leftShift(Object value)",
    "System.out << 'a'",
    (_run, self, value: Obj) => {
      put(self, textOf(value));
      return self;
    },
  ],
  [
    "PrintStream append(CharSequence text)",
    "System.out.append('a')",
    (_run, self, text: string) => {
      put(self, text);
      return self;
    },
  ],
  ["void flush()", "System.out.flush()", () => null],
]);
