import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { textOf } from "../../runtime/text.ts";
import { truth } from "../../runtime/truth.ts";
import { ATTRIBUTE, ATTRIBUTES, FILTERED_ATTRIBUTES } from "./classes.ts";
import { NodeChild } from "./nodes.ts";
import { GPath, make } from "./path.ts";
import type { Slurped } from "./slurped.ts";

/** `Attribute`: one attribute of one element. */
class Attribute extends GPath {
  readonly name: string;
  readonly #value: string;

  constructor(parent: GPath, name: string, value: string) {
    super(parent.context, parent);
    this.name = name;
    this.#value = value;
  }

  override get cls(): GClass {
    return ATTRIBUTE;
  }

  override get nodes(): Slurped[] {
    return [];
  }

  override children(): GPath[] {
    return [this];
  }

  override text(): string {
    return this.#value;
  }

  override find(closure: Closure): GPath {
    return truth(closure.call1(this)) ? this : make.none(this, "");
  }

  override filter(closure: Closure): GPath {
    return this.find(closure);
  }
}

/** `Attributes`: the attribute of a name, of each element that a path leads to. */
class Attributes extends GPath {
  readonly name: string;
  readonly #prefix: string;

  constructor(parent: GPath, name: string, prefix: string) {
    super(parent.context, parent);
    this.name = name;
    this.#prefix = prefix;
  }

  override get cls(): GClass {
    return ATTRIBUTES;
  }

  override get nodes(): Slurped[] {
    return [];
  }

  override children(): GPath[] {
    const uri = this.#prefix === "*" ? undefined : this.namespace(this.#prefix);
    const key = uri === undefined ? this.name : `{${uri}}${this.name}`;
    return this.parent.nodes.flatMap((node) => {
      const value = node.attributes.get(key);
      this.context.run.take(64);
      if (value === null) return [];
      return [new Attribute(new NodeChild(this.context, node, this.parent.parent), this.name, textOf(value))];
    });
  }

  override text(): string {
    return this.children()
      .map((one) => one.text())
      .join("");
  }

  override find(closure: Closure): GPath {
    return this.children().find((one) => truth(closure.call1(one))) ?? make.none(this, this.name);
  }

  override filter(closure: Closure): GPath {
    return new FilteredAttributes(this, closure);
  }
}

/** `FilteredAttributes`: those of a path's attributes that a closure holds for. */
class FilteredAttributes extends Attributes {
  readonly #of: Attributes;
  readonly #closure: Closure;

  constructor(of: Attributes, closure: Closure) {
    super(of, of.name, "*");
    this.#of = of;
    this.#closure = closure;
  }

  override get cls(): GClass {
    return FILTERED_ATTRIBUTES;
  }

  override children(): GPath[] {
    return this.#of.children().filter((one) => truth(this.#closure.call1(one)));
  }
}

make.attributes = (parent, name, prefix) => new Attributes(parent, name, prefix);
