import type { GClass } from "../../runtime/class.ts";
import { JList } from "../../runtime/list.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { define } from "../define.ts";
import { Builder, STRING_BUFFER } from "../text/builder.ts";
import { NODE_PRINTER } from "./classes.ts";
import { IndentPrinter } from "./indent-printer.ts";
import { XmlNode } from "./node.ts";
import { QName } from "./qname.ts";

type Prefixes = ReadonlyMap<string, string>;

/** `groovy.xml.XmlNodePrinter`: writes nodes as XML. */
class NodePrinter extends GObject {
  readonly #out: IndentPrinter;
  quote = '"';
  aware = true;
  preserve = false;
  expand = false;

  constructor(out: IndentPrinter) {
    super();
    this.#out = out;
  }

  override get cls(): GClass {
    return NODE_PRINTER;
  }

  print(run: Run, node: XmlNode, around: Prefixes = new Map()): void {
    run.step();
    const known = new Map(around);
    if (node.content.length === 0 && node.textContent === "") {
      this.#begin(run);
      this.#out.print(run, `<${this.#head(node, known)}`);
      this.#out.print(run, this.expand ? `></${this.#name(node.name)}>` : "/>");
      this.#end(run);
      return;
    }
    const { value } = node;
    const simple = this.preserve && !(value instanceof JList && value.items.some((item) => item instanceof XmlNode));
    this.#begin(run);
    this.#out.print(run, `<${this.#head(node, known)}>`);
    if (!simple) this.#end(run);
    this.#out.level++;
    for (const item of value instanceof JList ? value.items : [value]) {
      if (item instanceof XmlNode) this.print(run, item, known);
      else this.#text(run, item);
    }
    this.#out.level--;
    if (!simple) this.#begin(run);
    this.#out.print(run, `</${this.#name(node.name)}>`);
    this.#end(run);
  }

  #begin(run: Run): void {
    this.#out.printIndent(run);
  }

  #end(run: Run): void {
    this.#out.println(run);
  }

  #text(run: Run, value: Obj): void {
    if (!this.preserve) this.#begin(run);
    this.#out.print(run, this.#escaped(textOf(value), false));
    if (!this.preserve) this.#end(run);
  }

  #name(name: Obj): string {
    if (!(name instanceof QName)) return textOf(name);
    return this.aware ? name.qualified : name.local;
  }

  /** A start tag's name, the namespaces it needs and its attributes. */
  #head(node: XmlNode, known: Map<string, string>): string {
    let text = this.#name(node.name) + this.#namespace(node.name, known);
    for (const { key, value } of node.attributes.entries()) {
      text += ` ${this.#name(key)}=${this.quote}${this.#escaped(textOf(value), true)}${this.quote}`;
      text += this.#namespace(key, known);
    }
    return text;
  }

  #namespace(name: Obj, known: Map<string, string>): string {
    if (!this.aware || !(name instanceof QName) || name.uri === "" || known.get(name.prefix) === name.uri) return "";
    known.set(name.prefix, name.uri);
    return ` xmlns${name.prefix === "" ? "" : `:${name.prefix}`}=${this.quote}${name.uri}${this.quote}`;
  }

  #escaped(text: string, attribute: boolean): string {
    return text.replace(/[<>&"'\n\r]/g, (char) => {
      switch (char) {
        case "<":
          return "&lt;";
        case ">":
          return "&gt;";
        case "&":
          return "&amp;";
        case '"':
        case "'":
          if (!attribute || char !== this.quote) return char;
          return char === '"' ? "&quot;" : "&apos;";
        default:
          if (!attribute) return char;
          return char === "\n" ? "&#10;" : "&#13;";
      }
    });
  }
}

/** The text that XmlUtil makes of a node before it is laid out anew. */
export function nodeText(run: Run, node: XmlNode): string {
  const buffer = new Builder(STRING_BUFFER);
  const printer = new NodePrinter(new IndentPrinter(buffer));
  printer.preserve = true;
  printer.print(run, node);
  return buffer.value;
}

const np = "def w = new StringWriter()\ndef p = new groovy.xml.XmlNodePrinter(new PrintWriter(w))\np";
const node = "new groovy.xml.XmlParser().parseText('<a><b c=\"d\">t</b><e/></a>')";

const settings = {
  PreserveWhitespace: "preserve",
  NamespaceAware: "aware",
  ExpandEmptyElements: "expand",
} as const;

define<NodePrinter>(NODE_PRINTER, [
  ["new()", `new groovy.xml.XmlNodePrinter().print(${node})`, () => new NodePrinter(new IndentPrinter(undefined))],
  [
    "new(PrintWriter out)",
    `${np}.print(${node})\nw.toString()`,
    (_run, _self, out: GObject) => new NodePrinter(new IndentPrinter(out)),
  ],
  [
    "new(PrintWriter out, String indent)",
    `def w = new StringWriter()\nnew groovy.xml.XmlNodePrinter(new PrintWriter(w), '\\t').print(${node})\nw.toString()`,
    (_run, _self, out: GObject, indent: string) => new NodePrinter(new IndentPrinter(out, indent)),
  ],
  [
    "new(PrintWriter out, String indent, String quote)",
    `def w = new StringWriter()\nnew groovy.xml.XmlNodePrinter(new PrintWriter(w), '', "'").print(${node})\nw.toString()`,
    (_run, _self, out: GObject, indent: string, quote: string) => {
      const made = new NodePrinter(new IndentPrinter(out, indent));
      made.quote = quote;
      return made;
    },
  ],
  [
    "new(IndentPrinter printer)",
    `def w = new StringWriter()\nnew groovy.xml.XmlNodePrinter(new IndentPrinter(w, '', false)).print(${node})\nw.toString()`,
    (_run, _self, printer: IndentPrinter) => new NodePrinter(printer),
  ],
  [
    "void print(Node node)",
    `${np}.print(${node})\nw.toString()`,
    (run, self, one: XmlNode) => {
      self.print(run, one);
      return null;
    },
  ],
  ["String getQuote()", `${np}.quote`, (_run, self) => self.quote],
  [
    "void setQuote(String quote)",
    `${np}.quote = "'"\np.print(${node})\nw.toString()`,
    (_run, self, quote: string) => {
      self.quote = quote;
      return null;
    },
  ],
  ...Object.entries(settings).flatMap(([name, field]) => [
    [
      `void set${name}(boolean on)`,
      `${np}.set${name}(true)\np.print(${node})\nw.toString()`,
      (_run: Run, self: NodePrinter, on: boolean) => {
        self[field] = on;
        return null;
      },
    ] as const,
    [`boolean is${name}()`, `${np}.is${name}()`, (_run: Run, self: NodePrinter) => self[field]] as const,
  ]),
]);
