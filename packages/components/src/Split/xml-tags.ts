import { mortiseError } from "@mortise/contract";

/** A tag of an XML text. */
export interface XmlTag {
  readonly kind: "open" | "close" | "empty";
  readonly name: string;
  /** As it stands there, from `<` to `>`. */
  readonly text: string;
  /** Where the text goes on behind it, counted from the very beginning. */
  readonly end: number;
  /** The namespaces it declares, each as it is written: `xmlns:a="…"`. */
  readonly namespaces: ReadonlyMap<string, string>;
}

const NONE: ReadonlyMap<string, string> = new Map();
const DECLARATION = /\s(xmlns(?::[^\s=]+)?)\s*=\s*("[^"]*"|'[^']*')/g;

/** What is no tag, by how it begins and ends; the longest beginning first. */
const ASIDES: readonly (readonly [string, string])[] = [
  ["<![CDATA[", "]]>"],
  ["<!--", "-->"],
  ["<?", "?>"],
];

/** Finds the tags of an XML text that comes in pieces, and sees that each is closed. Throws `EXPRESSION_FAILED` for what is no XML. */
export class XmlTags {
  readonly #open: string[] = [];
  #rest = "";
  /** Where `#rest` begins, counted from the very beginning. */
  #start = 0;
  #at = 0;

  /** How far it has read. */
  get position(): number {
    return this.#start + this.#at;
  }

  /** Length of the text that is held. */
  get held(): number {
    return this.#rest.length;
  }

  *read(chunk: string): Generator<XmlTag> {
    this.#rest += chunk;
    for (;;) {
      const begin = this.#rest.indexOf("<", this.#at);
      if (begin < 0) {
        this.#at = this.#rest.length;
        return;
      }
      this.#at = begin;
      // The longest beginning of what is no tag may still be cut off.
      if (this.#rest.length - begin < 9 && !this.#rest.includes(">", begin)) return;
      const end = this.#endOf(begin);
      if (end < 0) return;
      this.#at = end;
      const second = this.#rest[begin + 1];
      if (second !== "!" && second !== "?") yield this.#tag(this.#rest.slice(begin, end));
    }
  }

  /** The text between two places; the tags in it must have been read. */
  text(from: number, to: number): string {
    return this.#rest.slice(from - this.#start, to - this.#start);
  }

  /** Nobody will ask for the text before this place. */
  forget(position: number): void {
    const count = Math.min(position - this.#start, this.#at);
    if (count <= 0) return;
    this.#rest = this.#rest.slice(count);
    this.#start += count;
    this.#at -= count;
  }

  /** There is no more text. */
  finish(): void {
    const [last] = this.#open.slice(-1);
    if (last !== undefined) throw failed(`the element ${last} is not closed`);
    if (this.#at < this.#rest.length) throw failed("the XML ends inside a tag");
  }

  #endOf(begin: number): number {
    for (const [from, to] of ASIDES) {
      if (!this.#rest.startsWith(from, begin)) continue;
      const end = this.#rest.indexOf(to, begin + from.length);
      return end < 0 ? -1 : end + to.length;
    }
    if (this.#rest.startsWith("<!DOCTYPE", begin))
      throw failed("the XML has a document type (DTD), which is not accepted");
    // A `>` within quotes does not end the tag.
    let quote = "";
    for (let at = begin + 1; at < this.#rest.length; at++) {
      const char = this.#rest[at] as string;
      if (quote !== "") quote = char === quote ? "" : quote;
      else if (char === '"' || char === "'") quote = char;
      else if (char === ">") return at + 1;
    }
    return -1;
  }

  #tag(text: string): XmlTag {
    const closing = text[1] === "/";
    const name = /^<\/?([^\s/>]+)/.exec(text)?.[1];
    if (name === undefined || !/^[\p{L}_:]/u.test(name)) throw failed(`${text.slice(0, 40)} is no tag`);
    if (closing) {
      const open = this.#open.pop();
      if (open !== name) throw failed(`</${name}> closes ${open === undefined ? "nothing" : `<${open}>`}`);
    }
    const kind = closing ? "close" : text.endsWith("/>") ? "empty" : "open";
    if (kind === "open") this.#open.push(name);
    return { kind, name, text, end: this.position, namespaces: closing ? NONE : declarations(text) };
  }
}

function declarations(text: string): ReadonlyMap<string, string> {
  if (!text.includes("xmlns")) return NONE;
  return new Map([...text.matchAll(DECLARATION)].map((found) => [found[1] as string, found[0].trim()]));
}

function failed(what: string) {
  return mortiseError("EXPRESSION_FAILED", { what: `The text is not XML: ${what}.` });
}
