import { parseDecimal } from "../../runtime/cast.ts";
import type { GClass } from "../../runtime/class.ts";
import { BigDecimal, type Rounding } from "../../runtime/decimal.ts";
import { EnumValue, enumClass } from "../../runtime/enum.ts";
import { BigInt_ } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import * as T from "../../runtime/types.ts";
import { define, defineFields } from "../define.ts";

export const ROUNDING_MODE = enumClass("java.math.RoundingMode", [
  "UP",
  "DOWN",
  "CEILING",
  "FLOOR",
  "HALF_UP",
  "HALF_DOWN",
  "HALF_EVEN",
  "UNNECESSARY",
]);
export const MATH_CONTEXT = T.declare("java.math.MathContext", T.OBJECT);

/** `java.math.MathContext`: how many digits, and how they are rounded. */
class MathContext extends GObject {
  readonly precision: number;
  readonly rounding: Rounding;

  constructor(precision: number, rounding: Rounding = "HALF_UP") {
    super();
    this.precision = precision;
    this.rounding = rounding;
  }

  override get cls(): GClass {
    return MATH_CONTEXT;
  }

  override text(): string {
    return `precision=${this.precision} roundingMode=${this.rounding}`;
  }
}

const MODES: readonly Rounding[] = [
  "UP",
  "DOWN",
  "CEILING",
  "FLOOR",
  "HALF_UP",
  "HALF_DOWN",
  "HALF_EVEN",
  "UNNECESSARY",
];

/** A rounding from the enum or one of BigDecimal's old numbers. */
export function roundingOf(mode: Obj): Rounding {
  if (mode instanceof EnumValue) return mode.name as Rounding;
  const found = typeof mode === "number" ? MODES[mode] : undefined;
  if (!found) throw throwNew("java.lang.IllegalArgumentException", "Invalid rounding mode");
  return found;
}

function exact(value: BigDecimal, other: BigDecimal): BigDecimal {
  const found = value.divideExact(other);
  if (!found) {
    throw throwNew(
      "java.lang.ArithmeticException",
      "Non-terminating decimal expansion; no exact representable decimal result.",
    );
  }
  return found;
}

define<BigDecimal>(T.BIG_DECIMAL, [
  ["new(String text)", "new BigDecimal('1.10')", (_run, _self, text: string) => parseDecimal(text)],
  ["new(int value)", "new BigDecimal(5)", (_run, _self, value: number) => new BigDecimal(BigInt(value), 0)],
  ["new(long value)", "new BigDecimal(5L)", (_run, _self, value: bigint) => new BigDecimal(value, 0)],
  ["new(BigInteger value)", "new BigDecimal(5G)", (_run, _self, value: BigInt_) => new BigDecimal(value.v, 0)],
  [
    "new(BigInteger value, int scale)",
    "new BigDecimal(123G, 2)",
    (_run, _self, value: BigInt_, scale: number) => new BigDecimal(value.v, scale),
  ],
  [
    "new(BigDecimal value)",
    "new BigDecimal(1.5)",
    (_run, _self, value: BigDecimal) => BigDecimal.exact(value.toNumber()),
  ],
  [
    "new(double value)",
    "new BigDecimal(0.5d)",
    (_run, _self, value: number) => {
      if (!Number.isFinite(value)) throw throwNew("java.lang.NumberFormatException", "Infinite or NaN");
      return BigDecimal.exact(value);
    },
  ],
  [
    "static BigDecimal valueOf(int value)",
    "BigDecimal.valueOf(5)",
    (_run, _self, value: number) => new BigDecimal(BigInt(value), 0),
  ],
  [
    "static BigDecimal valueOf(long value)",
    "BigDecimal.valueOf(5L)",
    (_run, _self, value: bigint) => new BigDecimal(value, 0),
  ],
  [
    "static BigDecimal valueOf(long value, int scale)",
    "BigDecimal.valueOf(123L, 2)",
    (_run, _self, value: bigint, scale: number) => new BigDecimal(value, scale),
  ],
  [
    "static BigDecimal valueOf(double value)",
    "BigDecimal.valueOf(1.5d)",
    (_run, _self, value: number) => BigDecimal.ofDouble(value),
  ],
  ["BigDecimal add(BigDecimal other)", "1.10.add(2.2)", (_run, self, other: BigDecimal) => self.plus(other)],
  ["BigDecimal subtract(BigDecimal other)", "1.10.subtract(0.1)", (_run, self, other: BigDecimal) => self.minus(other)],
  [
    "BigDecimal multiply(BigDecimal other)",
    "1.10.multiply(2.0)",
    (_run, self, other: BigDecimal) => self.multiply(other),
  ],
  [
    "BigDecimal multiply(BigDecimal other, MathContext context)",
    "1.15.multiply(2.5, new java.math.MathContext(2))",
    (_run, self, other: BigDecimal, c: MathContext) => self.multiply(other).round(c.precision, c.rounding),
  ],
  ["BigDecimal divide(BigDecimal other)", "1.0.divide(8.0)", (_run, self, other: BigDecimal) => exact(self, other)],
  [
    "BigDecimal divide(BigDecimal other, RoundingMode mode)",
    "1.00.divide(3.0, java.math.RoundingMode.HALF_UP)",
    (_run, self, other: BigDecimal, mode: Obj) => self.divideToScale(other, self.scale, roundingOf(mode)),
  ],
  [
    "BigDecimal divide(BigDecimal other, MathContext context)",
    "1.0.divide(3.0, java.math.MathContext.DECIMAL32)",
    (_run, self, other: BigDecimal, c: MathContext) => self.divideToPrecision(other, c.precision, c.rounding),
  ],
  [
    "BigDecimal divide(BigDecimal other, int scale, RoundingMode mode)",
    "10.0.divide(3.0, 2, java.math.RoundingMode.HALF_UP)",
    (_run, self, other: BigDecimal, scale: number, mode: Obj) => self.divideToScale(other, scale, roundingOf(mode)),
  ],
  [
    "BigDecimal divide(BigDecimal other, int scale, int mode)",
    "10.0.divide(3.0, 2, BigDecimal.ROUND_HALF_UP)",
    (_run, self, other: BigDecimal, scale: number, mode: Obj) => self.divideToScale(other, scale, roundingOf(mode)),
  ],
  [
    "BigDecimal remainder(BigDecimal other)",
    "7.5.remainder(2.0)",
    (_run, self, other: BigDecimal) => self.remainder(other),
  ],
  [
    "BigDecimal divideToIntegralValue(BigDecimal other)",
    "7.5.divideToIntegralValue(2.0)",
    (_run, self, other: BigDecimal) => self.divideToIntegral(other),
  ],
  [
    "BigDecimal pow(int exponent)",
    "1.1.pow(2)",
    (_run, self, exponent: number) => {
      if (exponent < 0 || exponent > 999999999) throw throwNew("java.lang.ArithmeticException", "Invalid operation");
      return self.pow(exponent);
    },
  ],
  ["BigDecimal negate()", "1.5.negate()", (_run, self) => self.negate()],
  ["BigDecimal abs()", "(-1.5).abs()", (_run, self) => self.abs()],
  ["BigDecimal plus()", "1.5.plus()", (_run, self) => self],
  ["int signum()", "(-1.5).signum()", (_run, self) => self.sign],
  ["int scale()", "1.50.scale()", (_run, self) => self.scale],
  ["int precision()", "1.50.precision()", (_run, self) => self.precision],
  ["BigInteger unscaledValue()", "1.50.unscaledValue()", (_run, self) => new BigInt_(self.unscaled)],
  ["BigDecimal setScale(int scale)", "1.5.setScale(3)", (_run, self, scale: number) => self.setScale(scale)],
  [
    "BigDecimal setScale(int scale, RoundingMode mode)",
    "1.255.setScale(2, java.math.RoundingMode.HALF_UP)",
    (_run, self, scale: number, mode: Obj) => self.setScale(scale, roundingOf(mode)),
  ],
  [
    "BigDecimal setScale(int scale, int mode)",
    "1.255.setScale(2, BigDecimal.ROUND_HALF_UP)",
    (_run, self, scale: number, mode: Obj) => self.setScale(scale, roundingOf(mode)),
  ],
  [
    "BigDecimal round(MathContext context)",
    "123.456.round(new java.math.MathContext(4))",
    (_run, self, c: MathContext) => self.round(c.precision, c.rounding),
  ],
  ["BigDecimal round()", "2.5.round()", (_run, self) => self.setScale(0, "HALF_UP")],
  ["BigDecimal round(int digits)", "2.567.round(1)", (_run, self, digits: number) => self.setScale(digits, "HALF_UP")],
  ["BigDecimal trunc()", "2.9.trunc()", (_run, self) => self.setScale(0, "DOWN")],
  ["BigDecimal trunc(int digits)", "2.567.trunc(1)", (_run, self, digits: number) => self.setScale(digits, "DOWN")],
  ["BigDecimal stripTrailingZeros()", "1.500.stripTrailingZeros()", (_run, self) => self.stripTrailingZeros()],
  ["String toPlainString()", "1E+3.toPlainString()", (_run, self) => self.toPlainString()],
  ["String toEngineeringString()", "1.5.toEngineeringString()", (_run, self) => self.toString()],
  ["BigDecimal movePointLeft(int count)", "123.0.movePointLeft(2)", (_run, self, count: number) => moved(self, count)],
  [
    "BigDecimal movePointRight(int count)",
    "1.23.movePointRight(1)",
    (_run, self, count: number) => moved(self, -count),
  ],
  [
    "BigDecimal scaleByPowerOfTen(int count)",
    "1.5.scaleByPowerOfTen(2)",
    (_run, self, count: number) => new BigDecimal(self.unscaled, self.scale - count),
  ],
  [
    "BigDecimal max(BigDecimal other)",
    "1.5.max(2.5)",
    (_run, self, other: BigDecimal) => (self.compare(other) >= 0 ? self : other),
  ],
  [
    "BigDecimal min(BigDecimal other)",
    "1.5.min(2.5)",
    (_run, self, other: BigDecimal) => (self.compare(other) <= 0 ? self : other),
  ],
  ["int compareTo(BigDecimal other)", "1.50.compareTo(1.5)", (_run, self, other: BigDecimal) => self.compare(other)],
  [
    "boolean equals(Object other)",
    "1.50.equals(1.5)",
    (_run, self, other: Obj) =>
      other instanceof BigDecimal && other.scale === self.scale && other.unscaled === self.unscaled,
  ],
  ["int intValueExact()", "5.0.intValueExact()", (_run, self) => whole(self, 32)],
  ["long longValueExact()", "5.0.longValueExact()", (_run, self) => BigInt(whole(self, 64))],
  ["BigInteger toBigIntegerExact()", "5.0.toBigIntegerExact()", (_run, self) => new BigInt_(self.setScale(0).unscaled)],
  [
    "BigDecimal sqrt(MathContext context)",
    "2.0.sqrt(java.math.MathContext.DECIMAL32)",
    (_run, self, c: MathContext) => BigDecimal.ofDouble(Math.sqrt(self.toNumber())).round(c.precision, c.rounding),
  ],
]);

function moved(value: BigDecimal, left: number): BigDecimal {
  const result = new BigDecimal(value.unscaled, value.scale + left);
  return result.scale < 0 ? result.setScale(0) : result;
}

function whole(value: BigDecimal, bits: number): number | bigint {
  const found = value.setScale(0).unscaled;
  if (BigInt.asIntN(bits, found) !== found) throw throwNew("java.lang.ArithmeticException", "Overflow");
  return bits === 32 ? Number(found) : found;
}

defineFields(T.BIG_DECIMAL, {
  ZERO: new BigDecimal(0n, 0),
  ONE: new BigDecimal(1n, 0),
  TEN: new BigDecimal(10n, 0),
  ROUND_UP: 0,
  ROUND_DOWN: 1,
  ROUND_CEILING: 2,
  ROUND_FLOOR: 3,
  ROUND_HALF_UP: 4,
  ROUND_HALF_DOWN: 5,
  ROUND_HALF_EVEN: 6,
  ROUND_UNNECESSARY: 7,
});

define<MathContext>(MATH_CONTEXT, [
  [
    "new(int precision)",
    "new java.math.MathContext(4).precision",
    (_run, _self, precision: number) => new MathContext(precision),
  ],
  [
    "new(int precision, RoundingMode mode)",
    "new java.math.MathContext(4, java.math.RoundingMode.DOWN).precision",
    (_run, _self, precision: number, mode: Obj) => new MathContext(precision, roundingOf(mode)),
  ],
  ["int getPrecision()", "java.math.MathContext.DECIMAL64.precision", (_run, self) => self.precision],
]);
defineFields(MATH_CONTEXT, {
  UNLIMITED: new MathContext(0),
  DECIMAL32: new MathContext(7, "HALF_EVEN"),
  DECIMAL64: new MathContext(16, "HALF_EVEN"),
  DECIMAL128: new MathContext(34, "HALF_EVEN"),
});
