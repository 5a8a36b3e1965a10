import type { Closure } from "../../runtime/closure.ts";
import { Closure as ClosureClass } from "../../runtime/closure.ts";
import type { Obj } from "../../runtime/object.ts";
import type { GPath } from "./path.ts";
import type { Later, Slurped, SlurpedChild } from "./slurped.ts";

/** A closure that makes part of a document, with the path it was given to as its argument. */
function later(closure: Closure, path: Obj): Later {
  return {
    build(builder) {
      const copy = closure.copy();
      copy.delegate = builder;
      copy.call(copy.arity === 0 ? [] : [path]);
    },
  };
}

/** Lets a closure make what is written in the place of each element. */
export function replaceNode(path: GPath, closure: Closure): void {
  each(path, (node, one) => {
    const made = later(closure, one);
    const replacement: Later = {
      build(builder) {
        // While it runs the element itself is written when it is asked for.
        node.replaced.pop();
        made.build(builder);
        node.replaced.push(replacement);
      },
    };
    node.replaced.push(replacement);
  });
}

/** Puts a value in the place of all that an element holds. */
export function replaceBody(path: GPath, value: Obj): void {
  each(path, (node, one) => {
    node.children = [childOf(value, one)];
  });
}

/** Puts a value, or what a closure makes, after all that an element holds. */
export function appendNode(path: GPath, value: Obj): void {
  each(path, (node, one) => node.children.push(childOf(value, one)));
}

function childOf(value: Obj, path: GPath): SlurpedChild {
  path.context.run.take(64);
  if (typeof value === "string") return value;
  return value instanceof ClosureClass ? { later: later(value, path) } : { value };
}

function each(path: GPath, change: (node: Slurped, one: GPath) => void): void {
  for (const one of path.children()) {
    const [node] = one.nodes;
    if (node) change(node, one);
  }
}
