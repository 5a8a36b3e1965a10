import { mortiseError } from "@mortise/contract";
import { BigDecimal } from "./decimal.ts";
import { BigInt_, Double, Float, isNumber, toBigInt, toDecimal, toDouble, toInt, toLong } from "./number.ts";
import type { Obj } from "./object.ts";
import { throwNew } from "./throwable.ts";

/** The kinds of numbers, weakest first: an operation is done in the stronger of its two. */
type Rank = 0 | 1 | 2 | 3 | 4;
const INT: Rank = 0;
const LONG: Rank = 1;
const BIG: Rank = 2;
const DECIMAL: Rank = 3;
const FLOATING: Rank = 4;

function rank(value: Obj): Rank {
  switch (typeof value) {
    case "number":
      return INT;
    case "bigint":
      return LONG;
    default:
      if (value instanceof BigDecimal) return DECIMAL;
      if (value instanceof Double || value instanceof Float) return FLOATING;
      return value instanceof BigInt_ ? BIG : INT;
  }
}

function stronger(left: Obj, right: Obj): Rank {
  return Math.max(rank(left), rank(right)) as Rank;
}

/** What no script catches: Java counts further than one step may take here. */
function tooLarge(): Error {
  return mortiseError("SCRIPT_LIMIT", { limit: `numbers of ${MAX_BITS} bits`, budget: "number" });
}

/** Bits of the largest whole number: one step must stay a matter of milliseconds. */
const MAX_BITS = 400_000;

/** A BigInteger, refused when it is too large to count with. */
export function big(value: bigint): BigInt_ {
  if (value > 1n << 63n || value < -(1n << 63n)) {
    if (BigInt.asIntN(MAX_BITS, value) !== value) throw tooLarge();
  }
  return new BigInt_(value);
}

function decimal(value: BigDecimal): BigDecimal {
  big(value.unscaled);
  return value;
}

export function addNumbers(left: Obj, right: Obj): Obj {
  switch (stronger(left, right)) {
    case INT:
      return (toInt(left) + toInt(right)) | 0;
    case LONG:
      return BigInt.asIntN(64, toBigInt(left) + toBigInt(right));
    case BIG:
      return big(toBigInt(left) + toBigInt(right));
    case DECIMAL:
      return decimal(toDecimal(left).plus(toDecimal(right)));
    default:
      return new Double(toDouble(left) + toDouble(right));
  }
}

export function subtractNumbers(left: Obj, right: Obj): Obj {
  switch (stronger(left, right)) {
    case INT:
      return (toInt(left) - toInt(right)) | 0;
    case LONG:
      return BigInt.asIntN(64, toBigInt(left) - toBigInt(right));
    case BIG:
      return big(toBigInt(left) - toBigInt(right));
    case DECIMAL:
      return decimal(toDecimal(left).minus(toDecimal(right)));
    default:
      return new Double(toDouble(left) - toDouble(right));
  }
}

export function multiplyNumbers(left: Obj, right: Obj): Obj {
  switch (stronger(left, right)) {
    case INT:
      return Math.imul(toInt(left), toInt(right));
    case LONG:
      return BigInt.asIntN(64, toBigInt(left) * toBigInt(right));
    case BIG:
      return big(toBigInt(left) * toBigInt(right));
    case DECIMAL:
      return decimal(toDecimal(left).multiply(toDecimal(right)));
    default:
      return new Double(toDouble(left) * toDouble(right));
  }
}

/** Groovy's `/`: exact where the digits end, else ten digits more than the operands have. */
export function divideNumbers(left: Obj, right: Obj): Obj {
  if (stronger(left, right) === FLOATING) return new Double(toDouble(left) / toDouble(right));
  const a = toDecimal(left);
  const b = toDecimal(right);
  const exact = a.divideExact(b);
  if (exact) return exact;
  const quotient = a.divideToPrecision(b, Math.max(a.precision, b.precision) + 10, "HALF_UP");
  const scale = Math.max(a.scale, b.scale, 10);
  return quotient.scale > scale ? quotient.setScale(scale, "HALF_UP") : quotient;
}

/** `intdiv`: whole numbers only. */
export function divideWhole(left: Obj, right: Obj): Obj {
  const kind = stronger(left, right);
  if (kind > BIG) throw unsupported("intdiv", left, right);
  const divisor = toBigInt(right);
  if (divisor === 0n) {
    throw throwNew("java.lang.ArithmeticException", kind === BIG ? "BigInteger divide by zero" : "/ by zero");
  }
  return whole(kind, toBigInt(left) / divisor);
}

export function remainderNumbers(left: Obj, right: Obj): Obj {
  const kind = stronger(left, right);
  if (kind === FLOATING) return new Double(toDouble(left) % toDouble(right));
  if (kind === DECIMAL) return toDecimal(left).remainder(toDecimal(right));
  const divisor = toBigInt(right);
  if (divisor === 0n) {
    throw throwNew("java.lang.ArithmeticException", kind === BIG ? "BigInteger divide by zero" : "/ by zero");
  }
  return whole(kind, toBigInt(left) % divisor);
}

function whole(kind: Rank, value: bigint): Obj {
  if (kind === INT) return Number(BigInt.asIntN(32, value));
  return kind === LONG ? BigInt.asIntN(64, value) : big(value);
}

/** `**`: whole where it can be, as large as it needs to be. */
export function powerNumbers(left: Obj, right: Obj): Obj {
  if (rank(right) > BIG || rank(left) === FLOATING) return power(toDouble(left), toDouble(right), right);
  const exponent = toBigInt(right);
  if (exponent < 0n) return power(toDouble(left), Number(exponent), right);
  if (left instanceof BigDecimal) {
    guardPower(left.unscaled, exponent);
    if (exponent > 999999999n) throw throwNew("java.lang.ArithmeticException", "Invalid operation");
    return left.pow(Number(exponent));
  }
  guardPower(toBigInt(left), exponent);
  const value = toBigInt(left) ** exponent;
  if (left instanceof BigInt_) return big(value);
  const int = rank(left) === INT;
  if (int && BigInt.asIntN(32, value) === value) return Number(value);
  if (!int && BigInt.asIntN(64, value) === value) return value;
  return big(value);
}

function guardPower(base: bigint, exponent: bigint): void {
  const size = base < 0n ? -base : base;
  if (size < 2n) return;
  if (exponent > BigInt(MAX_BITS) || size.toString(2).length * Number(exponent) > MAX_BITS * 2) throw tooLarge();
}

/** A power of doubles: an Integer or Long where Groovy finds that nothing is lost. */
function power(left: number, right: number, exponent: Obj): Obj {
  const value = left ** right;
  if (rank(exponent) === FLOATING || rank(exponent) === DECIMAL) return new Double(value);
  if (Number.isInteger(value) && Math.abs(value) <= 2147483647) return value === 0 ? 0 : value;
  if (Number.isInteger(value) && Math.abs(value) < 9e15) return BigInt(value);
  return new Double(value);
}

export function compareNumbers(left: Obj, right: Obj): number {
  switch (stronger(left, right)) {
    case INT:
      return sign(toInt(left) - toInt(right));
    case LONG:
    case BIG: {
      const a = toBigInt(left);
      const b = toBigInt(right);
      return a < b ? -1 : a > b ? 1 : 0;
    }
    case DECIMAL:
      return toDecimal(left).compare(toDecimal(right));
    default:
      return compareDoubles(toDouble(left), toDouble(right));
  }
}

/** `Double.compare`: NaN is the largest and equal to itself. */
export function compareDoubles(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  if (left === right) return left !== 0 ? 0 : sign((Object.is(left, -0) ? -1 : 0) - (Object.is(right, -0) ? -1 : 0));
  return Number.isNaN(left) ? (Number.isNaN(right) ? 0 : 1) : -1;
}

function sign(value: number): number {
  return value < 0 ? -1 : value > 0 ? 1 : 0;
}

export function negateNumber(value: Obj): Obj {
  if (typeof value === "number") return (0 - value) | 0;
  if (typeof value === "bigint") return BigInt.asIntN(64, -value);
  if (value instanceof BigDecimal) return value.negate();
  if (value instanceof BigInt_) return new BigInt_(-value.v);
  if (value instanceof Double) return new Double(-value.v);
  if (value instanceof Float) return new Float(-value.v);
  return -toInt(value) | 0;
}

/** `&`, `|` and `^` of whole numbers. */
export function bits(op: "&" | "|" | "^", left: Obj, right: Obj): Obj {
  const kind = stronger(left, right);
  if (kind > BIG) throw unsupported({ "&": "and", "|": "or", "^": "xor" }[op], left, right);
  if (kind === INT) {
    const a = toInt(left);
    const b = toInt(right);
    return op === "&" ? a & b : op === "|" ? a | b : a ^ b;
  }
  const a = toBigInt(left);
  const b = toBigInt(right);
  return whole(kind, op === "&" ? a & b : op === "|" ? a | b : a ^ b);
}

/** `<<`, `>>` and `>>>`. */
export function shift(op: "<<" | ">>" | ">>>", left: Obj, right: Obj): Obj {
  if (rank(left) > BIG || rank(right) > BIG) {
    throw unsupported({ "<<": "leftShift", ">>": "rightShift", ">>>": "rightShiftUnsigned" }[op], left, right);
  }
  const by = toInt(right);
  switch (rank(left)) {
    case INT: {
      const a = toInt(left);
      return op === "<<" ? a << by : op === ">>" ? a >> by : (a >>> by) | 0;
    }
    case LONG: {
      const a = toLong(left);
      const count = BigInt(by & 63);
      if (op === "<<") return BigInt.asIntN(64, a << count);
      return op === ">>" ? a >> count : BigInt.asIntN(64, BigInt.asUintN(64, a) >> count);
    }
    default: {
      if (op === ">>>") throw unsupported("rightShiftUnsigned", left, right);
      if (Math.abs(by) > MAX_BITS) throw tooLarge();
      const a = toBigInt(left);
      return big(op === "<<" ? a << BigInt(by) : a >> BigInt(by));
    }
  }
}

function unsupported(method: string, left: Obj, right: Obj): Error {
  const value = isNumber(right) ? String(toDouble(right)) : "";
  return throwNew(
    "java.lang.UnsupportedOperationException",
    `Cannot use ${method}() on this number type: ${nameOf(left)} with value: ${value}`,
  ) as unknown as Error;
}

function nameOf(value: Obj): string {
  return typeof value === "object" && value !== null ? value.cls.name : "java.lang.Integer";
}
