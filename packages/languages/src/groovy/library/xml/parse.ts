import type { Run } from "../../runtime/run.ts";
import { type XmlAttribute, type XmlChild, XmlElement } from "./element.ts";
import { Scanner } from "./scanner.ts";

/** How deep elements may stand within each other: far below what the call stack takes. */
const MAX_LEVELS = 400;
const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";

/** A document: what stands before, in and after its root element. */
export interface XmlDocument {
  readonly root: XmlElement;
  /** Comments and instructions outside the root. */
  readonly before: readonly XmlChild[];
  readonly after: readonly XmlChild[];
  /** Every namespace by the prefix that was last declared for it. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** Reads a document. With `aware` names are resolved to namespaces; without, a colon is a letter like others. */
export function parseXml(run: Run, text: string, aware = true): XmlDocument {
  run.steps(text.length >> 2);
  run.take(text.length * 6);
  return new Parser(run, text, aware).document();
}

class Parser extends Scanner {
  readonly #run: Run;
  readonly #aware: boolean;
  readonly #namespaces = new Map<string, string>();
  #level = 0;

  constructor(run: Run, text: string, aware: boolean) {
    super(text);
    this.#run = run;
    this.#aware = aware;
  }

  document(): XmlDocument {
    if (this.sees("<?xml") && /^\s/.test(this.text.slice(5, 6))) this.#declaration();
    const before: XmlChild[] = [];
    const root = this.#prolog(before);
    const after: XmlChild[] = [];
    this.#trailing(after);
    return { root, before, after, namespaces: this.#namespaces };
  }

  #declaration(): void {
    this.at = 5;
    let version: string | undefined;
    for (;;) {
      this.space();
      if (this.skip("?>")) break;
      const name = this.name();
      if (!name) throw this.fail("A pseudo attribute name is expected.");
      this.space();
      if (!this.skip("=")) throw this.fail(`The '=' character must follow "${name}" in the XML declaration.`);
      this.space();
      const quote = this.text[this.at];
      if (quote !== '"' && quote !== "'")
        throw this.fail(`The value following "${name}" in the XML declaration must be a quoted string.`);
      this.at++;
      const value = this.until(quote);
      if (name === "version") {
        if (value !== "1.0" && value !== "1.1")
          throw this.fail(`XML version "${value}" is not supported, only XML 1.0 is supported.`);
        version = value;
      } else if (version === undefined) throw this.fail("The version is required in the XML declaration.");
    }
    if (version === undefined) throw this.fail("The version is required in the XML declaration.");
  }

  #prolog(before: XmlChild[]): XmlElement {
    for (;;) {
      this.space();
      if (this.atEnd) throw this.fail("Premature end of file.");
      if (!this.skip("<")) throw this.fail("Content is not allowed in prolog.");
      if (this.#comment(before) || this.#instruction(before)) continue;
      if (this.skip("!DOCTYPE")) {
        throw this.fail(
          'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.',
        );
      }
      const name = this.#elementName();
      if (!name) throw this.fail("The markup in the document preceding the root element must be well-formed.");
      return this.#element(name);
    }
  }

  #trailing(after: XmlChild[]): void {
    for (;;) {
      this.space();
      if (this.atEnd) return;
      if (!this.skip("<")) throw this.fail("Content is not allowed in trailing section.");
      if (this.#comment(after) || this.#instruction(after)) continue;
      this.skip("/");
      throw this.fail("The markup in the document following the root element must be well-formed.");
    }
  }

  #comment(into: XmlChild[]): boolean {
    if (!this.skip("!--")) return false;
    const from = this.at;
    const text = this.until("--");
    this.check(text, from, "comment");
    if (!this.skip(">")) throw this.fail('The string "--" is not permitted within comments.');
    into.push({ kind: "comment", text });
    return true;
  }

  #instruction(into: XmlChild[]): boolean {
    if (!this.skip("?")) return false;
    const target = this.name();
    if (!target) throw this.fail("The processing instruction must begin with the name of the target.");
    if (/^xml$/i.test(target))
      throw this.fail('The processing instruction target matching "[xX][mM][lL]" is not allowed.');
    if (!this.sees("?>") && !this.space())
      throw this.fail("White space is required between the processing instruction target and data.");
    const from = this.at;
    const data = this.until("?>");
    this.check(data, from, "processing instruction");
    into.push({ kind: "instruction", text: data === "" ? target : `${target} ${data}` });
    return true;
  }

  /** The name of an element; with namespaces it ends at a second colon. */
  #elementName(): string | undefined {
    const from = this.at;
    const name = this.name();
    if (name === undefined || !this.#aware) return name;
    if (name.startsWith(":")) {
      this.at = from;
      return undefined;
    }
    const [prefix = "", local] = name.split(":");
    const short = local === undefined || local === "" ? prefix : `${prefix}:${local}`;
    this.at = from + short.length;
    return short;
  }

  /** The root and all in it, without recursion: its start tag is read up to its name. */
  #element(rootName: string): XmlElement {
    const root = this.#startTag(rootName, undefined);
    let place: XmlElement | undefined = root.open ? root.element : undefined;
    while (place) {
      this.#text(place);
      if (this.atEnd) throw this.failAtEnd();
      this.at++;
      if (this.skip("/")) place = this.#endTag(place);
      else if (this.#comment(place.children) || this.#instruction(place.children)) continue;
      else if (this.skip("![CDATA[")) {
        const from = this.at;
        const text = this.until("]]>");
        this.check(text, from, "CDATA section");
        place.children.push({ kind: "cdata", text });
      } else {
        const name = this.#elementName();
        if (!name) throw this.fail("The content of elements must consist of well-formed character data or markup.");
        const { element, open } = this.#startTag(name, place);
        place.children.push(element);
        if (open) place = element;
      }
    }
    return root.element;
  }

  #text(place: XmlElement): void {
    let text = "";
    const plain = /[^<&]+/y;
    for (;;) {
      plain.lastIndex = this.at;
      const chunk = plain.exec(this.text)?.[0];
      if (chunk !== undefined) {
        const end = chunk.indexOf("]]>");
        this.check(end < 0 ? chunk : chunk.slice(0, end), this.at, "element content of the document");
        if (end >= 0) {
          const message =
            'The character sequence "]]>" must not appear in content unless used to mark the end of a CDATA section.';
          throw this.fail(message, this.at + end + 3);
        }
        this.at += chunk.length;
        text += chunk;
      }
      if (!this.skip("&")) break;
      text += this.reference();
    }
    if (text !== "") place.children.push(text);
  }

  #endTag(place: XmlElement): XmlElement | undefined {
    const fail = `The end-tag for element type "${place.name}" must end with a '>' delimiter.`;
    if (!this.skip(place.name)) {
      if (this.atEnd) throw this.failAtEnd();
      throw this.fail(
        `The element type "${place.name}" must be terminated by the matching end-tag "</${place.name}>".`,
      );
    }
    this.space();
    if (this.atEnd) throw this.failAtEnd();
    if (!this.skip(">")) throw this.fail(fail);
    this.#level--;
    return place.parent;
  }

  #startTag(name: string, parent: XmlElement | undefined): { element: XmlElement; open: boolean } {
    this.#run.step();
    this.#run.take(160);
    const [prefix, local] = this.#split(name);
    const element = new XmlElement(name, prefix, local, parent);
    for (;;) {
      const spaced = this.space();
      if (this.atEnd) throw this.failAtEnd();
      if (this.sees(">") || this.sees("/")) break;
      const attribute = spaced ? this.#elementName() : undefined;
      if (!attribute)
        throw this.fail(`Element type "${name}" must be followed by either attribute specifications, ">" or "/>".`);
      element.attributes.push(this.#attribute(attribute, name));
    }
    const open = !this.skip("/");
    if (!this.skip(">")) {
      if (this.atEnd) throw this.failAtEnd();
      throw this.fail(`Element type "${name}" must be followed by either attribute specifications, ">" or "/>".`);
    }
    this.#resolve(element);
    if (open && ++this.#level > MAX_LEVELS) throw this.#run.limit(`${MAX_LEVELS} elements within elements`, "depth");
    return { element, open };
  }

  #split(name: string): [string, string] {
    const colon = this.#aware ? name.indexOf(":") : -1;
    return colon < 0 ? ["", name] : [name.slice(0, colon), name.slice(colon + 1)];
  }

  #attribute(name: string, element: string): XmlAttribute {
    this.space();
    if (this.atEnd) throw this.failAtEnd();
    if (!this.skip("="))
      throw this.fail(
        `Attribute name "${name}" associated with an element type "${element}" must be followed by the ' = ' character.`,
      );
    this.space();
    if (this.atEnd) throw this.failAtEnd();
    const quote = this.text[this.at];
    if (quote !== '"' && quote !== "'")
      throw this.fail(`Open quote is expected for attribute "${name}" associated with an  element type  "${element}".`);
    this.at++;
    const value = this.#value(quote, name, element);
    const [prefix, local] = this.#split(name);
    const declares = !this.#aware ? undefined : prefix === "xmlns" ? local : name === "xmlns" ? "" : undefined;
    if (declares && value === "") {
      throw this.fail(
        `The value of the attribute "prefix="xmlns",localpart="${local}",rawname="${name}"" is invalid. Prefixed namespace bindings may not be empty.`,
      );
    }
    return { name, prefix, local, uri: "", value, declares };
  }

  #value(quote: string, name: string, element: string): string {
    const plain = quote === '"' ? /[^"<&]+/y : /[^'<&]+/y;
    let value = "";
    for (;;) {
      plain.lastIndex = this.at;
      const chunk = plain.exec(this.text)?.[0];
      if (chunk !== undefined) {
        this.check(chunk, this.at, `value of attribute "${name}" and element is "${element}"`);
        this.at += chunk.length;
        value += chunk.replace(/[\t\n]/g, " ");
      }
      if (this.atEnd) throw this.failAtEnd();
      if (this.skip(quote)) return value;
      if (this.skip("&")) value += this.reference();
      else {
        throw this.fail(
          `The value of attribute "${name}" associated with an element type "${element}" must not contain the '<' character.`,
        );
      }
    }
  }

  /** Finds the namespaces of an element and its attributes, and refuses two attributes of one name. */
  #resolve(element: XmlElement): void {
    const { attributes } = element;
    for (const { declares, value } of attributes) if (declares !== undefined) this.#namespaces.set(declares, value);
    if (this.#aware) {
      element.uri = uriOf(element, element.prefix) ?? "";
      if (element.prefix !== "" && element.uri === "")
        throw this.fail(`The prefix "${element.prefix}" for element "${element.name}" is not bound.`);
      for (const attribute of attributes) this.#resolveAttribute(element, attribute);
    }
    if (attributes.length < 2) return;
    const seen = new Set<string>();
    for (const { name, uri, local } of attributes) {
      const key = uri === "" ? name : `{${uri}}${local}`;
      if (seen.has(key)) {
        const bound = uri === "" ? `Attribute "${name}"` : `Attribute "${local}" bound to namespace "${uri}"`;
        throw this.fail(`${bound} was already specified for element "${element.name}".`);
      }
      seen.add(key);
    }
  }

  #resolveAttribute(element: XmlElement, attribute: XmlAttribute): void {
    const { prefix, name } = attribute;
    if (attribute.declares !== undefined || prefix === "") return;
    const uri = uriOf(element, prefix);
    if (uri === undefined) {
      throw this.fail(
        `The prefix "${prefix}" for attribute "${name}" associated with an element type "${element.name}" is not bound.`,
      );
    }
    attribute.uri = uri;
  }
}

/** The namespace that a prefix stands for at an element. */
function uriOf(element: XmlElement, prefix: string): string | undefined {
  if (prefix === "xml") return XML_NAMESPACE;
  for (let one: XmlElement | undefined = element; one; one = one.parent) {
    for (const { declares, value } of one.attributes) if (declares === prefix) return value;
  }
  return undefined;
}
