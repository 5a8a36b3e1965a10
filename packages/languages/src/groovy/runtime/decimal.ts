import { mortiseError } from "@mortise/contract";
import type { GClass } from "./class.ts";
import { GObject } from "./object.ts";
import { throwNew } from "./throwable.ts";
import { BIG_DECIMAL } from "./types.ts";

/** How a digit that does not fit is rounded away, by Java's names. */
export type Rounding = "UP" | "DOWN" | "CEILING" | "FLOOR" | "HALF_UP" | "HALF_DOWN" | "HALF_EVEN" | "UNNECESSARY";

const powers: bigint[] = [1n];

/** 10 to the power of `n`. */
export function pow10(n: number): bigint {
  if (n < 400) {
    for (let i = powers.length; i <= n; i++) powers.push((powers[i - 1] as bigint) * 10n);
    return powers[n] as bigint;
  }
  return 10n ** BigInt(n);
}

function digits(value: bigint): number {
  const text = (value < 0n ? -value : value).toString();
  return text.length;
}

/** `java.math.BigDecimal`: an integer and a scale, so that `1.10` is not `1.1`. */
export class BigDecimal extends GObject {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    super();
    this.unscaled = unscaled;
    this.scale = scale;
  }

  override get cls(): GClass {
    return BIG_DECIMAL;
  }

  /** From Java's text of a number, or undefined when it is none. */
  static parse(text: string): BigDecimal | undefined {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
    if (!match || ((match[2] ?? "") === "" && (match[3] ?? "") === "")) return undefined;
    const fraction = match[3] ?? "";
    const unscaled = BigInt(`${match[2]}${fraction}`);
    const scale = fraction.length - Number(match[4] ?? 0);
    if (Math.abs(scale) > 2147483647) return undefined;
    return new BigDecimal(match[1] === "-" ? -unscaled : unscaled, scale);
  }

  /** `BigDecimal.valueOf(double)`: by the shortest text of the number. */
  static ofDouble(value: number): BigDecimal {
    return BigDecimal.parse(Number.isInteger(value) && Math.abs(value) < 1e7 ? `${value}.0` : javaNumberText(value))!;
  }

  /** `new BigDecimal(double)`: the exact value of the binary number. */
  static exact(value: number): BigDecimal {
    if (Number.isInteger(value)) return new BigDecimal(BigInt(value), 0);
    let scale = 0;
    let shifted = value;
    while (!Number.isInteger(shifted) && scale < 1100) {
      shifted *= 2;
      scale++;
    }
    return new BigDecimal(BigInt(shifted) * 5n ** BigInt(scale), scale);
  }

  get sign(): number {
    return this.unscaled > 0n ? 1 : this.unscaled < 0n ? -1 : 0;
  }

  get precision(): number {
    return digits(this.unscaled);
  }

  /** The same value at a scale, rounded where digits go. */
  setScale(scale: number, rounding: Rounding = "UNNECESSARY"): BigDecimal {
    if (scale === this.scale) return this;
    guard(scale - this.scale);
    if (scale > this.scale) return new BigDecimal(this.unscaled * pow10(scale - this.scale), scale);
    return new BigDecimal(divideRounded(this.unscaled, pow10(this.scale - scale), rounding), scale);
  }

  /** Rounded to so many digits. */
  round(precision: number, rounding: Rounding): BigDecimal {
    if (precision === 0) return this;
    let result: BigDecimal = this;
    // Rounding 999 to two digits gives 1000: a second pass takes the digit that came anew.
    for (let over = result.precision - precision; over > 0; over = result.precision - precision) {
      result = new BigDecimal(divideRounded(result.unscaled, pow10(over), rounding), result.scale - over);
    }
    return result;
  }

  plus(other: BigDecimal): BigDecimal {
    if (this.scale === other.scale) return new BigDecimal(this.unscaled + other.unscaled, this.scale);
    const scale = Math.max(this.scale, other.scale);
    return new BigDecimal(this.#at(scale) + other.#at(scale), scale);
  }

  minus(other: BigDecimal): BigDecimal {
    return this.plus(other.negate());
  }

  multiply(other: BigDecimal): BigDecimal {
    return new BigDecimal(this.unscaled * other.unscaled, this.scale + other.scale);
  }

  negate(): BigDecimal {
    return new BigDecimal(-this.unscaled, this.scale);
  }

  abs(): BigDecimal {
    return this.unscaled < 0n ? this.negate() : this;
  }

  /** Java's exact division, or undefined when the digits never end. */
  divideExact(other: BigDecimal): BigDecimal | undefined {
    this.#refuseZero(other);
    const preferred = this.scale - other.scale;
    if (this.unscaled === 0n) return new BigDecimal(0n, preferred);
    const common = gcd(abs(this.unscaled), abs(other.unscaled));
    let numerator = this.unscaled / common;
    let denominator = other.unscaled / common;
    if (denominator < 0n) {
      numerator = -numerator;
      denominator = -denominator;
    }
    let twos = 0;
    let fives = 0;
    while (denominator % 2n === 0n) {
      denominator /= 2n;
      twos++;
    }
    while (denominator % 5n === 0n) {
      denominator /= 5n;
      fives++;
    }
    if (denominator !== 1n) return undefined;
    const extra = Math.max(twos, fives);
    const unscaled = numerator * 2n ** BigInt(extra - twos) * 5n ** BigInt(extra - fives);
    return new BigDecimal(unscaled, preferred + extra).#shrink(preferred);
  }

  /** Division rounded to a scale. */
  divideToScale(other: BigDecimal, scale: number, rounding: Rounding): BigDecimal {
    this.#refuseZero(other);
    const shift = scale + other.scale - this.scale;
    guard(shift);
    const numerator = shift > 0 ? this.unscaled * pow10(shift) : this.unscaled;
    const denominator = shift < 0 ? other.unscaled * pow10(-shift) : other.unscaled;
    return new BigDecimal(divideRounded(numerator, denominator, rounding), scale);
  }

  /** Division rounded to so many digits; trailing zeros go down to the preferred scale. */
  divideToPrecision(other: BigDecimal, precision: number, rounding: Rounding): BigDecimal {
    this.#refuseZero(other);
    const preferred = this.scale - other.scale;
    if (this.unscaled === 0n) return new BigDecimal(0n, preferred);
    // Enough digits for the quotient to have at least the precision asked for, and one to round by.
    const extra = precision + 3 + other.precision - this.precision;
    const shift = Math.max(0, extra);
    const numerator = this.unscaled * pow10(shift);
    const quotient = numerator / other.unscaled;
    const sticky = numerator % other.unscaled !== 0n;
    // A remainder beyond the digits kept must still tip a tie: a further digit carries it.
    const carried = quotient * 10n + (sticky ? (sameSign(numerator, other.unscaled) ? 1n : -1n) : 0n);
    const rounded = new BigDecimal(carried, preferred + shift + 1).round(precision, rounding);
    return rounded.#shrink(preferred);
  }

  /** The quotient without its fraction. */
  divideToIntegral(other: BigDecimal): BigDecimal {
    this.#refuseZero(other);
    const scale = Math.max(this.scale, other.scale);
    const quotient = this.#at(scale) / other.#at(scale);
    const preferred = this.scale - other.scale;
    const result = new BigDecimal(quotient, 0);
    return preferred >= 0 ? result.setScale(preferred) : result.#shrink(preferred);
  }

  remainder(other: BigDecimal): BigDecimal {
    return this.minus(this.divideToIntegral(other).multiply(other));
  }

  pow(exponent: number): BigDecimal {
    guard(this.precision * exponent);
    return new BigDecimal(this.unscaled ** BigInt(exponent), this.scale * exponent);
  }

  compare(other: BigDecimal): number {
    if (this.scale === other.scale) return order(this.unscaled, other.unscaled);
    if (this.sign !== other.sign) return this.sign < other.sign ? -1 : 1;
    // Sizes far apart need no common scale, which could have millions of digits.
    const size = this.precision - this.scale - (other.precision - other.scale);
    if (size !== 0 && this.sign !== 0) return size > 0 === this.sign > 0 ? 1 : -1;
    const scale = Math.max(this.scale, other.scale);
    return order(this.#at(scale), other.#at(scale));
  }

  stripTrailingZeros(): BigDecimal {
    return this.unscaled === 0n ? new BigDecimal(0n, 0) : this.#shrink(Number.NEGATIVE_INFINITY);
  }

  toBigInt(): bigint {
    if (this.scale <= 0) {
      guard(-this.scale);
      return this.unscaled * pow10(-this.scale);
    }
    return this.unscaled / pow10(Math.min(this.scale, this.precision + 1));
  }

  toNumber(): number {
    return Number(this.scale === 0 ? this.unscaled : `${this.unscaled}e${-this.scale}`);
  }

  /** Java's text: an exponent where the scale is negative or the number is very small. */
  override toString(): string {
    if (this.scale === 0) return String(this.unscaled);
    const sign = this.unscaled < 0n ? "-" : "";
    const text = String(abs(this.unscaled));
    const adjusted = text.length - 1 - this.scale;
    if (this.scale > 0 && adjusted >= -6) return this.toPlainString();
    const mantissa = text.length > 1 ? `${text[0]}.${text.slice(1)}` : text;
    return `${sign}${mantissa}${adjusted === 0 ? "" : `E${adjusted > 0 ? "+" : ""}${adjusted}`}`;
  }

  toPlainString(): string {
    const sign = this.unscaled < 0n ? "-" : "";
    const text = String(abs(this.unscaled));
    if (this.scale <= 0) {
      guard(-this.scale);
      return this.unscaled === 0n ? "0" : `${sign}${text}${"0".repeat(-this.scale)}`;
    }
    guard(this.scale);
    const padded = text.padStart(this.scale + 1, "0");
    return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
  }

  #at(scale: number): bigint {
    guard(scale - this.scale);
    return scale === this.scale ? this.unscaled : this.unscaled * pow10(scale - this.scale);
  }

  #shrink(preferred: number): BigDecimal {
    let { unscaled, scale } = this;
    while (scale > preferred && unscaled % 10n === 0n && unscaled !== 0n) {
      unscaled /= 10n;
      scale--;
    }
    return new BigDecimal(unscaled, scale);
  }

  #refuseZero(other: BigDecimal): void {
    if (other.unscaled === 0n) {
      throw throwNew("java.lang.ArithmeticException", this.unscaled === 0n ? "Division undefined" : "Division by zero");
    }
  }
}

/** Numbers of more digits than this are refused: a power of ten with a billion digits would stop the process. */
const MAX_DIGITS = 100_000;

function guard(count: number): void {
  if (count > MAX_DIGITS || count < -2147483647)
    throw mortiseError("SCRIPT_LIMIT", { limit: `numbers of ${MAX_DIGITS} digits`, budget: "number" });
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function order(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function sameSign(left: bigint, right: bigint): boolean {
  return left < 0n === right < 0n;
}

function gcd(left: bigint, right: bigint): bigint {
  let a = left;
  let b = right;
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** Integer division with one of Java's roundings. */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const quotient = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return quotient;
  if (rounding === "UNNECESSARY") throw throwNew("java.lang.ArithmeticException", "Rounding necessary");
  const positive = sameSign(numerator, denominator);
  const away = quotient + (positive ? 1n : -1n);
  const twice = order(abs(rest) * 2n, abs(denominator));
  switch (rounding) {
    case "UP":
      return away;
    case "DOWN":
      return quotient;
    case "CEILING":
      return positive ? away : quotient;
    case "FLOOR":
      return positive ? quotient : away;
    case "HALF_UP":
      return twice >= 0 ? away : quotient;
    case "HALF_DOWN":
      return twice > 0 ? away : quotient;
    default:
      return twice > 0 || (twice === 0 && quotient % 2n !== 0n) ? away : quotient;
  }
}

function javaNumberText(value: number): string {
  const text = String(value);
  return text.includes("e") ? text.replace("e+", "E").replace("e", "E") : text;
}
