import { syntaxError } from "./failure.ts";
import { BigDecimal } from "./runtime/decimal.ts";
import { BigInt_, Double, Float } from "./runtime/number.ts";
import type { Obj } from "./runtime/object.ts";

const INT = 2147483647n;
const LONG = 9223372036854775807n;

/** The value of a number as it stands in a script: `5`, `5L`, `5G`, `1.50`, `0xff`, `1e3`, `2.5d`. */
export function numberLiteral(source: string, start: number, written: string): Obj {
  let text = written.replaceAll("_", "");
  const radix = /^0[xX]/.test(text) ? 16 : /^0[bB]/.test(text) ? 2 : /^0[0-7]+[gGlLiI]?$/.test(text) ? 8 : 10;
  const suffix = (radix === 16 ? /[gGlLiI]$/ : /[gGlLiIdDfF]$/).exec(text)?.[0].toLowerCase() ?? "";
  if (suffix) text = text.slice(0, -1);
  if (suffix === "d") return new Double(Number(text));
  if (suffix === "f") return new Float(Number(text));
  if (radix === 10 && /[.eE]/.test(text)) {
    const decimal = BigDecimal.parse(text);
    if (!decimal || suffix === "l" || suffix === "i")
      throw syntaxError(source, start, `${written} is no number that Groovy knows`);
    return decimal;
  }
  const value = radix === 8 ? BigInt(`0o${text.slice(1)}`) : BigInt(text);
  // Hexadecimal and binary literals may fill the sign bit; a decimal one may be one more than the largest, for `-`.
  const signed = radix !== 10;
  if (suffix === "g") return new BigInt_(value);
  if (suffix === "l") {
    if (value > (signed ? LONG * 2n + 1n : LONG + 1n)) throw tooLarge(source, start, written, "Long");
    return BigInt.asIntN(64, value);
  }
  if (suffix === "i" || value <= INT || (signed && value <= INT * 2n + 1n)) {
    if (value > INT * 2n + 1n) throw tooLarge(source, start, written, "Integer");
    return Number(BigInt.asIntN(32, value));
  }
  if (value <= LONG || (signed && value <= LONG * 2n + 1n)) return BigInt.asIntN(64, value);
  return new BigInt_(value);
}

function tooLarge(source: string, start: number, written: string, type: string): Error {
  return syntaxError(source, start, `${written} is too large for ${type}`);
}

/** A literal with a minus before it, or undefined when it is no number. */
export function negateLiteral(value: Obj): Obj | undefined {
  if (typeof value === "number") return value === 0 ? 0 : -value | 0;
  // 2147483648 alone is a Long; with its sign it is the smallest Integer.
  if (typeof value === "bigint") return value === INT + 1n ? -2147483648 : BigInt.asIntN(64, -value);
  if (value instanceof BigDecimal) return value.negate();
  if (value instanceof Double) return new Double(-value.v);
  if (value instanceof Float) return new Float(-value.v);
  if (value instanceof BigInt_) return value.v === LONG + 1n ? -value.v : new BigInt_(-value.v);
  return undefined;
}
