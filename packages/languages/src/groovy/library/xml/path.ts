import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { GString } from "../../runtime/gstring.ts";
import { hashText } from "../../runtime/hash.ts";
import { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { replaceBody, replaceNode } from "./change.ts";
import type { Slurped } from "./slurped.ts";

/** What all paths of one document share. */
export interface PathContext {
  readonly run: Run;
  /** Namespaces by the prefixes of the document. */
  readonly hints: ReadonlyMap<string, string>;
}

/** How the paths below are made; set by the files that have them, as each kind leads to all others. */
export const make = {} as {
  children(parent: GPath, name: string, prefix: string): GPath;
  attributes(parent: GPath, name: string, prefix: string): GPath;
  none(parent: GPath, name: string): GPath;
  depthFirst(path: GPath): Obj;
};

/** `GPathResult`: a place in a document, or all places that a path leads to. */
export abstract class GPath extends GObject {
  readonly context: PathContext;
  readonly parent: GPath;
  /** Namespaces by prefix as the script declared them. */
  readonly declared: Map<string, string>;

  constructor(context: PathContext, parent: GPath | undefined) {
    super();
    this.context = context;
    this.parent = parent ?? this;
    this.declared = new Map(parent?.declared);
  }

  abstract override get cls(): GClass;
  abstract get name(): string;
  /** The elements that it stands for. */
  abstract get nodes(): Slurped[];
  /** Each of its places as a path of its own. */
  abstract override children(): GPath[];
  abstract override text(): string;
  /** The first place that a closure holds for. */
  abstract find(closure: Closure): GPath;
  /** All places that a closure holds for, asked each time they are needed. */
  abstract filter(closure: Closure): GPath;

  override equals(other: Obj): boolean {
    return other !== null && this.text() === textOf(other);
  }

  override keyText(): string {
    return `x${this.text()}`;
  }

  /** It calls itself equal to its text, though a text is never equal to it: so a map finds the text by it. */
  override otherKey(): string {
    return this.text();
  }

  override hash(): number {
    return hashText(this.text());
  }

  override getProperty(_run: Run, name: string): Obj {
    if (name === "..") return this.parent;
    if (name === "*") return make.children(this, "*", "*");
    if (name === "**") return make.depthFirst(this);
    const attribute = name.startsWith("@");
    const local = attribute ? name.slice(1) : name;
    const colon = this.context.hints.size > 0 ? local.indexOf(":") : -1;
    const prefix = colon < 0 ? "*" : local.slice(0, colon);
    return attribute
      ? make.attributes(this, local.slice(colon + 1), prefix)
      : make.children(this, local.slice(colon + 1), prefix);
  }

  override setProperty(run: Run, name: string, value: Obj): boolean {
    if (name.startsWith("@")) {
      if (typeof value !== "string" && !(value instanceof GString)) return true;
      run.take(64);
      for (const node of this.nodes) node.attributes.set(name.slice(1), textOf(value));
      return true;
    }
    const path = make.children(this, name, "*");
    if (value instanceof JMap) {
      for (const { key, value: one } of value.entries()) path.setProperty(run, `@${textOf(key)}`, one);
    } else this.assign(path, value);
    return true;
  }

  /** Puts a value in the place of a path's content; a closure makes what stands there instead. */
  assign(path: GPath, value: Obj): void {
    if (value !== null && typeof value === "object" && "strategy" in value) replaceNode(path, value as Closure);
    else replaceBody(path, value);
  }

  /** The place at an index, counted from the end where it is negative. */
  at(index: number): GPath {
    const all = this.children();
    return all[index < 0 ? index + all.length : index] ?? make.none(this, this.name);
  }

  /** The namespace of a prefix. */
  namespace(prefix: string): string | undefined {
    return this.declared.get(prefix) ?? this.context.hints.get(prefix);
  }
}
