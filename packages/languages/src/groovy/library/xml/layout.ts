import type { Run } from "../../runtime/run.ts";
import { type XmlChild, XmlElement, type XmlMarkup } from "./element.ts";
import type { XmlDocument } from "./parse.ts";

/**
 * Writes a document as the JDK's transformer does with `indent`: each element and comment on a line of its own, two
 * spaces deeper than what holds it, and text too where it is not alone. White space that was there before stays.
 */
export function layOut(run: Run, document: XmlDocument): string {
  const writer = new LayoutWriter(run);
  for (const child of document.before) writer.markup(child as XmlMarkup);
  writer.element(document.root, 0);
  for (const child of document.after) writer.markup(child as XmlMarkup);
  return `<?xml version="1.0" encoding="UTF-8"?>${writer.text}\n`;
}

class LayoutWriter {
  readonly #run: Run;
  readonly #out: string[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  get text(): string {
    return this.#out.join("");
  }

  #write(text: string): void {
    this.#run.take(text.length * 2 + 16);
    this.#out.push(text);
  }

  #line(level: number): void {
    this.#write(`\n${"  ".repeat(level)}`);
  }

  element(element: XmlElement, level: number, preserved = false): void {
    this.#run.step();
    this.#write(`<${element.name}`);
    // The parser's events tell namespaces apart from attributes, so they come first.
    for (const one of element.attributes) if (one.declares !== undefined) this.#attribute(one);
    for (const one of element.attributes) if (one.declares === undefined) this.#attribute(one);
    if (element.children.length === 0) {
      this.#write("/>");
      return;
    }
    this.#write(">");
    const space = element.attributes.find(({ name }) => name === "xml:space")?.value;
    const preserve = space === undefined ? preserved : space === "preserve";
    this.#children(element.children, level + 1, preserve);
    this.#write(`</${element.name}>`);
  }

  #attribute({ name, value }: { readonly name: string; readonly value: string }): void {
    this.#write(` ${name}="${escaped(value, true)}"`);
  }

  #children(children: readonly XmlChild[], level: number, preserve: boolean): void {
    let count = 0;
    let text = "";
    let afterText = false;
    const flush = () => {
      if (text === "") return;
      count++;
      afterText = true;
      if (!preserve && count > 1) {
        this.#line(level);
        this.#write(escaped(text.replace(/^\n+/, ""), false));
      } else this.#write(escaped(text, false));
      text = "";
    };
    for (const child of children) {
      if (typeof child === "string") text += child;
      else if (!(child instanceof XmlElement) && child.kind === "cdata") {
        flush();
        count++;
        afterText = true;
        this.#write(`<![CDATA[${child.text}]]>`);
      } else {
        count++;
        flush();
        afterText = false;
        if (!preserve) this.#line(level);
        if (child instanceof XmlElement) this.element(child, level, preserve);
        else this.markup(child);
      }
    }
    flush();
    if (!preserve && (count > 1 || !afterText)) this.#line(level - 1);
  }

  markup({ kind, text }: XmlMarkup): void {
    this.#write(kind === "comment" ? `<!--${text}-->` : `<?${text}?>`);
  }
}

function escaped(text: string, attribute: boolean): string {
  return text.replace(attribute ? ATTRIBUTE : TEXT, (char) => {
    switch (char) {
      case "&":
        return "&amp;";
      case "<":
        return "&lt;";
      case ">":
        return "&gt;";
      case '"':
        return "&quot;";
      default:
        return `&#${char.codePointAt(0)};`;
    }
  });
}

/** Characters beyond the first plane are written as references, though the encoding has them. */
const TEXT = /[&<>\r\u007f-\u009f\u2028]|[\u{10000}-\u{10ffff}]/gu;
const ATTRIBUTE = /[&<>"\r\n\t\u007f-\u009f\u2028]|[\u{10000}-\u{10ffff}]/gu;
