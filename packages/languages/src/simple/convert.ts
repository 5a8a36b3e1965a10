import { double, isInteger, long, Typed, toText, type Value } from "@mortise/contract";

/** The types that Camel's converters are asked for, by one name each. */
export type TypeKind =
  | "String"
  | "Integer"
  | "Long"
  | "Double"
  | "Float"
  | "Short"
  | "Byte"
  | "Character"
  | "Boolean"
  | "BigDecimal"
  | "BigInteger"
  | "Date"
  | "Bytes"
  | "List"
  | "Map"
  | "Set"
  | "Object";

const NAMES: ReadonlyMap<string, TypeKind> = new Map(
  (
    [
      ["String", "string java.lang.string charsequence java.lang.charsequence"],
      ["Integer", "int integer java.lang.integer"],
      ["Long", "long java.lang.long"],
      ["Double", "double java.lang.double"],
      ["Float", "float java.lang.float"],
      ["Short", "short java.lang.short"],
      ["Byte", "byte java.lang.byte"],
      ["Character", "char character java.lang.character"],
      ["Boolean", "boolean java.lang.boolean"],
      ["BigDecimal", "bigdecimal java.math.bigdecimal"],
      ["BigInteger", "biginteger java.math.biginteger"],
      ["Date", "date java.util.date"],
      ["Bytes", "byte[] bytes"],
      ["List", "list java.util.list arraylist java.util.arraylist collection java.util.collection"],
      ["Map", "map java.util.map linkedhashmap java.util.linkedhashmap hashmap java.util.hashmap"],
      ["Set", "set java.util.set linkedhashset java.util.linkedhashset"],
      ["Object", "object java.lang.object"],
    ] as const
  ).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind] as const)),
);

/** The type a Java class name stands for; undefined when the value model has none. */
export function typeKind(name: string): TypeKind | undefined {
  return NAMES.get(
    name
      .trim()
      .replace(/\.class$/, "")
      .toLowerCase(),
  );
}

const INTEGRAL = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/;

/** The type of a value among those that convert; undefined for null and for types that only have a text. */
export function kindOf(value: Value): TypeKind | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return "String";
  if (typeof value === "boolean") return "Boolean";
  if (typeof value === "bigint") return "Long";
  if (typeof value === "number")
    return isInteger(value) ? "Integer" : Number.isInteger(value) && !Object.is(value, -0) ? "Long" : "Double";
  if (value instanceof Date) return "Date";
  if (value instanceof Uint8Array) return "Bytes";
  if (Array.isArray(value)) return "List";
  if (value instanceof Map) return "Map";
  if (value instanceof Set) return "Set";
  return value.type === "GString" ? "String" : NAMES.get(value.type.toLowerCase());
}

/** A value as a JavaScript number, without regard to its type; undefined when it is no number at all. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Typed && value.type !== "Character" && DECIMAL.test(value.text)) return Number(value.text);
  if (typeof value === "string" && DECIMAL.test(value.trim())) return Number(value.trim().replace(/[dDfF]$/, ""));
  return undefined;
}

/** Java's `Long.valueFrom` for text, `longValue` for numbers, the epoch milliseconds of a date. */
export function toLong(value: Value): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number")
    return Number.isFinite(value)
      ? clampLong(BigInt(Math.trunc(value)))
      : Number.isNaN(value)
        ? 0n
        : value > 0
          ? MAX
          : MIN;
  if (typeof value === "string") return INTEGRAL.test(value) && value.length < 21 ? inLong(BigInt(value)) : undefined;
  if (value instanceof Date) return BigInt(value.getTime());
  if (value instanceof Uint8Array) return toLong(toText(value));
  if (value instanceof Typed) {
    if (value.type === "GString") return toLong(value.text);
    if (/^-?\d+$/.test(value.text) && value.text.length < 400 && value.type !== "Character")
      return BigInt.asIntN(64, BigInt(value.text));
    const number = toNumber(value);
    return number === undefined ? undefined : toLong(number);
  }
  return undefined;
}

const MAX = 9223372036854775807n;
const MIN = -9223372036854775808n;
const clampLong = (value: bigint) => (value > MAX ? MAX : value < MIN ? MIN : value);
const inLong = (value: bigint) => (value > MAX || value < MIN ? undefined : value);

function toDouble(value: Value): number | undefined {
  if (value instanceof Date || typeof value === "boolean") return undefined;
  if (value instanceof Uint8Array) return toNumber(toText(value));
  return toNumber(value);
}

function toInteger(value: Value): number | undefined {
  if (typeof value === "string" || value instanceof Uint8Array || value instanceof Date) {
    const whole = toLong(value);
    return whole === undefined || !isInteger(Number(whole)) ? undefined : Number(whole);
  }
  if (typeof value === "number" && !Number.isInteger(value))
    return Math.max(-2147483648, Math.min(2147483647, Math.trunc(value || 0))) + 0;
  const whole = toLong(value);
  return whole === undefined ? undefined : Number(BigInt.asIntN(32, whole));
}

/** Camel's `ObjectConverter.toBoolean`: text only "true" and "false", numbers by not being zero. */
export function toBoolean(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (value instanceof Uint8Array || (value instanceof Typed && value.type === "GString"))
    return toBoolean(toText(value));
  if (typeof value === "string") {
    const text = value.trim().toLowerCase();
    return text === "true" ? true : text === "false" || text === "" ? false : undefined;
  }
  const number = toNumber(value);
  return number === undefined ? undefined : number !== 0;
}

/** A value as the type asked for; undefined when Camel has no conversion. Null stays null. */
export function convert(value: Value, kind: TypeKind, timeZone: string): Value | undefined {
  if (value === null || kind === "Object" || kindOf(value) === kind) return value;
  switch (kind) {
    case "String":
      return toText(value, timeZone);
    case "Integer":
      return toInteger(value);
    case "Long": {
      const whole = toLong(value);
      return whole === undefined ? undefined : long(whole);
    }
    case "Double": {
      const number = toDouble(value);
      return number === undefined ? undefined : double(number);
    }
    case "Float": {
      const number = toDouble(value);
      return number === undefined ? undefined : new Typed("Float", javaFloat(number));
    }
    case "Short":
    case "Byte": {
      const whole = toLong(value);
      if (whole === undefined) return undefined;
      return new Typed(kind, String(BigInt.asIntN(kind === "Short" ? 16 : 8, whole)));
    }
    case "Character":
      return typeof value === "string" && value.length === 1 ? new Typed("Character", value) : undefined;
    case "Boolean":
      return toBoolean(value);
    case "BigInteger": {
      const text = value instanceof Date ? String(value.getTime()) : toText(value).replace(/\.0*$/, "");
      return INTEGRAL.test(text) ? new Typed("BigInteger", text.replace(/^\+/, "")) : undefined;
    }
    case "BigDecimal": {
      const text = toText(value);
      return DECIMAL.test(text) ? new Typed("BigDecimal", text.replace(/^\+/, "")) : undefined;
    }
    case "Date":
      return typeof value === "bigint" || typeof value === "number" ? new Date(Number(value)) : undefined;
    case "Bytes":
      return new TextEncoder().encode(toText(value, timeZone));
    case "List":
      return value instanceof Set ? [...value] : undefined;
    case "Set":
      return Array.isArray(value) ? new Set(value) : undefined;
    case "Map":
      return undefined;
  }
}

function javaFloat(number: number): string {
  const single = Math.fround(number);
  // The shortest text that reads back as the same float, which is what Java prints.
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return toText(double(short));
  }
  return toText(double(single));
}
