import { classes, GClass } from "./class.ts";
import type { Obj } from "./object.ts";

const byName = new Map<string, GClass>();

/** Declares a class that scripts may name. */
export function declare(name: string, parent: GClass | null, ...interfaces: GClass[]): GClass {
  const cls = new GClass(name, parent, interfaces);
  byName.set(name, cls);
  return cls;
}

/** Declares an interface that scripts may name. */
export function declareInterface(name: string, ...parents: GClass[]): GClass {
  const cls = new GClass(name, null, parents, true);
  byName.set(name, cls);
  return cls;
}

/** Lets a class be found by a second name, such as the package it lived in before Groovy 4. */
export function alias(name: string, cls: GClass): void {
  byName.set(name, cls);
}

/** A class by its full name. */
export function classByName(name: string): GClass | undefined {
  return byName.get(name);
}

/** Every class by the name it can be found by. */
export function allClasses(): ReadonlyMap<string, GClass> {
  return byName;
}

export const OBJECT = declare("java.lang.Object", null);
classes.object = OBJECT;
export const CLASS = declare("java.lang.Class", OBJECT);
classes.class = CLASS;
export const COMPARABLE = declareInterface("java.lang.Comparable");
export const CHAR_SEQUENCE = declareInterface("java.lang.CharSequence");
export const ITERABLE = declareInterface("java.lang.Iterable");
declareInterface("java.io.Serializable");
declareInterface("java.lang.Cloneable");
declareInterface("groovy.lang.GroovyObject");
export const CALLABLE = declareInterface("java.util.concurrent.Callable");
export const RUNNABLE = declareInterface("java.lang.Runnable");
export const COLLECTION = declareInterface("java.util.Collection", ITERABLE);
export const LIST = declareInterface("java.util.List", COLLECTION);
export const SET = declareInterface("java.util.Set", COLLECTION);
export const SORTED_SET = declareInterface("java.util.SortedSet", SET);
export const QUEUE = declareInterface("java.util.Queue", COLLECTION);
export const DEQUE = declareInterface("java.util.Deque", QUEUE);
export const MAP = declareInterface("java.util.Map");
export const SORTED_MAP = declareInterface("java.util.SortedMap", MAP);
export const ITERATOR = declareInterface("java.util.Iterator");
export const ENTRY = declareInterface("java.util.Map$Entry");
alias("java.util.Map.Entry", ENTRY);
export const COMPARATOR = declareInterface("java.util.Comparator");

export const NULL = new GClass("org.codehaus.groovy.runtime.NullObject", OBJECT);
export const VOID = new GClass("void", null);
export const BOOLEAN = declare("java.lang.Boolean", OBJECT, COMPARABLE);
export const CHARACTER = declare("java.lang.Character", OBJECT, COMPARABLE);
export const STRING = declare("java.lang.String", OBJECT, CHAR_SEQUENCE, COMPARABLE);
export const GSTRING = declare("groovy.lang.GString", OBJECT, CHAR_SEQUENCE, COMPARABLE);
export const GSTRING_IMPL = new GClass("org.codehaus.groovy.runtime.GStringImpl", GSTRING);
export const NUMBER = declare("java.lang.Number", OBJECT);
export const INTEGER = declare("java.lang.Integer", NUMBER, COMPARABLE);
export const LONG = declare("java.lang.Long", NUMBER, COMPARABLE);
export const SHORT = declare("java.lang.Short", NUMBER, COMPARABLE);
export const BYTE = declare("java.lang.Byte", NUMBER, COMPARABLE);
export const DOUBLE = declare("java.lang.Double", NUMBER, COMPARABLE);
export const FLOAT = declare("java.lang.Float", NUMBER, COMPARABLE);
export const BIG_INTEGER = declare("java.math.BigInteger", NUMBER, COMPARABLE);
export const BIG_DECIMAL = declare("java.math.BigDecimal", NUMBER, COMPARABLE);

/** The class of a value. */
export function classOf(value: Obj): GClass {
  switch (typeof value) {
    case "string":
      return STRING;
    case "number":
      return INTEGER;
    case "boolean":
      return BOOLEAN;
    case "bigint":
      return LONG;
    default:
      return value === null ? NULL : value.cls;
  }
}

/** The class name as Groovy's own messages write it: `null` for null. */
export function className(value: Obj): string {
  return value === null ? "null" : classOf(value).name;
}

/** Whether a value is an instance of a class; null is of none. */
export function isInstance(value: Obj, cls: GClass): boolean {
  return value !== null && classOf(value).is(cls);
}
