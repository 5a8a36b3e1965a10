import { HASH_MAP, JMap } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { contentOf, type XmlElement } from "./element.ts";

/** What stands where a script put a closure: it is only made when the document is written. */
export interface Later {
  /** Makes it on the builder that writes the document. */
  readonly build: (builder: Obj) => void;
}

export type SlurpedChild = Slurped | { readonly later: Later } | { readonly value: Obj } | string;

/** An element that XmlSlurper read: scripts see it through paths, and change it for when it is written again. */
export class Slurped {
  readonly name: string;
  readonly uri: string;
  readonly parent: Slurped | undefined;
  /** By name, `{uri}local` where it has a namespace. */
  readonly attributes: JMap;
  children: SlurpedChild[] = [];
  /** What stands in its place when it is written; the last one counts. */
  readonly replaced: Later[] = [];

  constructor(name: string, uri: string, attributes: JMap, parent: Slurped | undefined) {
    this.name = name;
    this.uri = uri;
    this.attributes = attributes;
    this.parent = parent;
  }

  get elements(): Slurped[] {
    return this.children.filter((child) => child instanceof Slurped);
  }

  /** The text in it and in what it holds. */
  get text(): string {
    const [only] = this.children;
    if (this.children.length === 1 && typeof only === "string") return only;
    return this.children.map(textOfChild).join("");
  }

  /** The runs of text that stand in it directly. */
  get localText(): string[] {
    return this.children.filter((child) => typeof child === "string");
  }
}

function textOfChild(child: SlurpedChild): string {
  if (typeof child === "string") return child;
  if (child instanceof Slurped) return child.text;
  return "value" in child ? textOf(child.value) : "";
}

/** Makes what scripts see of an element; white space between elements goes unless it is asked for. */
export function slurp(run: Run, element: XmlElement, keepSpace: boolean, parent?: Slurped): Slurped {
  // The last attribute is put first, which decides the order of two in one bucket of Java's table.
  const attributes = new JMap(HASH_MAP);
  for (const { uri, local, name, value, declares } of [...element.attributes].reverse()) {
    if (declares !== undefined) continue;
    run.take(64 + value.length * 2);
    attributes.set(uri === "" ? name : `{${uri}}${local}`, value);
  }
  const made = new Slurped(element.uri === "" ? element.name : element.local, element.uri, attributes, parent);
  for (const child of contentOf(element)) {
    if (typeof child !== "string") made.children.push(slurp(run, child, keepSpace, made));
    else if (keepSpace || child.trim() !== "") made.children.push(child);
  }
  return made;
}
