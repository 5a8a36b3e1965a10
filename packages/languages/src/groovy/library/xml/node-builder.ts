import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { define } from "../define.ts";
import { builderCall } from "./built.ts";
import { NODE_BUILDER } from "./classes.ts";
import { NodeList, XmlNode } from "./node.ts";

/** `groovy.util.NodeBuilder`: each call makes a node, within the one whose closure is running. */
class NodeBuilder extends GObject {
  #current: XmlNode | null = null;
  readonly made: XmlNode[] = [];

  override get cls(): GClass {
    return NODE_BUILDER;
  }

  override invokeMethod(run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    const call = builderCall(args);
    if (!call) return undefined;
    run.take(160);
    const attributes = JMap.of(call.attributes.entries().map(({ key, value }) => [key, value] as const));
    const node = new XmlNode(this.#current, name, attributes, call.value ?? new NodeList());
    if (!this.#current) this.made.push(node);
    if (call.body) this.#within(node, call.body);
    return node;
  }

  #within(node: XmlNode, body: Closure): void {
    const before = this.#current;
    this.#current = node;
    body.delegate = this;
    body.call([]);
    this.#current = before;
  }
}

define(NODE_BUILDER, [["new()", "new NodeBuilder().a(k: 1) { b('x') }.toString()", () => new NodeBuilder()]]);

/** The nodes that a closure makes on a builder of its own. */
export function builtNodes(_run: Run, code: Closure): XmlNode[] {
  const builder = new NodeBuilder();
  const copy = code.copy();
  copy.delegate = builder;
  copy.call([]);
  return builder.made;
}
