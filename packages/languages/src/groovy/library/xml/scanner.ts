import { type Thrown, throwNew } from "../../runtime/throwable.ts";

const START =
  ":A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}";
const NAME = new RegExp(`[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*`, "uy");
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);
const NOT_XML = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The text of a document and a place in it; errors read as those of the JDK's parser do. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  }

  fail(message: string, at = this.at): Thrown {
    const before = this.text.slice(0, at);
    const thrown = throwNew("org.xml.sax.SAXParseException", message);
    thrown.value.extra.set("lineNumber", before.split("\n").length);
    thrown.value.extra.set("columnNumber", at - before.lastIndexOf("\n"));
    return thrown;
  }

  failAtEnd(): Thrown {
    return this.fail("XML document structures must start and end within the same entity.", this.text.length);
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  sees(what: string): boolean {
    return this.text.startsWith(what, this.at);
  }

  skip(what: string): boolean {
    if (!this.sees(what)) return false;
    this.at += what.length;
    return true;
  }

  space(): boolean {
    const from = this.at;
    for (; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return this.at > from;
    }
  }

  name(): string | undefined {
    NAME.lastIndex = this.at;
    const found = NAME.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Everything up to a mark, which is read over. */
  until(mark: string): string {
    const end = this.text.indexOf(mark, this.at);
    if (end < 0) throw this.failAtEnd();
    const text = this.text.slice(this.at, end);
    this.at = end + mark.length;
    return text;
  }

  /** Refuses a text that starts at an offset and holds what XML does not take. */
  check(text: string, at: number, where: string): void {
    const wrong = NOT_XML.exec(text);
    if (!wrong) return;
    const code = (wrong[0].codePointAt(0) as number).toString(16);
    throw this.fail(`An invalid XML character (Unicode: 0x${code}) was found in the ${where}.`, at + wrong.index);
  }

  /** What stands for a character, `&` already read. */
  reference(): string {
    if (this.skip("#")) return this.#character();
    const name = this.name();
    if (!name) throw this.fail("The entity name must immediately follow the '&' in the entity reference.");
    if (!this.skip(";")) throw this.fail(`The reference to entity "${name}" must end with the ';' delimiter.`);
    const found = PREDEFINED.get(name);
    if (found === undefined) throw this.fail(`The entity "${name}" was referenced, but not declared.`);
    return found;
  }

  #character(): string {
    const hex = this.skip("x");
    const digits = (hex ? /[0-9a-fA-F]+/y : /[0-9]+/y) as RegExp;
    digits.lastIndex = this.at;
    const found = digits.exec(this.text)?.[0];
    if (!found) {
      throw this.fail(
        hex
          ? 'A hexadecimal representation must immediately follow the "&#x" in a character reference.'
          : 'A decimal representation must immediately follow the "&#" in a character reference.',
      );
    }
    this.at += found.length;
    if (!this.skip(";")) throw this.fail("The character reference must end with the ';' delimiter.");
    const code = Number.parseInt(found, hex ? 16 : 10);
    const char = code <= 0x10ffff ? String.fromCodePoint(code) : "\0";
    if (NOT_XML.test(char))
      throw this.fail(`Character reference "&#${hex ? "x" : ""}${found}" is an invalid XML character.`);
    return char;
  }
}
