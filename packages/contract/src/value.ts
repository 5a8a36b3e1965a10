/**
 * What a header, a property or a body can hold: JSON, plus the types that Groovy and Simple put there.
 *
 * - `number`: an Integer when it is integral and fits 32 bits, a Long when integral, larger and exact, else a Double.
 * - `bigint`: a Long.
 * - `Typed`: everything else that has an exact text, such as a BigDecimal (`5.0` is not `5`) or a LocalDate.
 * - `Map` and arrays are Java's Map and List; a plain object never appears, so no prototype can be reached.
 */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | Value[]
  | Map<Value, Value>
  | Set<Value>
  | Typed;

/** The types whose value is carried as Java's own text for it. */
export type TypedName =
  | "Double"
  | "Float"
  | "Short"
  | "Byte"
  | "Character"
  | "GString"
  | "BigInteger"
  | "BigDecimal"
  | `java.time.${string}`
  | `java.util.${string}`;

/** A scalar that JavaScript has no primitive for: a type and Java's text of the value. Immutable. */
export class Typed {
  readonly type: TypedName;
  readonly text: string;

  constructor(type: TypedName, text: string) {
    this.type = type;
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/**
 * A Java array as opposed to a List, such as `split` makes: Simple's `length` counts its items. Otherwise it is a list,
 * and the codec writes it as one.
 */
export class JavaArray extends Array<Value> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

const INT_MIN = -2147483648;
const INT_MAX = 2147483647;

/** Whether a number is a Java Integer. `-0` is not: it is a Double. */
export function isInteger(value: unknown): value is number {
  return (
    typeof value === "number" &&
    Number.isInteger(value) &&
    value >= INT_MIN &&
    value <= INT_MAX &&
    !Object.is(value, -0)
  );
}

/** Whether a number is a Java Long: integral, over 32 bits, and exact. */
export function isLong(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && !isInteger(value) && !Object.is(value, -0);
}

/** A Double: a plain number when it cannot be mistaken for an Integer, else boxed. */
export function double(value: number): number | Typed {
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? new Typed("Double", javaDouble(value)) : value;
}

/** A Long: a bigint, so that it stays one when it is small. */
export function long(value: number | bigint): bigint {
  return BigInt.asIntN(64, BigInt(value));
}

/** Java's `Double.toString`: `5.0`, `1.0E21`, `1.23456789E7`. */
export function javaDouble(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${exponent.replace("+", "")}`;
}

/** The Java type name of a value, as `POST /evaluate` reports it (`"null"` for null). */
export function typeName(value: Value): string {
  if (value === null) return "null";
  if (typeof value === "boolean") return "Boolean";
  if (typeof value === "string") return "String";
  if (typeof value === "bigint") return "Long";
  if (typeof value === "number") return isInteger(value) ? "Integer" : isLong(value) ? "Long" : "Double";
  if (value instanceof Typed) return value.type;
  if (value instanceof Date) return "Date";
  if (value instanceof Uint8Array) return "byte[]";
  if (Array.isArray(value)) return "List";
  return value instanceof Map ? "Map" : "Set";
}
