import type { GClass } from "../../runtime/class.ts";
import { Closure } from "../../runtime/closure.ts";
import { HASH_MAP, JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { STREAM_DOCUMENT } from "./classes.ts";
import { GPath } from "./path.ts";
import { Slurped, type SlurpedChild } from "./slurped.ts";

/** How a StreamingMarkupBuilder writes. */
export interface StreamSettings {
  /** The encoding that a script named; without one, what is not ASCII is written as references. */
  readonly encoding: string | undefined;
  readonly doubleQuotes: boolean;
  readonly expandEmpty: boolean;
}

/** What closures of a StreamingMarkupBuilder run against: each call writes an element at once. */
export class StreamDocument extends GObject {
  readonly #run: Run;
  readonly #settings: StreamSettings;
  readonly #quote: string;
  readonly #out: string[] = [];
  #prefix = "";
  /** Namespaces that the elements around have declared, by prefix. */
  #current = new JMap(HASH_MAP);
  /** Namespaces that the next element declares. */
  #pending = new JMap(HASH_MAP);

  constructor(run: Run, settings: StreamSettings) {
    super();
    this.#run = run;
    this.#settings = settings;
    this.#quote = settings.doubleQuotes ? '"' : "'";
  }

  override get cls(): GClass {
    return STREAM_DOCUMENT;
  }

  get written(): string {
    return this.#out.join("");
  }

  override getProperty(_run: Run, name: string): Obj {
    this.#prefix = name === "out" || name === "unescaped" ? "" : name;
    return this;
  }

  override invokeMethod(_run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    if (OF_OBJECTS.has(name) && args.length === 0) return undefined;
    const prefix = this.#prefix;
    this.#prefix = "";
    if (prefix === "mkp" || name === "leftShift") this.#keyword(name, args);
    else {
      let attributes: JMap | undefined;
      let body: Obj = null;
      for (const arg of args) {
        if (arg instanceof JMap) attributes = arg;
        else body = arg;
      }
      this.element(prefix, name, attributes?.entries().map(({ key, value }) => [textOf(key), value]) ?? [], body);
    }
    return null;
  }

  #keyword(name: string, args: readonly Obj[]): void {
    const [arg = null] = args;
    switch (name) {
      case "yield":
        this.body(arg);
        break;
      case "leftShift":
      case "yieldUnescaped":
        if (arg instanceof Closure || arg instanceof GPath) this.body(arg);
        else this.#write(textOf(arg));
        break;
      case "comment":
        this.#write(`<!--${textOf(arg)}-->`);
        break;
      case "xmlDeclaration": {
        const q = this.#quote;
        const { encoding } = this.#settings;
        this.#write(`<?xml version=${q}1.0${q}${encoding === undefined ? "" : ` encoding=${q}${encoding}${q}`}?>\n`);
        break;
      }
      case "pi":
        if (arg instanceof JMap) for (const { key, value } of arg.entries()) this.#instruction(textOf(key), value);
        break;
      case "declareNamespace":
        if (!(arg instanceof JMap)) break;
        for (const { key, value } of arg.entries()) this.declare(textOf(key), textOf(value));
        break;
      default:
        throw throwNew("groovy.lang.GroovyRuntimeException", `Unknown keyword: mkp.${name}`);
    }
  }

  #instruction(target: string, value: Obj): void {
    this.#write(`<?${target} `);
    if (value instanceof JMap) {
      const parts = value.entries().map((entry) => `${textOf(entry.key)}=${this.#quoted(textOf(entry.value))}`);
      this.#write(parts.join(" "));
    } else this.#write(textOf(value));
    this.#write("?>");
  }

  /** Lets the next element declare a namespace; the default one is kept under a colon, as Groovy does. */
  declare(prefix: string, uri: string): void {
    const key = prefix === "" ? ":" : prefix;
    if (this.#current.has(key) && this.#current.get(key) === uri) return;
    this.#pending.set(key, uri);
  }

  /** Writes an element with what is in it. */
  element(prefix: string, name: string, attributes: readonly (readonly [string, Obj])[], body: Obj | Slurped): void {
    this.#run.step();
    if (prefix !== "" && !this.#knows(prefix))
      throw throwNew("groovy.lang.GroovyRuntimeException", `Namespace prefix: ${prefix} is not bound to a URI`);
    const tag = prefix === "" ? name : `${prefix}:${name}`;
    this.#write(`<${tag}`);
    for (const [key, value] of attributes)
      this.#write(` ${this.#attributeName(key)}=${this.#quoted(value === null ? "" : textOf(value))}`);
    const pending = this.#pending;
    const around = this.#current;
    const known = new JMap(HASH_MAP);
    for (const { key, value } of [...around.entries(), ...pending.entries()]) known.set(key, value);
    for (const { key, value } of pending.entries())
      this.#write(`${key === ":" ? " xmlns" : ` xmlns:${textOf(key)}`}=${this.#quoted(textOf(value))}`);
    if (body === null && !this.#settings.expandEmpty) {
      this.#write("/>");
      return;
    }
    this.#write(">");
    this.#pending = new JMap(HASH_MAP);
    this.#current = known;
    if (body instanceof Slurped) this.#content(body);
    else if (body !== null) this.body(body);
    this.#pending = pending;
    this.#current = around;
    this.#write(`</${tag}>`);
  }

  #knows(prefix: string): boolean {
    return this.#current.has(prefix) || this.#pending.has(prefix);
  }

  #attributeName(key: string): string {
    const [prefix, local] = key.split("$");
    return local !== undefined && this.#knows(prefix as string) ? `${prefix}:${local}` : key;
  }

  /** Writes what stands in an element: what a closure makes, what a path leads to, or text. */
  body(value: Obj): void {
    if (value instanceof Closure) {
      const copy = value.copy();
      copy.delegate = this;
      copy.call(copy.arity === 0 ? [] : [this]);
    } else if (value instanceof GPath) this.#path(value);
    else this.#write(this.#escaped(textOf(value), false));
  }

  #path(path: GPath): void {
    const hints = new Map([...path.context.hints]);
    for (const one of path.children()) {
      const [node] = one.nodes;
      if (node) this.#slurped(node, one.declared, hints);
      else this.#write(this.#escaped(one.text(), false));
    }
  }

  #hints: ReadonlyMap<string, string> = new Map();
  #declared: ReadonlyMap<string, string> = new Map();

  #slurped(node: Slurped, declared: ReadonlyMap<string, string>, hints: ReadonlyMap<string, string>): void {
    [this.#declared, this.#hints] = [declared, hints];
    this.#node(node);
  }

  #node(node: Slurped): void {
    const replacement = node.replaced.at(-1);
    if (replacement) {
      this.#prefix = "";
      replacement.build(this);
      return;
    }
    const made: string[] = [];
    const attributes = new JMap(HASH_MAP);
    for (const { key, value } of node.attributes.entries()) {
      const [, uri, local] = /^\{(.*)\}(.*)$/.exec(textOf(key)) ?? [];
      attributes.set(uri === undefined ? key : `${this.#prefixOf(uri, made)}$${local}`, value);
    }
    const prefix = node.uri === "" ? "" : this.#prefixOf(node.uri, made);
    this.element(
      prefix,
      node.name,
      attributes.entries().map(({ key, value }) => [textOf(key), value]),
      node,
    );
    for (const one of made) this.#pending.delete(one);
  }

  #content(node: Slurped): void {
    const around = [this.#declared, this.#hints] as const;
    for (const child of node.children) {
      [this.#declared, this.#hints] = around;
      this.#child(child);
    }
  }

  #child(child: SlurpedChild): void {
    if (child instanceof Slurped) this.#node(child);
    else if (typeof child === "string") this.#write(this.#escaped(child, false));
    else if ("later" in child) child.later.build(this);
    else this.body(child.value);
  }

  /** The prefix that stands for a namespace here; one is declared where there is none. */
  #prefixOf(uri: string, made: string[]): string {
    const known = prefixIn(this.#pending.entries(), uri) ?? prefixIn(this.#current.entries(), uri);
    if (known !== undefined) return known;
    let prefix = keyOf(this.#declared, uri) ?? keyOf(this.#hints, uri);
    for (let i = 0; !prefix; i++) {
      const candidate = `tag${i}`;
      if (!this.#knows(candidate) && !this.#declared.has(candidate)) prefix = candidate;
    }
    this.declare(prefix, uri);
    made.push(prefix);
    return prefix;
  }

  #quoted(value: string): string {
    return this.#quote + this.#escaped(value, true) + this.#quote;
  }

  #escaped(text: string, attribute: boolean): string {
    const { encoding, doubleQuotes } = this.#settings;
    let escaped = text.replace(/[&<>]/g, (char) => ESCAPES.get(char) as string);
    if (attribute) {
      escaped = escaped
        .replace(/[\n\r\t]/g, (char) => `&#${String(char.charCodeAt(0)).padStart(2, "0")};`)
        .replaceAll(this.#quote, doubleQuotes ? "&quot;" : "&apos;");
    }
    if (encoding !== undefined && !/^us-?ascii$/i.test(encoding)) return escaped;
    return escaped.replace(/[^\0-\x7f]/gu, (char) => `&#x${(char.codePointAt(0) as number).toString(16)};`);
  }

  #write(text: string): void {
    this.#run.take(text.length * 2 + 16);
    this.#out.push(text);
  }
}

const OF_OBJECTS = new Set(["toString", "hashCode", "getClass"]);

export const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
]);

function prefixIn(entries: readonly { readonly key: Obj; readonly value: Obj }[], uri: string): string | undefined {
  const found = entries.find(({ key, value }) => value === uri && key !== ":");
  return found ? textOf(found.key) : undefined;
}

function keyOf(map: ReadonlyMap<string, string>, uri: string): string | undefined {
  for (const [key, value] of map) if (value === uri && key !== "") return key;
  return undefined;
}
