import { big, compareNumbers } from "../../runtime/arithmetic.ts";
import { parseNumber, parseWhole } from "../../runtime/cast.ts";
import { Bytes } from "../../runtime/list.ts";
import { BigInt_, Byte, Char, Double, Float, Short, toInt, toLong } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import * as T from "../../runtime/types.ts";
import { define, defineFields } from "../define.ts";

const LEAST_LONG = -(2n ** 63n);
const MOST_LONG = 2n ** 63n - 1n;

defineFields(T.INTEGER, { MAX_VALUE: 2147483647, MIN_VALUE: -2147483648, SIZE: 32, BYTES: 4 });
defineFields(T.LONG, { MAX_VALUE: MOST_LONG, MIN_VALUE: LEAST_LONG, SIZE: 64, BYTES: 8 });
defineFields(T.SHORT, { MAX_VALUE: new Short(32767), MIN_VALUE: new Short(-32768) });
defineFields(T.BYTE, { MAX_VALUE: new Byte(127), MIN_VALUE: new Byte(-128) });
defineFields(T.CHARACTER, { MAX_VALUE: new Char(0xffff), MIN_VALUE: new Char(0) });
defineFields(T.DOUBLE, {
  MAX_VALUE: new Double(Number.MAX_VALUE),
  MIN_VALUE: new Double(Number.MIN_VALUE),
  NaN: new Double(Number.NaN),
  POSITIVE_INFINITY: new Double(Number.POSITIVE_INFINITY),
  NEGATIVE_INFINITY: new Double(Number.NEGATIVE_INFINITY),
});
defineFields(T.FLOAT, {
  MAX_VALUE: new Float(3.4028234663852886e38),
  MIN_VALUE: new Float(1.401298464324817e-45),
  NaN: new Float(Number.NaN),
  POSITIVE_INFINITY: new Float(Number.POSITIVE_INFINITY),
  NEGATIVE_INFINITY: new Float(Number.NEGATIVE_INFINITY),
});

/** A text for a number of a type, null and spaces refused as Java does. */
function strict(text: string | null, cls: typeof T.INTEGER): Obj {
  if (text === null)
    throw throwNew(
      "java.lang.NumberFormatException",
      cls === T.INTEGER || cls === T.LONG ? "Cannot parse null string" : null,
    );
  if (text !== text.trim() && cls !== T.DOUBLE && cls !== T.FLOAT)
    throw throwNew("java.lang.NumberFormatException", `For input string: "${text}"`);
  return parseNumber(text, cls);
}

const ranges: readonly (readonly [typeof T.INTEGER, string, bigint, bigint, (value: bigint) => Obj])[] = [
  [T.INTEGER, "Int", -(2n ** 31n), 2n ** 31n - 1n, (value) => Number(value)],
  [T.LONG, "Long", LEAST_LONG, MOST_LONG, (value) => value],
  [T.SHORT, "Short", -(2n ** 15n), 2n ** 15n - 1n, (value) => new Short(Number(value))],
  [T.BYTE, "Byte", -128n, 127n, (value) => new Byte(Number(value))],
];

for (const [cls, name, least, most, box] of ranges) {
  const type = cls.simpleName;
  const radix = (text: string, base: number) => box(BigInt(parseWhole(text, base, least, most)));
  define(cls, [
    [
      `static ${name.toLowerCase()} parse${name}(String text)`,
      `${type}.parse${name}('42')`,
      (_run, _self, text: string | null) => strict(text, cls),
    ],
    [
      `static ${name.toLowerCase()} parse${name}(String text, int radix)`,
      `${type}.parse${name}('2a', 16)`,
      (_run, _self, text: string, base: number) => radix(text, base),
    ],
    [
      `static ${type} valueOf(String text)`,
      `${type}.valueOf('42')`,
      (_run, _self, text: string | null) => strict(text, cls),
    ],
    [
      `static ${type} valueOf(String text, int radix)`,
      `${type}.valueOf('2a', 16)`,
      (_run, _self, text: string, base: number) => radix(text, base),
    ],
    [
      `static ${type} valueOf(long value)`,
      `${type}.valueOf(42 as ${name.toLowerCase()})`,
      (_run, _self, value: bigint) => box(value),
    ],
    [`new(String text)`, `new ${type}('42')`, (_run, _self, text: string) => strict(text, cls)],
    [
      `new(Number value)`,
      `new ${type}(42 as ${name.toLowerCase()})`,
      (_run, _self, value: Obj) => box(cls === T.LONG ? toLong(value) : BigInt(toInt(value))),
    ],
  ]);
}

for (const cls of [T.DOUBLE, T.FLOAT]) {
  const type = cls.simpleName;
  const box = (value: number): Obj => (cls === T.DOUBLE ? new Double(value) : new Float(value));
  define(cls, [
    [
      `static ${type.toLowerCase()} parse${type}(String text)`,
      `${type}.parse${type}('4.2')`,
      (_run, _self, text: string) => strict(text, cls),
    ],
    [`static ${type} valueOf(String text)`, `${type}.valueOf('4.2')`, (_run, _self, text: string) => strict(text, cls)],
    [`static ${type} valueOf(double value)`, `${type}.valueOf(4.5d)`, (_run, _self, value: number) => box(value)],
    [`new(String text)`, `new ${type}('4.2')`, (_run, _self, text: string) => strict(text, cls)],
    [`new(double value)`, `new ${type}(4.5d)`, (_run, _self, value: number) => box(value)],
  ]);
}

const unsigned = (value: bigint, bits: number, radix: number) => BigInt.asUintN(bits, value).toString(radix);

for (const [cls, bits] of [
  [T.INTEGER, 32],
  [T.LONG, 64],
] as const) {
  const type = cls.simpleName;
  const box = (value: bigint): Obj => (bits === 32 ? Number(BigInt.asIntN(32, value)) : BigInt.asIntN(64, value));
  define(cls, [
    [
      `static String toHexString(long value)`,
      `${type}.toHexString(255${bits === 64 ? "L" : ""})`,
      (_run, _self, value: bigint) => unsigned(value, bits, 16),
    ],
    [
      `static String toBinaryString(long value)`,
      `${type}.toBinaryString(5${bits === 64 ? "L" : ""})`,
      (_run, _self, value: bigint) => unsigned(value, bits, 2),
    ],
    [
      `static String toOctalString(long value)`,
      `${type}.toOctalString(8${bits === 64 ? "L" : ""})`,
      (_run, _self, value: bigint) => unsigned(value, bits, 8),
    ],
    [
      `static String toString(long value)`,
      `${type}.toString(5${bits === 64 ? "L" : ""})`,
      (_run, _self, value: bigint) => String(value),
    ],
    [
      `static String toString(long value, int radix)`,
      `${type}.toString(255${bits === 64 ? "L" : ""}, 16)`,
      (_run, _self, value: bigint, radix: number) => value.toString(radix),
    ],
    [
      `static int compare(long a, long b)`,
      `${type}.compare(1${bits === 64 ? "L" : ""}, 2${bits === 64 ? "L" : ""})`,
      (_run, _self, a: bigint, b: bigint) => compareNumbers(a, b),
    ],
    [
      `static int signum(long value)`,
      `${type}.signum(-5${bits === 64 ? "L" : ""})`,
      (_run, _self, value: bigint) => compareNumbers(value, 0),
    ],
    [
      `static ${type} sum(long a, long b)`,
      `${type}.sum(1${bits === 64 ? "L" : ""}, 2${bits === 64 ? "L" : ""})`,
      (_run, _self, a: bigint, b: bigint) => box(a + b),
    ],
    [
      `static ${type} max(long a, long b)`,
      `${type}.max(1${bits === 64 ? "L" : ""}, 2${bits === 64 ? "L" : ""})`,
      (_run, _self, a: bigint, b: bigint) => box(a > b ? a : b),
    ],
    [
      `static ${type} min(long a, long b)`,
      `${type}.min(1${bits === 64 ? "L" : ""}, 2${bits === 64 ? "L" : ""})`,
      (_run, _self, a: bigint, b: bigint) => box(a < b ? a : b),
    ],
    [
      `static int bitCount(long value)`,
      `${type}.bitCount(255${bits === 64 ? "L" : ""})`,
      (_run, _self, value: bigint) => unsigned(value, bits, 2).replaceAll("0", "").length,
    ],
    [
      `static ${type} reverse(long value)`,
      `${type}.reverse(1${bits === 64 ? "L" : ""})`,
      (_run, _self, value: bigint) =>
        box(BigInt(`0b${[...unsigned(value, bits, 2).padStart(bits, "0")].reverse().join("")}`)),
    ],
    [
      `static int numberOfLeadingZeros(long value)`,
      `${type}.numberOfLeadingZeros(1${bits === 64 ? "L" : ""})`,
      (_run, _self, value: bigint) => (value === 0n ? bits : bits - unsigned(value, bits, 2).length),
    ],
  ]);
}

define<BigInt_>(T.BIG_INTEGER, [
  ["new(String text)", "new BigInteger('123')", (_run, _self, text: string) => parsed(text, 10)],
  [
    "new(String text, int radix)",
    "new BigInteger('ff', 16)",
    (_run, _self, text: string, radix: number) => parsed(text, radix),
  ],
  [
    "new(byte[] bytes)",
    "new BigInteger([1, 0] as byte[])",
    (_run, _self, bytes: Bytes) => new BigInt_(BigInt.asIntN(bytes.data.length * 8, magnitude(bytes))),
  ],
  [
    "new(int sign, byte[] bytes)",
    "new BigInteger(1, [-1] as byte[])",
    (_run, _self, sign: number, bytes: Bytes) => big(BigInt(sign) * magnitude(bytes)),
  ],
  [
    "static BigInteger valueOf(long value)",
    "BigInteger.valueOf(5)",
    (_run, _self, value: bigint) => new BigInt_(value),
  ],
  ["BigInteger add(BigInteger other)", "5G.add(3G)", (_run, self, other: BigInt_) => big(self.v + other.v)],
  ["BigInteger subtract(BigInteger other)", "5G.subtract(3G)", (_run, self, other: BigInt_) => big(self.v - other.v)],
  ["BigInteger multiply(BigInteger other)", "5G.multiply(3G)", (_run, self, other: BigInt_) => big(self.v * other.v)],
  [
    "BigInteger divide(BigInteger other)",
    "7G.divide(2G)",
    (_run, self, other: BigInt_) => big(self.v / nonZero(other.v)),
  ],
  [
    "BigInteger mod(BigInteger other)",
    "(-7G).mod(3G)",
    (_run, self, other: BigInt_) => {
      if (other.v <= 0n) throw throwNew("java.lang.ArithmeticException", "BigInteger: modulus not positive");
      return big(((self.v % other.v) + other.v) % other.v);
    },
  ],
  [
    "BigInteger remainder(BigInteger other)",
    "(-7G).remainder(3G)",
    (_run, self, other: BigInt_) => big(self.v % nonZero(other.v)),
  ],
  [
    "BigInteger pow(int exponent)",
    "2G.pow(70)",
    (run, self, exponent: number) => {
      if (exponent < 0) throw throwNew("java.lang.ArithmeticException", "Negative exponent");
      return power(run, self.v, exponent);
    },
  ],
  [
    "BigInteger modPow(BigInteger exponent, BigInteger modulus)",
    "3G.modPow(4G, 5G)",
    (run, self, exponent: BigInt_, modulus: BigInt_) => {
      let result = 1n;
      let base = self.v % modulus.v;
      for (let left = exponent.v; left > 0n; left >>= 1n) {
        run.steps(10);
        if (left & 1n) result = (result * base) % modulus.v;
        base = (base * base) % modulus.v;
      }
      return big(((result % modulus.v) + modulus.v) % modulus.v);
    },
  ],
  [
    "BigInteger gcd(BigInteger other)",
    "12G.gcd(18G)",
    (_run, self, other: BigInt_) => {
      let [a, b] = [self.v < 0n ? -self.v : self.v, other.v < 0n ? -other.v : other.v];
      while (b) [a, b] = [b, a % b];
      return big(a);
    },
  ],
  ["BigInteger negate()", "5G.negate()", (_run, self) => big(-self.v)],
  ["int signum()", "(-5G).signum()", (_run, self) => (self.v > 0n ? 1 : self.v < 0n ? -1 : 0)],
  [
    "int bitLength()",
    "255G.bitLength()",
    (_run, self) => (self.v === 0n || self.v === -1n ? 0 : (self.v < 0n ? -self.v - 1n : self.v).toString(2).length),
  ],
  [
    "int bitCount()",
    "255G.bitCount()",
    (_run, self) => (self.v < 0n ? -self.v - 1n : self.v).toString(2).replaceAll("0", "").length,
  ],
  ["boolean testBit(int bit)", "5G.testBit(2)", (_run, self, bit: number) => ((self.v >> BigInt(bit)) & 1n) === 1n],
  ["String toString(int radix)", "255G.toString(16)", (_run, self, radix: number) => self.v.toString(radix)],
  [
    "BigInteger max(BigInteger other)",
    "5G.max(3G)",
    (_run, self, other: BigInt_) => (self.v >= other.v ? self : other),
  ],
  [
    "BigInteger min(BigInteger other)",
    "5G.min(3G)",
    (_run, self, other: BigInt_) => (self.v <= other.v ? self : other),
  ],
  [
    "boolean isProbablePrime(int certainty)",
    "7G.isProbablePrime(10)",
    (run, self, _certainty: number) => isPrime(run, self.v),
  ],
  ["byte[] toByteArray()", "255G.toByteArray().length", (_run, self) => bytesOf(self.v)],
  [
    "int intValueExact()",
    "5G.intValueExact()",
    (_run, self) => {
      if (BigInt.asIntN(32, self.v) !== self.v)
        throw throwNew("java.lang.ArithmeticException", "BigInteger out of int range");
      return Number(self.v);
    },
  ],
  [
    "long longValueExact()",
    "5G.longValueExact()",
    (_run, self) => {
      if (BigInt.asIntN(64, self.v) !== self.v)
        throw throwNew("java.lang.ArithmeticException", "BigInteger out of long range");
      return self.v;
    },
  ],
]);
defineFields(T.BIG_INTEGER, {
  ZERO: new BigInt_(0n),
  ONE: new BigInt_(1n),
  TWO: new BigInt_(2n),
  TEN: new BigInt_(10n),
});

function parsed(text: string, radix: number): Obj {
  return big(BigInt(parseWhole(text, radix)));
}

function magnitude(bytes: Bytes): bigint {
  return bytes.data.length ? BigInt(`0x${Buffer.from(bytes.data).toString("hex")}`) : 0n;
}

function nonZero(value: bigint): bigint {
  if (value === 0n) throw throwNew("java.lang.ArithmeticException", "BigInteger divide by zero");
  return value;
}

function power(run: Run, base: bigint, exponent: number): Obj {
  const size = (base < 0n ? -base : base).toString(2).length * exponent;
  if (size > 800_000) throw run.limit("800000 bits in one number", "memory");
  return big(base ** BigInt(exponent));
}

function isPrime(run: Run, value: bigint): boolean {
  if (value < 2n) return false;
  for (let divisor = 2n; divisor * divisor <= value; divisor++) {
    run.step();
    if (value % divisor === 0n) return false;
  }
  return true;
}

function bytesOf(value: bigint): Obj {
  let count = 1;
  while (BigInt.asIntN(count * 8, value) !== value) count++;
  const hex = BigInt.asUintN(count * 8, value)
    .toString(16)
    .padStart(count * 2, "0");
  return new Bytes(Uint8Array.from(Buffer.from(hex, "hex")));
}
