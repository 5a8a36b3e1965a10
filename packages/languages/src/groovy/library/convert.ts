import { type Convert, type GClass, MISS } from "../runtime/class.ts";
import { Closure } from "../runtime/closure.ts";
import { BigDecimal } from "../runtime/decimal.ts";
import { GString } from "../runtime/gstring.ts";
import { Bytes, JArray } from "../runtime/list.ts";
import { BigInt_, Byte, Char, Double, isNumber, Short, toDecimal, toDouble } from "../runtime/number.ts";
import type { Obj } from "../runtime/object.ts";
import { asFunction } from "../runtime/stand-in.ts";
import { textOf } from "../runtime/text.ts";
import { allClasses, classByName, isInstance } from "../runtime/types.ts";

function textArgument(value: Obj): unknown {
  if (typeof value === "string" || value === null) return value;
  return value instanceof GString ? value.toString() : MISS;
}

function charSequence(value: Obj): unknown {
  if (typeof value === "string" || value === null) return value;
  return typeof value === "object" && value.actsAsText?.() ? textOf(value) : MISS;
}

function int(value: Obj): unknown {
  if (typeof value === "number") return value;
  if (value instanceof Short || value instanceof Byte) return value.v;
  return value instanceof Char ? value.code : MISS;
}

function long(value: Obj): unknown {
  if (typeof value === "bigint") return value;
  const small = int(value);
  return small === MISS ? MISS : BigInt(small as number);
}

function double(value: Obj): unknown {
  if (typeof value === "number") return value;
  return isNumber(value) || value instanceof Char ? toDouble(value) : MISS;
}

function float(value: Obj): unknown {
  return value instanceof Double || value instanceof BigInt_ ? MISS : double(value);
}

function decimal(value: Obj): unknown {
  if (value === null || value instanceof BigDecimal) return value;
  const whole = typeof value === "number" || typeof value === "bigint" || value instanceof BigInt_;
  return whole || value instanceof Short || value instanceof Byte ? toDecimal(value) : MISS;
}

/** Interfaces that a closure can stand for. */
const FUNCTIONS = new Set([
  "Closure",
  "Comparator",
  "Function",
  "BiFunction",
  "Predicate",
  "BiPredicate",
  "Supplier",
  "Consumer",
  "BiConsumer",
  "UnaryOperator",
  "BinaryOperator",
  "Runnable",
  "Callable",
]);

const fixed: ReadonlyMap<string, Convert | undefined> = new Map<string, Convert | undefined>([
  ["Object", undefined],
  ["String", textArgument],
  ["CharSequence", charSequence],
  ["int", int],
  ["long", long],
  ["double", double],
  ["float", float],
  ["boolean", (value) => (typeof value === "boolean" ? value : MISS)],
  ["char", (value) => (value instanceof Char ? value : MISS)],
  ["byte", (value) => (value instanceof Byte ? value.v : MISS)],
  ["BigDecimal", decimal],
  ["Number", (value) => (value === null || isNumber(value) ? value : MISS)],
  ["byte[]", (value) => (value === null || value instanceof Bytes ? value : MISS)],
  ["Object[]", (value) => (value === null || value instanceof JArray ? value : MISS)],
  ["char[]", (value) => (value instanceof JArray && value.element === "char" ? value : MISS)],
]);

/** What takes an argument as a parameter's type; undefined takes everything as it is. */
export function converterOf(type: string, owner: GClass): Convert | undefined {
  if (fixed.has(type)) return fixed.get(type);
  let cls: GClass | undefined;
  const functional = FUNCTIONS.has(type);
  return (value, run) => {
    if (value === null) return value;
    if (functional && value instanceof Closure) return value;
    cls ??= classOfType(type, owner);
    if (!isInstance(value, cls)) return MISS;
    return functional && typeof value === "object" ? asFunction(run, value, type) : value;
  };
}

/** A class by its simple name, the owner's neighbour first where packages share one, or by its full name. */
function classOfType(type: string, owner: GClass): GClass {
  const near = owner.name.slice(0, owner.name.lastIndexOf(".") + 1);
  const neighbour = classByName(near + type);
  if (neighbour) return neighbour;
  for (const cls of allClasses().values()) {
    if (cls.simpleName === type || cls.name === type || cls.name.endsWith(`.${type}`)) return cls;
  }
  throw new Error(`No such type: ${type}`);
}
