import {
  addNumbers,
  compareNumbers,
  divideWhole,
  multiplyNumbers,
  negateNumber,
  subtractNumbers,
} from "../../runtime/arithmetic.ts";
import { BigDecimal } from "../../runtime/decimal.ts";
import { Double, Float, toBigInt, toDouble, toInt, toLong } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import * as T from "../../runtime/types.ts";
import { type Definition, define, defineFields } from "../define.ts";
import { roundHalfUp } from "./number.ts";

export const MATH = T.declare("java.lang.Math", T.OBJECT);
const STRICT_MATH = T.declare("java.lang.StrictMath", T.OBJECT);

const real = (value: Obj) => (value instanceof BigDecimal ? new Double(value.toNumber()) : value);
const one = (how: (value: number) => number) => (_run: unknown, _self: unknown, value: number) =>
  new Double(how(value));

/** Java's `Math.rint`: halves go to the even neighbour. */
function toEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function exact(value: bigint, int: boolean): Obj {
  const bits = int ? 32 : 64;
  if (BigInt.asIntN(bits, value) !== value)
    throw throwNew("java.lang.ArithmeticException", int ? "integer overflow" : "long overflow");
  return int ? Number(value) : value;
}

const bothInt = (a: Obj, b: Obj) => typeof a === "number" && typeof b === "number";

const definitions: Definition<Obj>[] = [
  [
    "static Number abs(Number value)",
    "Math.abs(-5)",
    (_run, _self, value: Obj) => (toDouble(value) < 0 ? negateNumber(real(value)) : real(value)),
  ],
  [
    "static Number max(Number a, Number b)",
    "Math.max(3, 7)",
    (_run, _self, a: Obj, b: Obj) => wider(a, b, compareNumbers(a, b) >= 0 ? a : b),
  ],
  [
    "static Number min(Number a, Number b)",
    "Math.min(3, 7)",
    (_run, _self, a: Obj, b: Obj) => wider(a, b, compareNumbers(a, b) <= 0 ? a : b),
  ],
  [
    "static long round(Number value)",
    "Math.round(2.5)",
    (_run, _self, value: Obj) =>
      value instanceof Float || typeof value === "number"
        ? toInt(new Double(roundHalfUp(toDouble(value))))
        : toLong(new Double(roundHalfUp(toDouble(value)))),
  ],
  ["static double rint(double value)", "Math.rint(2.5)", one(toEven)],
  ["static double floor(double value)", "Math.floor(2.7)", one(Math.floor)],
  ["static double ceil(double value)", "Math.ceil(2.1)", one(Math.ceil)],
  ["static double sqrt(double value)", "Math.sqrt(16)", one(Math.sqrt)],
  ["static double cbrt(double value)", "Math.cbrt(27)", one(Math.cbrt)],
  [
    "static double pow(double base, double exponent)",
    "Math.pow(2, 8)",
    (_run, _self, base: number, exponent: number) => new Double(base ** exponent),
  ],
  ["static double exp(double value)", "Math.exp(0)", one(Math.exp)],
  ["static double log(double value)", "Math.log(1)", one(Math.log)],
  ["static double log10(double value)", "Math.log10(1000)", one(Math.log10)],
  ["static double sin(double value)", "Math.sin(0)", one(Math.sin)],
  ["static double cos(double value)", "Math.cos(0)", one(Math.cos)],
  ["static double tan(double value)", "Math.tan(0)", one(Math.tan)],
  ["static double asin(double value)", "Math.asin(0)", one(Math.asin)],
  ["static double acos(double value)", "Math.acos(1)", one(Math.acos)],
  ["static double atan(double value)", "Math.atan(0)", one(Math.atan)],
  [
    "static double atan2(double y, double x)",
    "Math.atan2(0, 1)",
    (_run, _self, y: number, x: number) => new Double(Math.atan2(y, x)),
  ],
  [
    "static double hypot(double a, double b)",
    "Math.hypot(3, 4)",
    (_run, _self, a: number, b: number) => new Double(Math.hypot(a, b)),
  ],
  ["static double signum(double value)", "Math.signum(-2.5)", one(Math.sign)],
  ["static double toRadians(double degrees)", "Math.toRadians(0)", one((value) => (value / 180) * Math.PI)],
  ["static double toDegrees(double radians)", "Math.toDegrees(0)", one((value) => (value * 180) / Math.PI)],
  ["static double random()", "Math.random() < 1", (run) => new Double(run.exchange.scope.random())],
  [
    "static Number floorDiv(Number a, Number b)",
    "Math.floorDiv(-7, 2)",
    (_run, _self, a: Obj, b: Obj) => {
      const quotient = divideWhole(a, b);
      const exactly = compareNumbers(multiplyNumbers(quotient, b), a) === 0;
      return !exactly && toDouble(a) < 0 !== toDouble(b) < 0 ? subtractNumbers(quotient, 1) : quotient;
    },
  ],
  [
    "static Number floorMod(Number a, Number b)",
    "Math.floorMod(-7, 3)",
    (_run, _self, a: Obj, b: Obj) => {
      if (toBigInt(b) === 0n) throw throwNew("java.lang.ArithmeticException", "/ by zero");
      const rest = ((toBigInt(a) % toBigInt(b)) + toBigInt(b)) % toBigInt(b);
      return bothInt(a, b) ? Number(rest) : rest;
    },
  ],
  [
    "static Number addExact(Number a, Number b)",
    "Math.addExact(1, 2)",
    (_run, _self, a: Obj, b: Obj) => exact(toBigInt(a) + toBigInt(b), bothInt(a, b)),
  ],
  [
    "static Number subtractExact(Number a, Number b)",
    "Math.subtractExact(3, 2)",
    (_run, _self, a: Obj, b: Obj) => exact(toBigInt(a) - toBigInt(b), bothInt(a, b)),
  ],
  [
    "static Number multiplyExact(Number a, Number b)",
    "Math.multiplyExact(3, 2)",
    (_run, _self, a: Obj, b: Obj) => exact(toBigInt(a) * toBigInt(b), bothInt(a, b)),
  ],
  ["static int toIntExact(long value)", "Math.toIntExact(5L)", (_run, _self, value: bigint) => exact(value, true)],
];

/** The result in the wider of the two types, as Java's overloads give it. */
function wider(a: Obj, b: Obj, result: Obj): Obj {
  if ([a, b].some((value) => value instanceof BigDecimal || value instanceof Double))
    return new Double(toDouble(result));
  if ([a, b].some((value) => value instanceof Float)) return new Float(toDouble(result));
  return [a, b].some((value) => typeof value === "bigint") ? toLong(result) : addNumbers(result, 0);
}

define(MATH, definitions);
define(STRICT_MATH, definitions);
for (const cls of [MATH, STRICT_MATH]) defineFields(cls, { PI: new Double(Math.PI), E: new Double(Math.E) });
