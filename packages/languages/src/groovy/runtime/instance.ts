import { bind, type Code, execute } from "../compile/code.ts";
import { Frame, type Ref } from "../compile/frame.ts";
import { chooseCode } from "../compile/overloads.ts";
import { setCastByConstructor } from "./cast.ts";
import { Closure } from "./closure.ts";
import { construct, missingMethod, missingProperty } from "./dispatch.ts";
import { equal } from "./equality.ts";
import { GString } from "./gstring.ts";
import { hashList } from "./hash.ts";
import { itemsOf } from "./items.ts";
import { iterate } from "./iterate.ts";
import { identityOf, keyText } from "./key.ts";
import { JList } from "./list.ts";
import { JMap } from "./map.ts";
import { toInt } from "./number.ts";
import { GObject, type Obj } from "./object.ts";
import type { Run } from "./run.ts";
import type { ScriptObject } from "./script.ts";
import type { ClassMethod, FieldCode, ScriptClass } from "./script-class.ts";
import { shortClassName } from "./short.ts";
import { textOf } from "./text.ts";
import { Throwable, throwNew } from "./throwable.ts";
import { truth } from "./truth.ts";
import { className, MAP } from "./types.ts";

type Captured = ReadonlyMap<Code, readonly Ref[]>;

/** What objects of a script's classes have in common, exceptions among them. */
export interface ScriptInstance extends GObject {
  readonly cls: ScriptClass;
  readonly script: ScriptObject;
  readonly fields: Map<string, Obj>;
  /** Variables around an anonymous class, by the method that uses them. */
  readonly captured: Captured | undefined;
}

/** An object of a class that a script declares. */
export class Instance extends GObject implements ScriptInstance {
  readonly script: ScriptObject;
  readonly fields = new Map<string, Obj>();
  readonly captured: Captured | undefined;
  readonly #cls: ScriptClass;

  constructor(script: ScriptObject, cls: ScriptClass, captured: Captured | undefined) {
    super();
    this.script = script;
    this.captured = captured;
    this.#cls = cls;
  }

  override get cls(): ScriptClass {
    return this.#cls;
  }

  override getProperty(run: Run, name: string): Obj | undefined {
    return readProperty(run, this, name);
  }

  override setProperty(run: Run, name: string, value: Obj): boolean {
    return writeProperty(run, this, name, value);
  }

  override invokeMethod(_run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    return invokeOn(this, name, args);
  }

  override equals(other: Obj): boolean {
    if (this === other) return true;
    const own = this.#call("equals", [other]);
    if (own !== undefined) return truth(own);
    if (!this.#cls.shape.equality || !(other instanceof Instance) || other.cls !== this.#cls) return false;
    return [...this.fields].every(([name, value]) => equal(value, other.fields.get(name) ?? null));
  }

  override compareTo(other: Obj): number | undefined {
    const order = this.#call("compareTo", [other]);
    if (order !== undefined) return toInt(order);
    if (this.#cls.kind !== "enum" && this.#cls.parent?.name !== this.#cls.name) return undefined;
    return other instanceof Instance ? ordinalOf(this) - ordinalOf(other) : undefined;
  }

  override keyText(): string {
    if (!this.#cls.hasMethod("equals") && !this.#cls.shape.equality) return `#${identityOf(this)}`;
    if (this.#cls.shape.equality && !this.#cls.hasMethod("equals")) {
      return `r${this.#cls.name}:${[...this.fields.values()].map(keyText).join(",")}`;
    }
    return `#${identityOf(this.script.representative(this))}`;
  }

  override hash(): number {
    const own = this.#call("hashCode", []);
    if (own !== undefined) return toInt(own);
    return this.#cls.shape.equality ? hashList([...this.fields.values()]) : identityOf(this);
  }

  override text(): string {
    const own = this.#call("toString", []);
    if (own !== undefined) return textOf(own);
    const { shape, kind } = this.#cls;
    if (kind === "enum" || this.fields.has("$name")) return textOf(this.fields.get("$name") ?? null);
    const fields = [...this.fields].map(([name, value]) => [name, textOf(value)] as const);
    if (shape.text === "record")
      return `${this.#cls.simpleName}[${fields.map(([name, value]) => `${name}=${value}`).join(", ")}]`;
    if (shape.text === "names")
      return `${this.#cls.name}(${fields.map(([name, value]) => `${name}:${value}`).join(", ")})`;
    if (shape.text === "plain") return `${this.#cls.name}(${fields.map(([, value]) => value).join(", ")})`;
    return `${this.#cls.name}@${identityOf(this).toString(16)}`;
  }

  override truth(): boolean {
    const own = this.#call("asBoolean", []);
    return own === undefined || truth(own);
  }

  override isCase(_run: Run, value: Obj): boolean | undefined {
    const own = this.#call("isCase", [value]);
    return own === undefined ? undefined : truth(own);
  }

  override children(): readonly Obj[] | undefined {
    const iterator = this.#call("iterator", []);
    if (iterator === undefined || iterator === null) return undefined;
    const items = itemsOf(iterator);
    if (items) return items;
    const next = iterate(iterator);
    const all: Obj[] = [];
    for (let item = next(); item !== undefined && all.length < 1_000_000; item = next()) all.push(item);
    return all;
  }

  override successor(step: number): Obj | undefined {
    const own = this.#call(step > 0 ? "next" : "previous", []);
    if (own !== undefined) return own;
    return this.#cls.kind === "enum" ? neighbour(this, step) : undefined;
  }

  #call(name: string, args: readonly Obj[]): Obj | undefined {
    return this.#cls.hasMethod(name) ? callMethod(this, this.#cls, name, args) : undefined;
  }
}

/** An exception of a class that a script declares. */
export class ThrowableInstance extends Throwable implements ScriptInstance {
  readonly script: ScriptObject;
  readonly fields = new Map<string, Obj>();
  readonly captured: Captured | undefined;
  readonly #cls: ScriptClass;

  constructor(script: ScriptObject, cls: ScriptClass, captured: Captured | undefined) {
    super(cls);
    this.script = script;
    this.captured = captured;
    this.#cls = cls;
  }

  override get cls(): ScriptClass {
    return this.#cls;
  }

  override getProperty(run: Run, name: string): Obj | undefined {
    return readProperty(run, this, name);
  }

  override setProperty(run: Run, name: string, value: Obj): boolean {
    return writeProperty(run, this, name, value);
  }

  override invokeMethod(_run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    return invokeOn(this, name, args);
  }
}

/** Whether an object is of a class that a script declares. */
export function isScriptInstance(value: Obj): value is ScriptInstance {
  return value instanceof Instance || value instanceof ThrowableInstance;
}

/** Runs a method's code on an object or, when it is static, on its class. */
export function runMethod(
  script: ScriptObject,
  self: Obj,
  { code }: { readonly code: Code },
  args: readonly Obj[],
): Obj | undefined {
  const f = new Frame(script, self, null, new Array(code.slots));
  if (code.captures.length && isScriptInstance(self)) {
    const refs = self.captured?.get(code) ?? [];
    code.captures.forEach(({ to }, i) => {
      f.slots[to] = refs[i];
    });
  }
  return bind(code, f, args) ? execute(code, f) : undefined;
}

/** Calls a method that the class or one it extends declares; undefined when none takes the arguments. */
export function callMethod(
  self: ScriptInstance,
  from: ScriptClass,
  name: string,
  args: readonly Obj[],
): Obj | undefined {
  for (const cls of from.chain) {
    const method = chooseCode(cls.table.get(name) ?? [], args);
    if (!method) continue;
    return runMethod(self.script, method.static ? cls : self, method, args);
  }
  return undefined;
}

function invokeOn(self: ScriptInstance, name: string, args: readonly Obj[]): Obj | undefined {
  const own = callMethod(self, self.cls, name, args);
  if (own !== undefined) return own;
  const accessor = accessorOf(self, name, args);
  if (accessor !== undefined) return accessor;
  if (self.cls.kind === "enum" || self.fields.has("$name")) {
    if (name === "name" && args.length === 0) return self.fields.get("$name") ?? null;
    if (name === "ordinal" && args.length === 0) return ordinalOf(self);
    if ((name === "next" || name === "previous") && args.length === 0) return neighbour(self, name === "next" ? 1 : -1);
    if (name === "compareTo" && isScriptInstance(args[0] ?? null))
      return ordinalOf(self) - ordinalOf(args[0] as ScriptInstance);
  }
  const held = self.fields.get(name);
  if (held instanceof Closure) return held.call(args);
  if (self.cls.kind === "record" && args.length === 0 && held !== undefined) return held;
  if (self.cls.hasMethod("methodMissing"))
    return callMethod(self, self.cls, "methodMissing", [name, new JList([...args])]);
  return undefined;
}

/** `getName()`, `isName()` and `setName(x)` of a property. */
function accessorOf(self: ScriptInstance, name: string, args: readonly Obj[]): Obj | undefined {
  const match = /^(get|is|set)(\p{Lu}.*)$/u.exec(name);
  if (!match) return undefined;
  const rest = match[2] as string;
  const field = self.cls.findField(rest.charAt(0).toLowerCase() + rest.slice(1)) ?? self.cls.findField(rest);
  if (!field?.property || field.static) return undefined;
  if (match[1] === "set") {
    if (args.length !== 1) return undefined;
    assignField(self, field, args[0] as Obj);
    return null;
  }
  return args.length === 0 ? (self.fields.get(field.name) ?? null) : undefined;
}

/** Sets a field, turned into its declared type. */
export function assignField(self: ScriptInstance, field: FieldCode, value: Obj): void {
  self.fields.set(field.name, field.coerce ? field.coerce(self.script.run, value) : value);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** All properties of an object with their values, its class among them. */
function propertiesOf(run: Run, self: ScriptInstance): JMap {
  const map = new JMap();
  for (const field of self.cls.chain.flatMap((cls) => cls.fieldCodes)) {
    if (field.property && !field.static) map.set(field.name, readProperty(run, self, field.name) ?? null);
  }
  map.set("class", self.cls);
  return map;
}

function readProperty(run: Run, self: ScriptInstance, written: string): Obj | undefined {
  const direct = written.startsWith("@");
  const name = direct ? written.slice(1) : written;
  if (!direct) {
    for (const getter of [`get${capital(name)}`, `is${capital(name)}`]) {
      if (!self.cls.hasMethod(getter)) continue;
      const value = callMethod(self, self.cls, getter, []);
      if (value !== undefined) return value;
    }
  }
  const field = self.cls.findField(name);
  if (field?.static) return self.script.staticValue(self.cls, name);
  if (field) return self.fields.get(name) ?? null;
  if (self.cls.hasMethod("propertyMissing")) return callMethod(self, self.cls, "propertyMissing", [name]);
  return name === "properties" ? propertiesOf(run, self) : undefined;
}

function writeProperty(_run: Run, self: ScriptInstance, written: string, value: Obj): boolean {
  const direct = written.startsWith("@");
  const name = direct ? written.slice(1) : written;
  const setter = `set${capital(name)}`;
  if (!direct && self.cls.hasMethod(setter)) {
    callMethod(self, self.cls, setter, [value]);
    return true;
  }
  const field = self.cls.findField(name);
  if (!field) {
    if (!self.cls.hasMethod("propertyMissing")) return false;
    return callMethod(self, self.cls, "propertyMissing", [name, value]) !== undefined;
  }
  if (field.final || self.cls.shape.immutable) {
    throw throwNew(
      "groovy.lang.ReadOnlyPropertyException",
      `Cannot set readonly property: ${name} for class: ${self.cls.name}`,
    );
  }
  if (field.static) self.script.setStatic(self.cls, name, value);
  else assignField(self, field, value);
  return true;
}

/** The place of an enum's constant. */
export function ordinalOf(self: ScriptInstance): number {
  return (self.fields.get("$ordinal") as number | undefined) ?? 0;
}

function neighbour(self: ScriptInstance, step: number): Obj {
  const all = self.script.constants(self.cls.kind === "enum" ? self.cls : (self.cls.base ?? self.cls));
  return all[(ordinalOf(self) + step + all.length) % all.length] ?? null;
}

/** Makes an object: fields, then the constructor that takes the arguments. */
export function instantiate(
  script: ScriptObject,
  cls: ScriptClass,
  args: readonly Obj[],
  captured?: Captured,
): ScriptInstance {
  const throwable = cls.ancestors.some((one) => one.name === "java.lang.Throwable");
  const self = throwable ? new ThrowableInstance(script, cls, captured) : new Instance(script, cls, captured);
  script.run.take(64 + cls.fieldCodes.length * 48);
  prepareFields(self, cls);
  initialize(self, cls, args);
  return self;
}

/** Gives the fields of a class, and before them those of the classes it extends, their first values. */
export function prepareFields(self: ScriptInstance, cls: ScriptClass): void {
  for (const one of [...cls.chain].reverse()) {
    for (const field of one.fieldCodes) if (!field.static) self.fields.set(field.name, field.zero);
  }
  for (const one of [...cls.chain].reverse()) {
    for (const field of one.fieldCodes) {
      if (field.static || !field.initial) continue;
      assignField(self, field, runMethod(self.script, self, { code: field.initial }, []) ?? null);
    }
    for (const block of one.initializers) if (!block.static) runMethod(self.script, self, block, []);
  }
}

/** Runs the constructor of a class that takes the arguments, or does what Groovy does without one. */
export function initialize(self: ScriptInstance, cls: ScriptClass, args: readonly Obj[]): void {
  const maker = chooseCode(cls.makers, args);
  if (maker) {
    runMethod(self.script, self, maker, args);
    return;
  }
  const [first] = args;
  const named = first instanceof JMap && args.length === 1;
  const empty = chooseCode(cls.makers, []);
  if (named && (cls.makers.length === 0 || empty)) {
    if (empty) runMethod(self.script, self, empty, []);
    else if (cls.base) initialize(self, cls.base, []);
    for (const { key, value } of first.entries()) nameArgument(self, cls, textOf(key), value);
    return;
  }
  if (cls.makers.length === 0) {
    if (args.length === 0) {
      if (cls.base) initialize(self, cls.base, []);
      return;
    }
    if (cls.shape.tuple && args.length <= cls.fieldCodes.length) {
      cls.fieldCodes
        .filter((field) => !field.static)
        .forEach((field, i) => {
          if (i < args.length) assignField(self, field, args[i] as Obj);
        });
      return;
    }
    if (self instanceof ThrowableInstance && !cls.base) {
      initializeThrowable(self, args);
      return;
    }
  }
  throw throwNew(
    "groovy.lang.GroovyRuntimeException",
    `Could not find matching constructor for: ${cls.name}(${args.map(shortClassName).join(", ")})`,
  );
}

function nameArgument(self: ScriptInstance, cls: ScriptClass, name: string, value: Obj): void {
  const field = cls.findField(name);
  // A constructor may set what is final; anybody else may not.
  if (field && (field.final || cls.shape.immutable) && !field.static) assignField(self, field, value);
  else if (!writeProperty(self.script.run, self, name, value)) throw missingProperty(cls.name, name);
}

/** What the constructors of the JDK's exceptions do with a message and a cause. */
export function initializeThrowable(self: Throwable, args: readonly Obj[]): void {
  for (const arg of args) {
    if (arg instanceof Throwable) {
      self.cause = arg;
      if (args.length === 1) self.message = textOf(arg);
    } else self.message = arg === null ? null : textOf(arg);
  }
}

/** Calls the method that `super.name(…)` means in code of a class. */
export function callSuper(
  self: ScriptInstance,
  owner: ScriptClass,
  name: string,
  args: readonly Obj[],
): Obj | undefined {
  for (const cls of owner.chain.slice(1)) {
    const method = chooseCode(cls.table.get(name) ?? [], args);
    if (method) return runMethod(self.script, self, method, args);
  }
  return undefined;
}

/** Calls a static method, `values()` and `valueOf(name)` of an enum among them. */
export function callStatic(
  script: ScriptObject,
  cls: ScriptClass,
  name: string,
  args: readonly Obj[],
): Obj | undefined {
  for (const one of cls.chain) {
    const method: ClassMethod | undefined = chooseCode(
      (one.table.get(name) ?? []).filter((each) => each.static),
      args,
    );
    if (method) return runMethod(script, one, method, args);
  }
  if (cls.kind === "enum") {
    const constants = script.constants(cls);
    if (name === "values" && args.length === 0) return new JList([...constants]);
    if (name === "valueOf" && args.length === 1) {
      const wanted = textOf(args[0] as Obj);
      const found = constants.find((one) => one.fields.get("$name") === wanted);
      if (!found) throw throwNew("java.lang.IllegalArgumentException", `No enum constant ${cls.name}.${wanted}`);
      return found;
    }
  }
  const accessor = /^(get|is)(\p{Lu}.*)$/u.exec(name);
  const field =
    accessor && cls.findField((accessor[2] as string).charAt(0).toLowerCase() + (accessor[2] as string).slice(1));
  if (field?.static && args.length === 0) return script.staticValue(cls, field.name);
  const held = cls.findField(name)?.static ? script.staticValue(cls, name) : undefined;
  return held instanceof Closure ? held.call(args) : undefined;
}

/** Requires that a method was found. */
export function required(found: Obj | undefined, self: Obj, name: string, args: readonly Obj[]): Obj {
  if (found === undefined) throw missingMethod(className(self), name, args);
  return found;
}

/** A text becomes a constant of an enum, a map or a list an object by what its constructors take. */
setCastByConstructor((run, value, cls) => {
  if (value instanceof JMap && cls.is(MAP) && cls.constructors.length > 0) return construct(run, cls, [value]);
  if (!("make" in cls)) return undefined;
  const own = cls as ScriptClass;
  const text = typeof value === "string" || value instanceof GString ? value.toString() : undefined;
  if (own.kind === "enum") return text === undefined ? undefined : own.invokeMethod(run, "valueOf", [text]);
  if (own.kind === "interface") return undefined;
  if (value instanceof JMap) return own.make?.(run, [value]);
  return value instanceof JList ? own.make?.(run, [...value.items]) : undefined;
});
