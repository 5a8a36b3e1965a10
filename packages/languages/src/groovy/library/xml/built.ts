import { Closure } from "../../runtime/closure.ts";
import { JMap } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";

/** What a call on a builder says: attributes, a value, and a closure for what stands inside. */
export interface BuilderCall {
  readonly attributes: JMap;
  readonly value: Obj;
  readonly body: Closure | undefined;
}

/** Reads the arguments of a builder's call; undefined for what no builder takes. */
export function builderCall(args: readonly Obj[]): BuilderCall | undefined {
  const rest = [...args];
  const body = rest.at(-1) instanceof Closure ? (rest.pop() as Closure) : undefined;
  if (rest.length > 2) return undefined;
  const [first = null, second = null] = rest;
  if (rest.length === 2) {
    if (first instanceof JMap) return { attributes: first, value: second, body };
    return second instanceof JMap ? { attributes: second, value: first, body } : undefined;
  }
  if (first instanceof JMap) return { attributes: first, value: null, body };
  return { attributes: new JMap(), value: first, body };
}
