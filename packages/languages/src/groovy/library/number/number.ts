import {
  addNumbers,
  bits,
  compareNumbers,
  divideNumbers,
  divideWhole,
  multiplyNumbers,
  negateNumber,
  powerNumbers,
  remainderNumbers,
  shift,
  subtractNumbers,
} from "../../runtime/arithmetic.ts";
import { numberAs } from "../../runtime/cast.ts";
import type { Closure } from "../../runtime/closure.ts";
import { BigDecimal } from "../../runtime/decimal.ts";
import { Char, Double, Float, isNumber, toDouble, toInt, toLong } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { concat } from "../../runtime/operators.ts";
import { compare } from "../../runtime/order.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import * as T from "../../runtime/types.ts";
import { define } from "../define.ts";

const to = (cls: typeof T.INTEGER) => (_run: Run, self: Obj) => numberAs(self, cls);

function loop(from: Obj, until: (at: Obj) => boolean, step: (at: Obj) => Obj, action: Closure, run: Run): null {
  for (let at = from; until(at); at = step(at)) {
    run.step();
    action.call1(at);
  }
  return null;
}

define(T.NUMBER, [
  ["int intValue()", "3.9.intValue()", to(T.INTEGER)],
  ["long longValue()", "3.9.longValue()", to(T.LONG)],
  ["short shortValue()", "70000.shortValue()", to(T.SHORT)],
  ["byte byteValue()", "300.byteValue()", to(T.BYTE)],
  ["double doubleValue()", "3.doubleValue()", to(T.DOUBLE)],
  ["float floatValue()", "3.floatValue()", to(T.FLOAT)],
  ["Integer toInteger()", "3.9.toInteger()", to(T.INTEGER)],
  ["Long toLong()", "3.toLong()", to(T.LONG)],
  ["Double toDouble()", "3.toDouble()", to(T.DOUBLE)],
  ["Float toFloat()", "3.toFloat()", to(T.FLOAT)],
  ["BigDecimal toBigDecimal()", "3.toBigDecimal()", to(T.BIG_DECIMAL)],
  ["BigInteger toBigInteger()", "3.toBigInteger()", to(T.BIG_INTEGER)],
  ["Number abs()", "(-3).abs()", (_run, self) => (toDouble(self) < 0 ? negateNumber(self) : self)],
  ["Number plus(Number other)", "1.plus(2)", (_run, self, other: Obj) => addNumbers(self, other)],
  ["Number plus(char other)", "1.plus('a' as char)", (_run, self, other: Char) => addNumbers(self, other.code)],
  ["String plus(String text)", "1 + 'a'", (run, self, text: string) => concat(run, textOf(self), text)],
  ["Number minus(Number other)", "3.minus(2)", (_run, self, other: Obj) => subtractNumbers(self, other)],
  ["Number multiply(Number other)", "3.multiply(2)", (_run, self, other: Obj) => multiplyNumbers(self, other)],
  ["Number div(Number other)", "3.div(2)", (_run, self, other: Obj) => divideNumbers(self, other)],
  ["Number intdiv(Number other)", "7.intdiv(2)", (_run, self, other: Obj) => divideWhole(self, other)],
  ["Number mod(Number other)", "7.mod(2)", (_run, self, other: Obj) => remainderNumbers(self, other)],
  ["Number remainder(Number other)", "7.remainder(2)", (_run, self, other: Obj) => remainderNumbers(self, other)],
  ["Number power(Number exponent)", "2.power(3)", (_run, self, exponent: Obj) => powerNumbers(self, exponent)],
  ["Number and(Number other)", "6.and(3)", (_run, self, other: Obj) => bits("&", self, other)],
  ["Number or(Number other)", "6.or(3)", (_run, self, other: Obj) => bits("|", self, other)],
  ["Number xor(Number other)", "6.xor(3)", (_run, self, other: Obj) => bits("^", self, other)],
  ["Number leftShift(Number by)", "1.leftShift(3)", (_run, self, by: Obj) => shift("<<", self, by)],
  ["Number rightShift(Number by)", "8.rightShift(2)", (_run, self, by: Obj) => shift(">>", self, by)],
  [
    "Number rightShiftUnsigned(Number by)",
    "(-1).rightShiftUnsigned(28)",
    (_run, self, by: Obj) => shift(">>>", self, by),
  ],
  [
    "Number bitwiseNegate()",
    "~5",
    (_run, self) => {
      if (!isWhole(self))
        throw throwNew(
          "java.lang.UnsupportedOperationException",
          `Cannot use bitwiseNegate() on this number type: ${T.classOf(self).name} with value: ${textOf(self)}`,
        );
      return bits("^", self, -1);
    },
  ],
  ["Number unaryMinus()", "5.unaryMinus()", (_run, self) => negateNumber(self)],
  ["Number negative()", "-(5)", (_run, self) => negateNumber(self)],
  ["Number unaryPlus()", "5.unaryPlus()", (_run, self) => self],
  ["Number next()", "5.next()", (_run, self) => addNumbers(self, 1)],
  ["Number previous()", "5.previous()", (_run, self) => subtractNumbers(self, 1)],
  [
    "int compareTo(Number other)",
    "1.compareTo(2)",
    (_run, self, other: Obj) => {
      if (other === null) throw throwNew("java.lang.NullPointerException", null);
      return compareNumbers(self, other);
    },
  ],
  ["int compareTo(char other)", "1.compareTo('a' as char)", (_run, self, other: Char) => compareNumbers(self, other)],
  [
    "boolean isCase(Number other)",
    "1.isCase(1L)",
    (_run, self, other: Obj) => other !== null && compareNumbers(self, other) === 0,
  ],
  [
    "void times(Closure action)",
    "def n = 0\n3.times { n += it }\nn",
    (run, self, action: Closure) =>
      loop(
        0,
        (at) => (at as number) < toInt(self),
        (at) => (at as number) + 1,
        action,
        run,
      ),
  ],
  [
    "void upto(Number last, Closure action)",
    "def l = []\n1.upto(3) { l << it }\nl",
    (run, self, last: Obj, action: Closure) => {
      if (compare(self, last) > 0)
        throw throwNew(
          "groovy.lang.GroovyRuntimeException",
          `The argument (${textOf(last)}) to upto() cannot be less than the value (${textOf(self)}) it's called on.`,
        );
      return loop(
        self,
        (at) => compare(at, last) <= 0,
        (at) => addNumbers(at, 1),
        action,
        run,
      );
    },
  ],
  [
    "void downto(Number last, Closure action)",
    "def l = []\n3.downto(1) { l << it }\nl",
    (run, self, last: Obj, action: Closure) => {
      if (compare(self, last) < 0)
        throw throwNew(
          "groovy.lang.GroovyRuntimeException",
          `The argument (${textOf(last)}) to downto() cannot be greater than the value (${textOf(self)}) it's called on.`,
        );
      return loop(
        self,
        (at) => compare(at, last) >= 0,
        (at) => subtractNumbers(at, 1),
        action,
        run,
      );
    },
  ],
  [
    "void step(Number last, Number by, Closure action)",
    "def l = []\n0.step(10, 4) { l << it }\nl",
    (run, self, last: Obj, by: Obj, action: Closure) => {
      const up = compare(by, 0) > 0;
      if (compare(by, 0) === 0)
        throw throwNew("groovy.lang.GroovyRuntimeException", "Infinite loop detected due to step size of 0");
      return loop(
        self,
        (at) => (up ? compare(at, last) < 0 : compare(at, last) > 0),
        (at) => addNumbers(at, by),
        action,
        run,
      );
    },
  ],
]);

function isWhole(value: Obj): boolean {
  return isNumber(value) && !(value instanceof BigDecimal || value instanceof Double || value instanceof Float);
}

/** `Math.round` on a double, whose halves go up. */
export function roundHalfUp(value: number): number {
  const floor = Math.floor(value);
  return value - floor >= 0.5 ? floor + 1 : floor;
}

function roundTo(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Number(roundHalfUp(value * factor)) / factor;
}

for (const cls of [T.DOUBLE, T.FLOAT]) {
  const one = cls === T.DOUBLE ? "2.567d" : "2.567f";
  const box = (v: number): Obj => (cls === T.DOUBLE ? new Double(v) : new Float(v));
  const name = cls.simpleName;
  define<Double | Float>(cls, [
    [
      `${cls === T.DOUBLE ? "long" : "int"} round()`,
      `${one}.round()`,
      (_run, self) =>
        cls === T.DOUBLE ? toLong(new Double(roundHalfUp(self.v))) : toInt(new Double(roundHalfUp(self.v))),
    ],
    [`${name} round(int digits)`, `${one}.round(2)`, (_run, self, digits: number) => box(roundTo(self.v, digits))],
    [`${name} trunc()`, `${one}.trunc()`, (_run, self) => box(Math.floor(self.v))],
    [
      `${name} trunc(int digits)`,
      `${one}.trunc(1)`,
      (_run, self, digits: number) => box(Math.floor(self.v * 10 ** digits) / 10 ** digits),
    ],
    ["boolean isNaN()", `${one}.isNaN()`, (_run, self) => Number.isNaN(self.v)],
    ["boolean isInfinite()", `${one}.isInfinite()`, (_run, self) => !Number.isFinite(self.v) && !Number.isNaN(self.v)],
    [`static boolean isNaN(double value)`, `${name}.isNaN(1.0d)`, (_run, _self, value: number) => Number.isNaN(value)],
    [
      `static boolean isInfinite(double value)`,
      `${name}.isInfinite(1.0d)`,
      (_run, _self, value: number) => Math.abs(value) === Number.POSITIVE_INFINITY,
    ],
    [
      `static boolean isFinite(double value)`,
      `${name}.isFinite(1.0d)`,
      (_run, _self, value: number) => Number.isFinite(value),
    ],
    [
      `static int compare(double a, double b)`,
      `${name}.compare(1.0d, 2.0d)`,
      (_run, _self, a: number, b: number) => compareNumbers(new Double(a), new Double(b)),
    ],
    [
      `static ${name} sum(double a, double b)`,
      `${name}.sum(1.0d, 2.0d)`,
      (_run, _self, a: number, b: number) => box(a + b),
    ],
    [
      `static ${name} max(double a, double b)`,
      `${name}.max(1.0d, 2.0d)`,
      (_run, _self, a: number, b: number) => box(Math.max(a, b)),
    ],
    [
      `static ${name} min(double a, double b)`,
      `${name}.min(1.0d, 2.0d)`,
      (_run, _self, a: number, b: number) => box(Math.min(a, b)),
    ],
  ]);
}

define<Char>(T.CHARACTER, [
  ["char charValue()", "('a' as char).charValue()", (_run, self) => self],
  ["char next()", "('a' as char).next()", (_run, self) => new Char(self.code + 1)],
  ["char previous()", "('b' as char).previous()", (_run, self) => new Char(self.code - 1)],
  ["Number plus(Number other)", "('a' as char) + 1", (_run, self, other: Obj) => addNumbers(self.code, other)],
  ["String plus(String text)", "('a' as char) + 'b'", (_run, self, text: string) => self.text() + text],
  ["Number minus(Number other)", "('b' as char) - 1", (_run, self, other: Obj) => subtractNumbers(self.code, other)],
  ["Number minus(char other)", "('b' as char) - ('a' as char)", (_run, self, other: Char) => self.code - other.code],
  [
    "int compareTo(Object other)",
    "('a' as char).compareTo('b' as char)",
    (_run, self, other: Obj) => compare(self, other),
  ],
  ["boolean isLetter()", "('a' as char).isLetter()", (_run, self) => /\p{L}/u.test(self.text())],
  ["boolean isDigit()", "('1' as char).isDigit()", (_run, self) => /\p{Nd}/u.test(self.text())],
  ["boolean isLetterOrDigit()", "('1' as char).isLetterOrDigit()", (_run, self) => /[\p{L}\p{Nd}]/u.test(self.text())],
  ["boolean isUpperCase()", "('A' as char).isUpperCase()", (_run, self) => /\p{Lu}/u.test(self.text())],
  ["boolean isLowerCase()", "('a' as char).isLowerCase()", (_run, self) => /\p{Ll}/u.test(self.text())],
  ["boolean isWhitespace()", "(' ' as char).isWhitespace()", (_run, self) => /\s/.test(self.text())],
  [
    "char toUpperCase()",
    "('a' as char).toUpperCase()",
    (_run, self) => new Char(self.text().toUpperCase().charCodeAt(0)),
  ],
  [
    "char toLowerCase()",
    "('A' as char).toLowerCase()",
    (_run, self) => new Char(self.text().toLowerCase().charCodeAt(0)),
  ],
  [
    "static boolean isLetter(char value)",
    "Character.isLetter('a' as char)",
    (_run, _self, value: Char) => /\p{L}/u.test(value.text()),
  ],
  [
    "static boolean isAlphabetic(int code)",
    "Character.isAlphabetic(97)",
    (_run, _self, code: number) => /\p{Alphabetic}/u.test(String.fromCodePoint(code)),
  ],
  [
    "static boolean isDigit(char value)",
    "Character.isDigit('1' as char)",
    (_run, _self, value: Char) => /\p{Nd}/u.test(value.text()),
  ],
  [
    "static boolean isLetterOrDigit(char value)",
    "Character.isLetterOrDigit('_' as char)",
    (_run, _self, value: Char) => /[\p{L}\p{Nd}]/u.test(value.text()),
  ],
  [
    "static boolean isWhitespace(char value)",
    "Character.isWhitespace(' ' as char)",
    (_run, _self, value: Char) => /\s/.test(value.text()),
  ],
  [
    "static boolean isSpaceChar(char value)",
    "Character.isSpaceChar(' ' as char)",
    (_run, _self, value: Char) => /\p{Z}/u.test(value.text()),
  ],
  [
    "static boolean isUpperCase(char value)",
    "Character.isUpperCase('A' as char)",
    (_run, _self, value: Char) => /\p{Lu}/u.test(value.text()),
  ],
  [
    "static boolean isLowerCase(char value)",
    "Character.isLowerCase('a' as char)",
    (_run, _self, value: Char) => /\p{Ll}/u.test(value.text()),
  ],
  [
    "static char toUpperCase(char value)",
    "Character.toUpperCase('a' as char)",
    (_run, _self, value: Char) => new Char(value.text().toUpperCase().charCodeAt(0)),
  ],
  [
    "static char toLowerCase(char value)",
    "Character.toLowerCase('A' as char)",
    (_run, _self, value: Char) => new Char(value.text().toLowerCase().charCodeAt(0)),
  ],
  [
    "static int getNumericValue(char value)",
    "Character.getNumericValue('7' as char)",
    (_run, _self, value: Char) => {
      const digit = Number.parseInt(value.text(), 36);
      return Number.isNaN(digit) ? -1 : digit;
    },
  ],
  [
    "static int digit(char value, int radix)",
    "Character.digit('f' as char, 16)",
    (_run, _self, value: Char, radix: number) => {
      const digit = Number.parseInt(value.text(), 36);
      return Number.isNaN(digit) || digit >= radix ? -1 : digit;
    },
  ],
  ["static String toString(char value)", "Character.toString('a' as char)", (_run, _self, value: Char) => value.text()],
  ["static Character valueOf(char value)", "Character.valueOf('a' as char)", (_run, _self, value: Char) => value],
]);

define<boolean>(T.BOOLEAN, [
  ["new(boolean value)", "new Boolean(true)", (_run, _self, value: boolean) => value],
  ["new(String text)", "new Boolean('true')", (_run, _self, text: string) => text?.toLowerCase() === "true"],
  ["boolean booleanValue()", "true.booleanValue()", (_run, self) => self],
  ["Boolean and(Boolean other)", "true & false", (_run, self, other: boolean) => self && other],
  ["Boolean or(Boolean other)", "true | false", (_run, self, other: boolean) => self || other],
  ["Boolean xor(Boolean other)", "true ^ false", (_run, self, other: boolean) => self !== other],
  ["Boolean implies(Boolean other)", "true.implies(false)", (_run, self, other: boolean) => !self || other],
  ["Boolean toBoolean()", "true.toBoolean()", (_run, self) => self],
  [
    "int compareTo(Boolean other)",
    "true.compareTo(false)",
    (_run, self, other: boolean) => Number(self) - Number(other),
  ],
  [
    "static boolean parseBoolean(String text)",
    "Boolean.parseBoolean('TRUE')",
    (_run, _self, text: string | null) => text?.toLowerCase() === "true",
  ],
  ["static Boolean valueOf(boolean value)", "Boolean.valueOf(true)", (_run, _self, value: boolean) => value],
  [
    "static Boolean valueOf(String text)",
    "Boolean.valueOf('true')",
    (_run, _self, text: string | null) => text?.toLowerCase() === "true",
  ],
  ["static String toString(boolean value)", "Boolean.toString(true)", (_run, _self, value: boolean) => String(value)],
  [
    "static int compare(boolean a, boolean b)",
    "Boolean.compare(true, false)",
    (_run, _self, a: boolean, b: boolean) => Number(a) - Number(b),
  ],
  [
    "static boolean logicalAnd(boolean a, boolean b)",
    "Boolean.logicalAnd(true, false)",
    (_run, _self, a: boolean, b: boolean) => a && b,
  ],
  [
    "static boolean logicalOr(boolean a, boolean b)",
    "Boolean.logicalOr(true, false)",
    (_run, _self, a: boolean, b: boolean) => a || b,
  ],
]);
for (const [name, value] of [
  ["TRUE", true],
  ["FALSE", false],
] as const)
  T.BOOLEAN.fields.set(name, () => value);
