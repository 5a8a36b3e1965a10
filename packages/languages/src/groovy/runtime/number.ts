import type { GClass } from "./class.ts";
import { BigDecimal } from "./decimal.ts";
import { GObject, type Obj } from "./object.ts";
import { throwNew } from "./throwable.ts";
import { BIG_INTEGER, BYTE, CHARACTER, DOUBLE, FLOAT, SHORT } from "./types.ts";

/** `java.lang.Double`. Always boxed: a plain number is an Integer. */
export class Double extends GObject {
  readonly v: number;
  constructor(v: number) {
    super();
    this.v = v;
  }
  override get cls(): GClass {
    return DOUBLE;
  }
}

/** `java.lang.Float`. */
export class Float extends GObject {
  readonly v: number;
  constructor(v: number) {
    super();
    this.v = Math.fround(v);
  }
  override get cls(): GClass {
    return FLOAT;
  }
}

/** `java.lang.Short`. */
export class Short extends GObject {
  readonly v: number;
  constructor(v: number) {
    super();
    this.v = (v << 16) >> 16;
  }
  override get cls(): GClass {
    return SHORT;
  }
}

/** `java.lang.Byte`, from -128 to 127. */
export class Byte extends GObject {
  readonly v: number;
  constructor(v: number) {
    super();
    this.v = (v << 24) >> 24;
  }
  override get cls(): GClass {
    return BYTE;
  }
}

/** `java.math.BigInteger`. A plain bigint is a Long. */
export class BigInt_ extends GObject {
  readonly v: bigint;
  constructor(v: bigint) {
    super();
    this.v = v;
  }
  override get cls(): GClass {
    return BIG_INTEGER;
  }
}

/** `java.lang.Character`: one UTF-16 unit. */
export class Char extends GObject {
  readonly code: number;
  constructor(code: number) {
    super();
    this.code = code & 0xffff;
  }
  override get cls(): GClass {
    return CHARACTER;
  }
  override text(): string {
    return String.fromCharCode(this.code);
  }
}

/** Whether a value is one of Java's numbers. A Character is none. */
export function isNumber(value: Obj): boolean {
  switch (typeof value) {
    case "number":
    case "bigint":
      return true;
    case "object":
      return (
        value instanceof BigDecimal ||
        value instanceof Double ||
        value instanceof BigInt_ ||
        value instanceof Float ||
        value instanceof Short ||
        value instanceof Byte
      );
    default:
      return false;
  }
}

/** A number as a double: Java's `doubleValue()`. */
export function toDouble(value: Obj): number {
  switch (typeof value) {
    case "number":
      return value;
    case "bigint":
      return Number(value);
    default:
      if (value instanceof BigDecimal) return value.toNumber();
      if (value instanceof BigInt_) return Number(value.v);
      if (value instanceof Char) return value.code;
      return (value as Double).v;
  }
}

/** A number as a whole one, cut off: what Java's narrowing starts from. Doubles saturate at Long's ends. */
export function toBigInt(value: Obj): bigint {
  switch (typeof value) {
    case "number":
      return BigInt(value);
    case "bigint":
      return value;
    default:
      if (value instanceof BigDecimal) return value.toBigInt();
      if (value instanceof BigInt_) return value.v;
      if (value instanceof Char) return BigInt(value.code);
      if (value instanceof Double || value instanceof Float || value instanceof Short || value instanceof Byte)
        return wholeDouble(value.v);
      throw value === null
        ? throwNew("java.lang.NullPointerException", "A number is needed, and null was given")
        : throwNew("java.lang.ClassCastException", "A number is needed, and something else was given");
  }
}

function wholeDouble(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 9223372036854775807n;
  if (value <= -(2 ** 63)) return -9223372036854775808n;
  return BigInt(Math.trunc(value));
}

/** Java's `intValue()`. */
export function toInt(value: Obj): number {
  if (typeof value === "number") return value;
  if (value instanceof Double || value instanceof Float) {
    const { v } = value;
    if (Number.isNaN(v)) return 0;
    return v >= 2147483647 ? 2147483647 : v <= -2147483648 ? -2147483648 : Math.trunc(v);
  }
  if (value instanceof Char) return value.code;
  if (value instanceof Short || value instanceof Byte) return value.v;
  return Number(BigInt.asIntN(32, toBigInt(value)));
}

/** Java's `longValue()`. */
export function toLong(value: Obj): bigint {
  return BigInt.asIntN(64, toBigInt(value));
}

/** A number as a BigDecimal, by its text where it is a double. */
export function toDecimal(value: Obj): BigDecimal {
  if (value instanceof BigDecimal) return value;
  if (value instanceof Double || value instanceof Float) return BigDecimal.ofDouble(value.v);
  return new BigDecimal(toBigInt(value), 0);
}
