import type { GClass } from "../runtime/class.ts";
import { JArray } from "../runtime/list.ts";
import { GObject, type Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { textOf, throwableText } from "../runtime/text.ts";
import { THROWABLE, Throwable } from "../runtime/throwable.ts";
import { allClasses, classByName, declare, OBJECT } from "../runtime/types.ts";
import { define } from "./define.ts";
import { writeTo } from "./io/writers.ts";

const STACK_FRAME = declare("java.lang.StackTraceElement", OBJECT);

class StackFrame extends GObject {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override get cls(): GClass {
    return STACK_FRAME;
  }

  override text(): string {
    return `Script1.${this.name}(Script1.groovy)`;
  }
}

function frames(self: Throwable): Obj[] {
  return (self.frames ?? [{ name: "run" }]).map((frame) => new StackFrame(frame.name));
}

define<Throwable>(THROWABLE, [
  ["String getMessage()", "new RuntimeException('x').message", (_run, self) => self.message],
  ["String getLocalizedMessage()", "new RuntimeException('x').localizedMessage", (_run, self) => self.message],
  ["Throwable getCause()", "new RuntimeException('x', new IOException('y')).cause.message", (_run, self) => self.cause],
  [
    "Throwable initCause(Throwable cause)",
    "new RuntimeException('x').initCause(new IOException('y')).cause.message",
    (_run, self, cause: GObject) => {
      self.cause = cause;
      return self;
    },
  ],
  ["String toString()", "new RuntimeException('x').toString()", (_run, self) => throwableText(self)],
  [
    "StackTraceElement[] getStackTrace()",
    "new RuntimeException('x').stackTrace.length",
    (_run, self) => new JArray(frames(self)),
  ],
  [
    "void printStackTrace(Object to)",
    "def w = new StringWriter()\nnew RuntimeException('x').printStackTrace(new PrintWriter(w))\nw.toString()",
    (run, self, to: GObject) => {
      const lines = [throwableText(self), ...frames(self).map((frame) => `\tat ${textOf(frame)}`)];
      writeTo(run, to, `${lines.join("\n")}\n`);
      return null;
    },
  ],
  ["void printStackTrace()", "new RuntimeException('x').printStackTrace()", (run, self) => print(run, self)],
  [
    "void addSuppressed(Throwable other)",
    "def e = new RuntimeException('x')\ne.addSuppressed(new IOException('y'))\ne.suppressed.length",
    (_run, self, other: GObject) => {
      self.suppressed.push(other);
      return null;
    },
  ],
  [
    "Throwable[] getSuppressed()",
    "new RuntimeException('x').suppressed.length",
    (_run, self) => new JArray(self.suppressed),
  ],
  ["Throwable fillInStackTrace()", "new RuntimeException('x').fillInStackTrace().message", (_run, self) => self],
  [
    "void setStackTrace(Object[] frames)",
    "new RuntimeException('x').setStackTrace(new StackTraceElement[0])",
    (_run, _self, _frames: Obj) => null,
  ],
]);

function print(run: Run, self: Throwable): null {
  run.print(`${throwableText(self)}\n`);
  return null;
}

for (const cls of new Set(allClasses().values())) {
  if (!cls.is(THROWABLE)) continue;
  const name = cls.name.startsWith("java.lang.") ? cls.simpleName : cls.name;
  define(cls, [
    ["new()", `new ${name}().message`, () => new Throwable(cls)],
    ["new(String message)", `new ${name}('x').message`, (_run, _self, message: string) => new Throwable(cls, message)],
    [
      "new(Throwable cause)",
      `new ${name}(new IOException('x')).cause.message`,
      (_run, _self, cause: Throwable) => new Throwable(cls, cause === null ? null : throwableText(cause), cause),
    ],
    [
      "new(Object message)",
      `new ${name}('x').message`,
      (_run, _self, message: Obj) => new Throwable(cls, message === null ? null : textOf(message)),
    ],
    [
      "new(String message, Throwable cause)",
      `new ${name}('x', new IOException('y')).cause.message`,
      (_run, _self, message: string, cause: GObject) => new Throwable(cls, message, cause),
    ],
  ]);
}

const extras = (names: Readonly<Record<string, string>>, example: string) =>
  Object.entries(names).map(
    ([getter, name]) =>
      [
        getter,
        `try { ${example} } catch (e) { e.${name} }`,
        (_run: Run, self: Throwable) => self.extra.get(name) ?? null,
      ] as const,
  );

define<Throwable>(
  classByName("groovy.lang.MissingMethodException") as GClass,
  extras(
    { "String getMethod()": "method", "Class getType()": "type", "Object[] getArguments()": "arguments" },
    "[].foo()",
  ),
);
define<Throwable>(
  classByName("groovy.lang.MissingPropertyException") as GClass,
  extras({ "String getProperty()": "property", "Class getType()": "type" }, "foo"),
);

const parse = [...allClasses().values()].find((cls) => cls.name === "java.text.ParseException") as GClass;
define<Throwable>(parse, [
  [
    "new(String message, int offset)",
    "new java.text.ParseException('x', 3).errorOffset",
    (_run, _self, message: string, offset: number) => {
      const made = new Throwable(parse, message);
      made.extra.set("errorOffset", offset);
      return made;
    },
  ],
  [
    "int getErrorOffset()",
    "new java.text.ParseException('x', 3).errorOffset",
    (_run, self) => self.extra.get("errorOffset") ?? 0,
  ],
]);
