import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { Cursor } from "../../runtime/iterator.ts";
import { truth } from "../../runtime/truth.ts";
import { FILTERED_CHILDREN, NO_CHILDREN, NODE_CHILD, NODE_CHILDREN } from "./classes.ts";
import { GPath, make, type PathContext } from "./path.ts";
import type { Slurped } from "./slurped.ts";

/** `NodeChild`: one element. */
export class NodeChild extends GPath {
  readonly node: Slurped;

  constructor(context: PathContext, node: Slurped, parent?: GPath) {
    super(context, parent);
    this.node = node;
  }

  override get cls(): GClass {
    return NODE_CHILD;
  }

  override get name(): string {
    return this.node.name;
  }

  override get nodes(): Slurped[] {
    return [this.node];
  }

  override children(): GPath[] {
    return [this];
  }

  override text(): string {
    return this.node.text;
  }

  override find(closure: Closure): GPath {
    return truth(closure.call1(this)) ? this : make.none(this, "");
  }

  override filter(closure: Closure): GPath {
    return this.find(closure);
  }
}

/** `NodeChildren`: all elements of a name in the elements that a path leads to. */
export class NodeChildren extends GPath {
  readonly name: string;
  readonly prefix: string;

  constructor(parent: GPath, name: string, prefix: string) {
    super(parent.context, parent);
    this.name = name;
    this.prefix = prefix;
  }

  override get cls(): GClass {
    return NODE_CHILDREN;
  }

  override get nodes(): Slurped[] {
    const found: Slurped[] = [];
    const uri = this.prefix === "*" ? undefined : (this.declared.get(this.prefix) ?? (this.prefix === "" ? "" : null));
    for (const node of this.parent.nodes) {
      this.context.run.steps(node.children.length + 1);
      for (const child of node.elements) {
        if ((this.name === "*" || child.name === this.name) && (uri === undefined || child.uri === uri))
          found.push(child);
      }
    }
    return found;
  }

  override children(): GPath[] {
    const { nodes } = this;
    this.context.run.take(nodes.length * 64);
    return nodes.map((node) => new NodeChild(this.context, node, this.parent));
  }

  override text(): string {
    return this.nodes.map((node) => node.text).join("");
  }

  override find(closure: Closure): GPath {
    return this.children().find((one) => truth(closure.call1(one))) ?? make.none(this, this.name);
  }

  override filter(closure: Closure): GPath {
    return new FilteredChildren(this, closure);
  }
}

/** `FilteredNodeChildren`: those of a path's elements that a closure holds for. */
class FilteredChildren extends NodeChildren {
  readonly #of: NodeChildren;
  readonly #closure: Closure;

  constructor(of: NodeChildren, closure: Closure) {
    super(of, of.name, of.prefix);
    this.#of = of;
    this.#closure = closure;
  }

  override get cls(): GClass {
    return FILTERED_CHILDREN;
  }

  override get nodes(): Slurped[] {
    return this.children().flatMap((one) => one.nodes);
  }

  override children(): GPath[] {
    return this.#of.children().filter((one) => truth(this.#closure.call1(one)));
  }
}

/** `NoChildren`: where a path leads nowhere. */
export class NoChildren extends GPath {
  readonly name: string;

  constructor(parent: GPath, name: string) {
    super(parent.context, parent);
    this.name = name;
  }

  override get cls(): GClass {
    return NO_CHILDREN;
  }

  override get nodes(): Slurped[] {
    return [];
  }

  override children(): GPath[] {
    return [];
  }

  override text(): string {
    return "";
  }

  override truth(): boolean {
    return false;
  }

  override find(): GPath {
    return this;
  }

  override filter(): GPath {
    return this;
  }
}

make.children = (parent, name, prefix) => new NodeChildren(parent, name, prefix);
make.none = (parent, name) => new NoChildren(parent, name);
make.depthFirst = (path) => Cursor.over(depthFirst(path));

/** Each element that a path leads to, followed by all in it. */
export function depthFirst(path: GPath): GPath[] {
  const found: GPath[] = [];
  const visit = (one: GPath) => {
    path.context.run.step();
    path.context.run.take(64);
    found.push(one);
    for (const child of new NodeChildren(one, "*", "*").children()) visit(child);
  };
  for (const one of path.children()) visit(one);
  return found;
}

/** Each element that a path leads to, then their children, then theirs. */
export function breadthFirst(path: GPath): GPath[] {
  const found: GPath[] = [];
  let level = path.children();
  while (level.length > 0) {
    path.context.run.take(level.length * 64);
    found.push(...level);
    level = level.flatMap((one) => new NodeChildren(one, "*", "*").children());
  }
  return found;
}
