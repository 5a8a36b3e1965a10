import type { GClass } from "../runtime/class.ts";
import { Closure, DELEGATE_FIRST } from "../runtime/closure.ts";
import { JMap } from "../runtime/map.ts";
import { GObject, type Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { textOf } from "../runtime/text.ts";
import { declare, OBJECT } from "../runtime/types.ts";
import { define } from "./define.ts";

const EXPANDO = declare("groovy.util.Expando", OBJECT);

/** `groovy.util.Expando`: an object whose properties are whatever is set; closures among them are its methods. */
class Expando extends GObject {
  readonly properties: JMap;

  constructor(properties: JMap) {
    super();
    this.properties = properties;
  }

  override get cls(): GClass {
    return EXPANDO;
  }

  override getProperty(_run: Run, name: string): Obj | undefined {
    if (name === "properties") return this.properties;
    return name === "class" ? EXPANDO : this.properties.get(name);
  }

  override setProperty(run: Run, name: string, value: Obj): boolean {
    run.take(64);
    this.properties.set(name, value);
    return true;
  }

  override invokeMethod(_run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    const code = this.properties.get(name);
    if (!(code instanceof Closure)) return undefined;
    const copy = code.copy();
    copy.delegate = this;
    copy.strategy = DELEGATE_FIRST;
    return copy.call(args);
  }

  override text(): string {
    const code = this.properties.get("toString");
    if (code instanceof Closure) return textOf(code.call([]));
    return `{${this.properties
      .entries()
      .map(({ key, value }) => `${textOf(key)}=${textOf(value)}`)
      .join(", ")}}`;
  }

  override jsonProperties(): JMap {
    return this.properties;
  }
}

define<Expando>(EXPANDO, [
  ["new()", "def e = new Expando()\ne.name = 'x'\ne.name", () => new Expando(new JMap())],
  [
    "new(Map properties)",
    "def e = new Expando(name: 'x')\ne.greet = { 'hi ' + it }\ne.greet('y')",
    (_run, _self, properties: JMap) =>
      new Expando(JMap.of(properties.entries().map(({ key, value }) => [key, value] as const))),
  ],
  ["Map getProperties()", "new Expando(a: 1).properties", (_run, self) => self.properties],
]);

/** `new Object()`: nothing but itself. */
export class PlainObject extends GObject {
  override get cls(): GClass {
    return OBJECT;
  }
}

OBJECT.constructors.length = 0;
define(OBJECT, [["new()", "new Object() == new Object()", () => new PlainObject()]]);
