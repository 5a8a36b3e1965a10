import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { define } from "../define.ts";
import { builderCall } from "./built.ts";
import { MARKUP_BUILDER, MARKUP_HELPER } from "./classes.ts";
import { IndentPrinter } from "./indent-printer.ts";

/** What was written last: nothing, a start tag still open, text, or an element. */
type State = "nothing" | "tag" | "text" | "element";

/** `groovy.xml.MarkupBuilder`: each call writes an element, indented. */
class MarkupBuilder extends GObject {
  readonly printer: IndentPrinter;
  doubleQuotes = false;
  escapeAttributes = true;
  omitNull = false;
  omitEmpty = false;
  expandEmpty = false;
  #state: State = "nothing";
  /** Set by a start tag and an instruction, unset by text: after an instruction the next tag stands where it is. */
  #empty = false;

  constructor(printer: IndentPrinter) {
    super();
    this.printer = printer;
  }

  override get cls(): GClass {
    return MARKUP_BUILDER;
  }

  override getProperty(_run: Run, name: string): Obj | undefined {
    return name === "mkp" ? new Markup(this) : undefined;
  }

  override invokeMethod(run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    if (MARKUP_BUILDER.find(name, args.length).length > 0) return undefined;
    const call = builderCall(args);
    if (!call) return undefined;
    run.step();
    this.#open(run, name, call.attributes);
    if (call.value !== null) this.writeText(run, textOf(call.value), true);
    if (call.body) this.#within(call.body);
    this.#close(run, name);
    return name;
  }

  #within(body: Closure): void {
    body.delegate = this;
    body.call([]);
  }

  #open(run: Run, name: string, attributes: JMap): void {
    const { printer } = this;
    if (this.#state === "tag") {
      printer.print(run, ">");
      this.#line(run, 1);
    } else if (this.#state === "text" && !this.#empty) this.#line(run, 1);
    else if (this.#state === "element") this.#line(run, 0);
    this.#state = "tag";
    this.#empty = true;
    printer.print(run, `<${name}`);
    const quote = this.doubleQuotes ? '"' : "'";
    for (const { key, value } of attributes.entries()) {
      const text = value === null ? "" : textOf(value);
      if ((this.omitNull && value === null) || (this.omitEmpty && value !== null && text === "")) continue;
      const escaped = this.escapeAttributes ? escapeMarkup(text, quote) : text;
      printer.print(run, ` ${textOf(key)}=${quote}${escaped}${quote}`);
    }
  }

  #line(run: Run, deeper: number): void {
    this.printer.level += deeper;
    this.printer.println(run);
    this.printer.printIndent(run);
  }

  #close(run: Run, name: string): void {
    if (this.#state === "tag") this.printer.print(run, this.expandEmpty ? `></${name}>` : " />");
    else {
      if (this.#state === "element") this.#line(run, -1);
      this.printer.print(run, `</${name}>`);
    }
    this.#state = "element";
  }

  /** Writes text where it stands. */
  writeText(run: Run, text: string, safe: boolean): void {
    if (this.#state === "tag") {
      this.#state = "text";
      this.#empty = false;
      this.printer.print(run, ">");
    }
    this.printer.print(run, safe ? escapeMarkup(text) : text);
  }

  /** Writes a processing instruction. */
  instruction(run: Run, target: string, attributes: JMap): void {
    this.#open(run, `?${target}`, attributes);
    this.#state = "text";
    this.printer.println(run, "?>");
  }
}

/** Escapes text, or an attribute that stands between such quotes. */
function escapeMarkup(text: string, quote?: string): string {
  return text.replace(quote === undefined ? /[&<>]/g : /[&<>\n\r\t"']/g, (char) => {
    switch (char) {
      case "&":
        return "&amp;";
      case "<":
        return "&lt;";
      case ">":
        return "&gt;";
      case "\n":
        return "&#10;";
      case "\r":
        return "&#13;";
      case "\t":
        return "&#09;";
      case '"':
        return quote === '"' ? "&quot;" : char;
      default:
        return quote === "'" ? "&apos;" : char;
    }
  });
}

/** `mkp`: what a builder can write besides elements. */
class Markup extends GObject {
  readonly builder: MarkupBuilder;

  constructor(builder: MarkupBuilder) {
    super();
    this.builder = builder;
  }

  override get cls(): GClass {
    return MARKUP_HELPER;
  }
}

const mb = "def w = new StringWriter()\ndef b = new groovy.xml.MarkupBuilder(w)\nb";

const nothing = (act: (run: Run, self: Markup, arg: Obj) => void) => (run: Run, self: Markup, arg: Obj) => {
  act(run, self, arg);
  return null;
};

define<Markup>(MARKUP_HELPER, [
  [
    "void yield(Object text)",
    `${mb}.a { mkp.yield('1 < 2') }\nw.toString()`,
    nothing((run, { builder }, text) => builder.writeText(run, textOf(text), true)),
  ],
  [
    "void yieldUnescaped(Object text)",
    `${mb}.a { mkp.yieldUnescaped('<b/>') }\nw.toString()`,
    nothing((run, { builder }, text) => builder.writeText(run, textOf(text), false)),
  ],
  [
    "void comment(String text)",
    `${mb}.a { mkp.comment('note') }\nw.toString()`,
    nothing((run, { builder }, text) => builder.writeText(run, `<!-- ${textOf(text)} -->`, false)),
  ],
  [
    "void xmlDeclaration(Map attributes)",
    `${mb}.mkp.xmlDeclaration(version: '1.0', encoding: 'UTF-8')\nb.a()\nw.toString()`,
    nothing((run, { builder }, attributes) => builder.instruction(run, "xml", attributes as JMap)),
  ],
  [
    "void pi(Map instruction)",
    `${mb}.mkp.pi('xml-stylesheet': [href: 'a.css'])\nb.a()\nw.toString()`,
    nothing((run, { builder }, instruction) => {
      const [first] = (instruction as JMap).entries();
      if (first) builder.instruction(run, textOf(first.key), first.value instanceof JMap ? first.value : new JMap());
    }),
  ],
]);

const settings = {
  DoubleQuotes: "doubleQuotes",
  EscapeAttributes: "escapeAttributes",
  OmitNullAttributes: "omitNull",
  OmitEmptyAttributes: "omitEmpty",
  ExpandEmptyElements: "expandEmpty",
} as const;

define<MarkupBuilder>(MARKUP_BUILDER, [
  ["new()", "new groovy.xml.MarkupBuilder().a { b('x') }", () => new MarkupBuilder(new IndentPrinter(undefined))],
  [
    "new(IndentPrinter printer)",
    "def w = new StringWriter()\nnew groovy.xml.MarkupBuilder(new IndentPrinter(w, '')).a { b() }\nw.toString()",
    (_run, _self, printer: IndentPrinter) => new MarkupBuilder(printer),
  ],
  [
    "new(Appendable out)",
    `${mb}.a(k: 1) { b('x') }\nw.toString()`,
    (_run, _self, out: GObject) => new MarkupBuilder(new IndentPrinter(out)),
  ],
  ["MarkupBuilderHelper getMkp()", `${mb}.mkp.yield('x')\nw.toString()`, (_run, self) => new Markup(self)],
  ...Object.entries(settings).flatMap(([name, field]) => [
    [
      `void set${name}(boolean on)`,
      `${mb}.set${name}(true)\nb.a(k: '', l: null) { b() }\nw.toString()`,
      (_run: Run, self: MarkupBuilder, on: boolean) => {
        self[field] = on;
        return null;
      },
    ] as const,
    [`boolean is${name}()`, `${mb}.is${name}()`, (_run: Run, self: MarkupBuilder) => self[field]] as const,
  ]),
]);
