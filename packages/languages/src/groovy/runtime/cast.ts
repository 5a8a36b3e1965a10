import type { GClass } from "./class.ts";
import { Closure } from "./closure.ts";
import type { Coerce, DeclaredType } from "./coerce.ts";
import { Comparator } from "./comparator.ts";
import { BigDecimal } from "./decimal.ts";
import { GString } from "./gstring.ts";
import { itemsOf } from "./items.ts";
import { ARRAY_DEQUE, ARRAY_LIST, Bytes, JArray, JList, LINKED_LIST, STACK } from "./list.ts";
import { HASH_SET, JMap, JSet, LINKED_HASH_SET, TREE_SET } from "./map.ts";
import {
  BigInt_,
  Byte,
  Char,
  Double,
  Float,
  isNumber,
  Short,
  toBigInt,
  toDecimal,
  toDouble,
  toInt,
  toLong,
} from "./number.ts";
import type { Obj } from "./object.ts";
import type { Run } from "./run.ts";
import { ScriptClass } from "./script-class.ts";
import { StandIn } from "./stand-in.ts";
import { textOf, toStringOf } from "./text.ts";
import { throwNew } from "./throwable.ts";
import { truth } from "./truth.ts";
import * as T from "./types.ts";

/** Groovy's answer to a value that is none of the type asked for. */
export function castError(value: Obj, type: string): Error {
  const hint = value === null && PRIMITIVE.has(type) ? `. Try '${PRIMITIVE.get(type)?.name}' instead` : "";
  return throwNew(
    "org.codehaus.groovy.runtime.typehandling.GroovyCastException",
    `Cannot cast object '${textOf(value)}' with class '${value === null ? "null" : T.classOf(value).name}' to class '${type}'${hint}`,
  ) as unknown as Error;
}

const PRIMITIVE: ReadonlyMap<string, GClass> = new Map([
  ["int", T.INTEGER],
  ["long", T.LONG],
  ["short", T.SHORT],
  ["byte", T.BYTE],
  ["char", T.CHARACTER],
  ["double", T.DOUBLE],
  ["float", T.FLOAT],
  ["boolean", T.BOOLEAN],
]);

/** The class that stands for a primitive type. */
export function boxOf(primitive: string): GClass | undefined {
  return PRIMITIVE.get(primitive);
}

/** A number as one of another type, as Java narrows it. */
export function numberAs(value: Obj, cls: GClass): Obj {
  switch (cls) {
    case T.INTEGER:
      return toInt(value);
    case T.LONG:
      return toLong(value);
    case T.SHORT:
      return new Short(toInt(value));
    case T.BYTE:
      return new Byte(toInt(value));
    case T.DOUBLE:
      return new Double(toDouble(value));
    case T.FLOAT:
      return new Float(toDouble(value));
    case T.BIG_INTEGER:
      return new BigInt_(toBigInt(value));
    case T.BIG_DECIMAL:
      return toDecimal(value);
    default:
      return value;
  }
}

const NUMBERS: ReadonlySet<GClass> = new Set([
  T.INTEGER,
  T.LONG,
  T.SHORT,
  T.BYTE,
  T.DOUBLE,
  T.FLOAT,
  T.BIG_INTEGER,
  T.BIG_DECIMAL,
]);

/** What assignment to a declared type does; undefined where anything goes. */
export function coercion(cls: GClass, name: string): Coerce | undefined {
  if (cls === T.OBJECT) return undefined;
  if (name === "int") {
    return (run, value) => (typeof value === "number" ? value : cast(run, value, cls, name));
  }
  if (cls === T.STRING) return (run, value) => (typeof value === "string" ? value : cast(run, value, cls, name));
  return (run, value) => cast(run, value, cls, name);
}

/** The implicit cast of assignments, parameters and results, and `(Type) value`. */
export function cast(run: Run, value: Obj, cls: GClass, name: string): Obj {
  if (value === null) {
    if (name === "boolean") return false;
    if (PRIMITIVE.has(name)) throw castError(value, name);
    return null;
  }
  if (T.isInstance(value, cls)) return value;
  if (NUMBERS.has(cls)) {
    if (isNumber(value)) return numberAs(value, cls);
    if (value instanceof Char) return numberAs(value.code, cls);
    const text = typeof value === "string" ? value : value instanceof GString ? value.toString() : "";
    if (text.length === 1) return numberAs(text.charCodeAt(0), cls);
    throw castError(value, name);
  }
  switch (cls) {
    case T.STRING:
      return toStringOf(value);
    case T.BOOLEAN:
      return truth(value);
    case T.CHARACTER:
      return toChar(value, name);
  }
  const list = castCollection(run, value, cls, name);
  if (list !== undefined) return list;
  const own = castByConstructor?.(run, value, cls);
  if (own !== undefined) return own;
  if (value instanceof Closure && cls === T.COMPARATOR)
    return new Comparator((left, right) => toInt(value.call2(left, right)));
  if (value instanceof Closure && cls.isInterface) return cls instanceof ScriptClass ? new StandIn(cls, value) : value;
  throw castError(value, name);
}

/** How a list or map becomes an object of a class: set by the dispatcher, which knows constructors. */
let castByConstructor: ((run: Run, value: Obj, cls: GClass) => Obj | undefined) | undefined;
export function setCastByConstructor(how: typeof castByConstructor): void {
  castByConstructor = how;
}

function toChar(value: Obj, name: string): Obj {
  if (isNumber(value)) return new Char(toInt(value));
  const text = toStringOf(value);
  if (text.length !== 1) throw castError(value, name);
  return new Char(text.charCodeAt(0));
}

function castCollection(run: Run, value: Obj, cls: GClass, name: string): Obj | undefined {
  if (name.endsWith("]")) {
    const items = itemsOf(value);
    return items ? toArray(run, items, name.slice(0, -2)) : undefined;
  }
  const items = itemsOf(value);
  if (!items) return undefined;
  if (value instanceof JArray || value instanceof Bytes || value instanceof JList || value instanceof JSet) {
    return collectionOf(run, items, cls);
  }
  return undefined;
}

/** A collection of a class, of these items; undefined when the class is no collection. */
export function collectionOf(run: Run, items: readonly Obj[], cls: GClass): Obj | undefined {
  run.take(items.length * 8);
  switch (cls) {
    case T.LIST:
    case T.COLLECTION:
    case T.ITERABLE:
    case ARRAY_LIST:
      return new JList([...items]);
    case LINKED_LIST:
    case STACK:
    case ARRAY_DEQUE:
      return new JList([...items], cls);
    case T.QUEUE:
    case T.DEQUE:
      return new JList([...items], LINKED_LIST);
    case T.SET:
    case LINKED_HASH_SET:
      return new JSet(items);
    case HASH_SET:
      return new JSet(items, HASH_SET);
    case T.SORTED_SET:
    case TREE_SET:
      return new JSet(items, TREE_SET);
    default:
      return undefined;
  }
}

/** An array of a type, each item turned into one of it. */
export function toArray(run: Run, items: readonly Obj[], element: string): Obj {
  run.take(items.length * (element === "byte" ? 1 : 8));
  if (element === "byte") {
    return new Bytes(Uint8Array.from(items, (item) => toInt(cast(run, item, T.BYTE, "byte"))));
  }
  const box = boxOf(element);
  if (box)
    return new JArray(
      items.map((item) => cast(run, item, box, element)),
      element,
    );
  if (element.endsWith("[]")) {
    const inner = element.slice(0, -2);
    return new JArray(
      items.map((item) => (item === null ? null : toArray(run, itemsOf(item) ?? [item], inner))),
      element,
    );
  }
  const cls = T.classByName(element);
  const items2 = cls && cls !== T.OBJECT ? items.map((item) => cast(run, item, cls, element)) : [...items];
  return new JArray(items2, element);
}

/** What an element of a new array is before it is set. */
export function emptyElement(element: string): Obj {
  switch (element) {
    case "int":
    case "short":
    case "byte":
      return 0;
    case "long":
      return 0n;
    case "double":
      return new Double(0);
    case "float":
      return new Float(0);
    case "boolean":
      return false;
    case "char":
      return new Char(0);
    default:
      return null;
  }
}

/** The `as` operator. */
export function asType(run: Run, value: Obj, type: DeclaredType): Obj {
  const { cls, name } = type;
  if (value === null) return name === "boolean" ? false : null;
  if (cls === T.OBJECT || T.isInstance(value, cls)) return value;
  const text = typeof value === "string" ? value : value instanceof GString ? value.toString() : undefined;
  if (text !== undefined) {
    if (NUMBERS.has(cls)) return parseNumber(text, cls);
    if (name === "char[]") return toArray(run, text.split(""), "char");
    if (cls === T.LIST || cls === T.SET || cls === T.COLLECTION) {
      return collectionOf(run, [...text], cls) as Obj;
    }
  }
  // A class of a script may say itself what it becomes.
  if (typeof value === "object" && T.classOf(value) instanceof ScriptClass) {
    const own = value.invokeMethod?.(run, "asType", [cls]);
    if (own !== undefined && own !== null) return own;
  }
  if (value instanceof JMap && cls.isInterface) return new StandIn(cls, value);
  if (value instanceof Closure && cls instanceof ScriptClass && cls.isInterface) return new StandIn(cls, value);
  return cast(run, value, cls, name);
}

/** A number from text, as `toInteger()`, `as Integer` and `Integer.valueOf` read it. */
export function parseNumber(text: string, cls: GClass): Obj {
  const trimmed = text.trim();
  switch (cls) {
    case T.INTEGER:
      return parseWhole(trimmed, 10, -2147483648n, 2147483647n) as number;
    case T.SHORT:
      return new Short(parseWhole(trimmed, 10, -32768n, 32767n) as number);
    case T.BYTE:
      return new Byte(parseWhole(trimmed, 10, -128n, 127n) as number);
    case T.LONG:
      return BigInt(parseWhole(trimmed, 10, -9223372036854775808n, 9223372036854775807n));
    case T.BIG_INTEGER:
      return new BigInt_(BigInt(parseWhole(trimmed, 10)));
    case T.BIG_DECIMAL:
      return parseDecimal(trimmed);
    case T.DOUBLE:
      return new Double(parseDouble(trimmed));
    default:
      return new Float(parseDouble(trimmed));
  }
}

/** Java's `parseInt` and its kin: a number while it fits 32 bits, else a bigint. */
export function parseWhole(text: string, radix: number, min?: bigint, max?: bigint): number | bigint {
  const match = /^([+-]?)([0-9a-zA-Z]+)$/.exec(text);
  const fail = () =>
    throwNew(
      "java.lang.NumberFormatException",
      `For input string: "${text}"${radix === 10 || min === undefined ? "" : ` under radix ${radix}`}`,
    );
  if (!match)
    throw text === "" && min === undefined
      ? throwNew("java.lang.NumberFormatException", "Zero length BigInteger")
      : fail();
  const digits = match[2] as string;
  if (digits.length > 20_000) throw fail();
  let value = 0n;
  const base = BigInt(radix);
  if (radix === 10 && /^\d+$/.test(digits)) value = BigInt(digits);
  else {
    for (const char of digits) {
      const digit = Number.parseInt(char, 36);
      if (digit >= radix) throw fail();
      value = value * base + BigInt(digit);
    }
  }
  if (match[1] === "-") value = -value;
  if (min !== undefined && max !== undefined && (value < min || value > max)) throw fail();
  return value >= -2147483648n && value <= 2147483647n ? Number(value) : value;
}

/** `new BigDecimal(text)`, whose messages depend on where the text goes wrong. */
export function parseDecimal(text: string): BigDecimal {
  const value = BigDecimal.parse(text);
  if (value) return value;
  const wrong = [...text].find((char) => !/[0-9.eE+-]/.test(char));
  const message =
    wrong !== undefined
      ? `Character ${wrong} is neither a decimal digit number, decimal point, nor "e" notation exponential mark.`
      : null;
  throw throwNew("java.lang.NumberFormatException", message);
}

/** `Double.parseDouble`. */
export function parseDouble(text: string): number {
  const match = /^\s*([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)[dDfF]?)\s*$/.exec(text);
  if (!match) {
    throw throwNew(
      "java.lang.NumberFormatException",
      text.trim() === "" ? "empty String" : `For input string: "${text}"`,
    );
  }
  return Number((match[1] as string).replace(/[dDfF]$/, ""));
}
