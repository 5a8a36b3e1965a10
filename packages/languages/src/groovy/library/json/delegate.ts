import type { GClass } from "../../runtime/class.ts";
import { Closure, DELEGATE_FIRST } from "../../runtime/closure.ts";
import { itemsOf } from "../../runtime/items.ts";
import { JList } from "../../runtime/list.ts";
import { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { declare, OBJECT } from "../../runtime/types.ts";

const JSON_DELEGATE = declare("groovy.json.JsonDelegate", OBJECT);
/** Methods that every object has: a builder must not take them for names of its own. */
const OF_OBJECTS = new Set(["getClass", "hashCode", "equals", "toString"]);

/** What a builder's closure is run against: each call becomes a key with its value. */
export class JsonDelegate extends GObject {
  readonly content = new JMap();

  override get cls(): GClass {
    return JSON_DELEGATE;
  }

  override invokeMethod(run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    if (OF_OBJECTS.has(name) || args.length === 0) return undefined;
    run.take(64);
    const value = builtValue(run, args);
    this.content.set(name, value);
    return value;
  }

  override getProperty(_run: Run, name: string): Obj | undefined {
    return this.content.has(name) ? this.content.get(name) : undefined;
  }

  override setProperty(run: Run, name: string, value: Obj): boolean {
    run.take(64);
    this.content.set(name, value);
    return true;
  }
}

/** The value that a builder's call stands for. */
export function builtValue(run: Run, args: readonly Obj[]): Obj {
  const [first = null, second] = args;
  if (args.length === 1) return first instanceof Closure ? closureContent(run, first) : first;
  if (args.length === 2 && second instanceof Closure) {
    const items = itemsOf(first);
    if (items && !(first instanceof JMap)) return new JList(items.map((item) => closureContent(run, second, item)));
    if (first instanceof JMap) return JMap.of([...pairs(first), ...pairs(closureContent(run, second))]);
    return closureContent(run, second, first);
  }
  return new JList([...args]);
}

function pairs(map: JMap): (readonly [Obj, Obj])[] {
  return map.entries().map(({ key, value }) => [key, value] as const);
}

/** Runs a closure as a builder does; the map of what it called. */
export function closureContent(_run: Run, closure: Closure, arg?: Obj): JMap {
  const delegate = new JsonDelegate();
  const copy = closure.copy();
  copy.delegate = delegate;
  copy.strategy = DELEGATE_FIRST;
  if (arg === undefined) copy.call([]);
  else copy.call1(arg);
  return delegate.content;
}
