import { GClass, type Method, MISS } from "./class.ts";
import { Closure } from "./closure.ts";
import { refuse, refusedMember } from "./denied.ts";
import { GString } from "./gstring.ts";
import { itemsOf } from "./items.ts";
import { Bytes, JArray, JList } from "./list.ts";
import { Entry, JMap } from "./map.ts";
import type { Obj } from "./object.ts";
import type { Run } from "./run.ts";
import { ScriptClass } from "./script-class.ts";
import { shortClassName, shortList, shortTypes } from "./short.ts";
import { textOf, throwableText } from "./text.ts";
import { Thrown, throwNew } from "./throwable.ts";
import { CLASS, COLLECTION, classByName, classOf, STRING } from "./types.ts";

/** Calls a method by name: only what is on the allow-list, or what a script's own classes have. */
export function invoke(run: Run, receiver: Obj, name: string, args: readonly Obj[]): Obj {
  if (run.categories.length > 0) {
    const found = run.script?.callCategory(receiver, name, args);
    if (found !== undefined) return found;
  }
  if (receiver === null) return invokeOnNull(run, name, args);
  if (receiver instanceof Closure && (name === "call" || name === "doCall")) return receiver.call(args);
  if (typeof receiver === "object") {
    const own = receiver.invokeMethod?.(run, name, args);
    if (own !== undefined) return own;
    if (receiver instanceof GClass) return invokeStatic(run, receiver, name, args);
  }
  const found = apply(run, classOf(receiver).find(name, args.length), receiver, args);
  if (found !== MISS) return found as Obj;
  return invokeOtherwise(run, receiver, name, args);
}

/** Tries methods one after the other; `MISS` when none takes the arguments. */
export function apply(run: Run, methods: readonly Method[], self: Obj, args: readonly Obj[]): Obj | typeof MISS {
  for (const method of methods) {
    const converted = convertAll(run, method, args);
    if (!converted) continue;
    run.steps(method.cost);
    return (method.fn as (run: Run, self: Obj, ...args: unknown[]) => Obj)(run, self, ...converted);
  }
  return MISS;
}

function convertAll(run: Run, method: Method, args: readonly Obj[]): readonly unknown[] | undefined {
  const { params } = method;
  if (method.max === Number.POSITIVE_INFINITY) return convertVarargs(run, method, args);
  let converted: unknown[] | undefined;
  for (let i = 0; i < args.length; i++) {
    const convert = params[i];
    if (!convert) continue;
    const value = convert(args[i] as Obj, run);
    if (value === MISS) return undefined;
    if (value !== args[i]) {
      converted ??= [...args];
      converted[i] = value;
    }
  }
  return converted ?? args;
}

function convertVarargs(run: Run, method: Method, args: readonly Obj[]): readonly unknown[] | undefined {
  const fixed = method.params.length - 1;
  const converted: unknown[] = [];
  for (let i = 0; i < fixed; i++) {
    const convert = method.params[i];
    const value = convert ? convert(args[i] as Obj, run) : args[i];
    if (value === MISS) return undefined;
    converted.push(value);
  }
  let rest = args.slice(fixed);
  if (rest.length === 1 && rest[0] instanceof JArray) rest = [...rest[0].items];
  const convert = method.params[fixed];
  const items: unknown[] = [];
  for (const item of rest) {
    const value = convert ? convert(item, run) : item;
    if (value === MISS) return undefined;
    items.push(value);
  }
  converted.push(items);
  return converted;
}

function invokeOnNull(run: Run, name: string, args: readonly Obj[]): Obj {
  const found = apply(run, classOf(null).find(name, args.length), null, args);
  if (found !== MISS) return found as Obj;
  throw throwNew("java.lang.NullPointerException", `Cannot invoke method ${name}() on null object`);
}

function invokeOtherwise(run: Run, receiver: Exclude<Obj, null>, name: string, args: readonly Obj[]): Obj {
  // A GString and a StringBuilder answer to String's methods through their text.
  if (typeof receiver === "object" && receiver.actsAsText?.()) {
    const found = apply(run, STRING.find(name, args.length), textOf(receiver), args);
    if (found !== MISS) return found as Obj;
  }
  if (receiver instanceof JMap) {
    const value = receiver.get(name);
    if (value instanceof Closure) return value.call(args);
  }
  refusedMember(run, receiver, name);
  throw missingMethod(classOf(receiver).name, name, args);
}

/** Calls a static method, or one of the class object's own. */
export function invokeStatic(run: Run, cls: GClass, name: string, args: readonly Obj[]): Obj {
  let found = apply(run, cls.findStatic(name, args.length), cls, args);
  if (found !== MISS) return found as Obj;
  found = apply(run, CLASS.find(name, args.length), cls, args);
  if (found !== MISS) return found as Obj;
  refusedMember(run, cls, name);
  throw missingMethod(cls.name, name, args, true);
}

/** Makes an object of a class of the library. */
export function construct(run: Run, cls: GClass, args: readonly Obj[]): Obj {
  if (cls instanceof ScriptClass && cls.make) {
    if (cls.kind === "interface") throw throwNew("java.lang.InstantiationException", cls.name);
    return cls.make(run, args);
  }
  const fitting = cls.constructors.filter((one) => args.length >= one.min && args.length <= one.max);
  const found = apply(run, fitting, cls, args);
  if (found !== MISS) return found as Obj;
  if (cls.constructors.length === 0) throw refuse(run, `new ${cls.name}()`);
  throw throwNew(
    "groovy.lang.GroovyRuntimeException",
    `Could not find matching constructor for: ${cls.name}(${args.map(shortClassName).join(", ")})`,
  );
}

/** Groovy's answer to a method that nobody has. */
export function missingMethod(type: string, name: string, args: readonly Obj[], isStatic = false): Error {
  const types = shortTypes(args);
  const values = shortList(args);
  const thrown = throwNew(
    "groovy.lang.MissingMethodException",
    `No signature of method: ${isStatic ? "static " : ""}${type}.${name}() is applicable for argument types: (${types}) values: ${values}`,
  );
  thrown.value.extra
    .set("method", name)
    .set("type", typeNamed(type))
    .set("arguments", new JArray([...args]));
  return thrown as unknown as Error;
}

/** Groovy's answer to a property that nobody has. */
export function missingProperty(type: string, name: string): Error {
  const thrown = throwNew("groovy.lang.MissingPropertyException", `No such property: ${name} for class: ${type}`);
  thrown.value.extra.set("property", name).set("type", typeNamed(type));
  return thrown as unknown as Error;
}

function typeNamed(name: string): GClass {
  return classByName(name) ?? new GClass(name, classByName("java.lang.Object") ?? null);
}

const getters = new Map<string, readonly [string, string]>();

/** `getName` and `isName` of a property. */
function getterNames(name: string): readonly [string, string] {
  let names = getters.get(name);
  if (!names) {
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    names = [`get${capital}`, `is${capital}`];
    if (getters.size < 2000) getters.set(name, names);
  }
  return names;
}

/** Reads a property: a map's key, a getter, or the property of each item of a collection. */
export function getProperty(run: Run, object: Obj, name: string): Obj {
  if (run.categories.length > 0) {
    const found = run.script?.callCategory(object, getterNames(name)[0], []);
    if (found !== undefined) return found;
  }
  if (object === null) {
    throw throwNew("java.lang.NullPointerException", `Cannot get property '${name}' on null object`);
  }
  if (object instanceof JMap) return object.get(name);
  if (typeof object === "object") {
    const own = object.getProperty?.(run, name);
    if (own !== undefined) return own;
    if (object instanceof GClass) return staticProperty(run, object, name);
  }
  if (name === "class") return classOf(object);
  const [get, is] = getterNames(name);
  const cls = classOf(object);
  const getter = cls.find(get, 0)[0] ?? cls.find(is, 0)[0];
  if (getter) {
    run.steps(getter.cost);
    return (getter.fn as (run: Run, self: Obj) => Obj)(run, object);
  }
  if ((object instanceof JArray || object instanceof Bytes) && name === "length") {
    return object instanceof Bytes ? object.data.length : object.items.length;
  }
  if (object instanceof GString) return getProperty(run, object.toString(), name);
  if (object instanceof JList || cls.is(COLLECTION) || object instanceof JArray)
    return propertyOfItems(run, object, name);
  refusedMember(run, object, name);
  throw missingProperty(cls.name, name);
}

/** `list.name`: an item that has no such property is reported with the list it is in. */
function propertyOfItems(run: Run, object: Exclude<Obj, null>, name: string): Obj {
  try {
    return spreadProperty(run, object, name);
  } catch (error) {
    if (!(error instanceof Thrown) || error.value.cls.name !== "groovy.lang.MissingPropertyException") throw error;
    const { value } = error;
    value.message = `Exception evaluating property '${name}' for ${classOf(object).name}, Reason: ${throwableText(value)}`;
    throw error;
  }
}

/** The property of each item, as `list.name` and `list*.name` give it. */
export function spreadProperty(run: Run, object: Obj, name: string): Obj {
  const items = object instanceof JMap ? object.entries() : (itemsOf(object) ?? [object]);
  run.take(items.length * 8);
  const values: Obj[] = [];
  for (const item of items) {
    run.step();
    if (item !== null) values.push(getProperty(run, item, name));
    else values.push(null);
  }
  return new JList(values);
}

function staticProperty(run: Run, cls: GClass, name: string): Obj {
  for (let one: GClass | null = cls; one; one = one.parent) {
    const field = one.fields.get(name) ?? one.interfaces.map((face) => face.fields.get(name)).find((found) => found);
    if (field) return field(run);
  }
  if (name === "class") return cls;
  for (const getter of getterNames(name)) {
    const method = cls.findStatic(getter, 0)[0] ?? CLASS.find(getter, 0)[0];
    if (method) return (method.fn as (run: Run, self: Obj) => Obj)(run, cls);
  }
  refusedMember(run, cls, name);
  throw missingProperty(cls.name, name);
}

/** Sets a property: a map's key or a setter. */
export function setProperty(run: Run, object: Obj, name: string, value: Obj): void {
  if (object === null) {
    throw throwNew("java.lang.NullPointerException", `Cannot set property '${name}' on null object`);
  }
  if (object instanceof JMap) {
    run.take(64);
    object.set(name, value);
    return;
  }
  if (typeof object === "object" && object.setProperty?.(run, name, value)) return;
  if (object instanceof Entry && name === "value") {
    object.value = value;
    return;
  }
  const setter = `set${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  if (apply(run, classOf(object).find(setter, 1), object, [value]) !== MISS) return;
  refusedMember(run, object, name);
  const [get, is] = getterNames(name);
  const cls = classOf(object);
  if (cls.find(get, 0)[0] ?? cls.find(is, 0)[0]) {
    throw throwNew(
      "groovy.lang.ReadOnlyPropertyException",
      `Cannot set readonly property: ${name} for class: ${cls.name}`,
    );
  }
  throw missingProperty(cls.name, name);
}
