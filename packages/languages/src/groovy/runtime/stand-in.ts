import type { GClass } from "./class.ts";
import { Closure, NativeClosure } from "./closure.ts";
import { invoke } from "./dispatch.ts";
import type { JMap } from "./map.ts";
import { GObject, type Obj } from "./object.ts";
import type { Run } from "./run.ts";
import { throwNew } from "./throwable.ts";

/** A closure or a map of closures that stands for an interface: `{ … } as Shape`. */
export class StandIn extends GObject {
  readonly #face: GClass;
  readonly #code: Closure | JMap;

  constructor(face: GClass, code: Closure | JMap) {
    super();
    this.#face = face;
    this.#code = code;
  }

  override get cls(): GClass {
    return this.#face;
  }

  override invokeMethod(_run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    if (OF_OBJECTS.has(name)) return undefined;
    if (this.#code instanceof Closure) return this.#code.call(args);
    const code = this.#code.get(name);
    if (code instanceof Closure) return code.call(args);
    if (code !== null) return code;
    throw throwNew("java.lang.UnsupportedOperationException", null);
  }
}

const OF_OBJECTS = new Set(["toString", "hashCode", "equals", "getClass", "is", "with", "tap"]);

const METHODS: ReadonlyMap<string, string> = new Map([
  ["Comparator", "compare"],
  ["Function", "apply"],
  ["BiFunction", "apply"],
  ["UnaryOperator", "apply"],
  ["BinaryOperator", "apply"],
  ["Predicate", "test"],
  ["BiPredicate", "test"],
  ["Supplier", "get"],
  ["Consumer", "accept"],
  ["BiConsumer", "accept"],
  ["Runnable", "run"],
  ["Callable", "call"],
]);

/** An object of a script's class as the function that a parameter of the library asks for. */
export function asFunction(run: Run, value: GObject, type: string): Closure {
  if (value instanceof Closure) return value;
  const name = METHODS.get(type) ?? "call";
  const arity = type === "Comparator" || type.startsWith("Bi") ? 2 : type === "Supplier" || type === "Runnable" ? 0 : 1;
  return new NativeClosure(arity, (args) => invoke(run, value, name, args));
}
