import { javaDouble } from "@mortise/contract";
import { BigDecimal } from "../../runtime/decimal.ts";
import { hashOf } from "../../runtime/hash.ts";
import { BigInt_, Byte, Char, Double, Float, Short, toBigInt } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { MAX_TEXT } from "../../runtime/operators.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { classOf } from "../../runtime/types.ts";
import { formatTime } from "./format-time.ts";
import { DEFAULT_LOCALE, Locale, numberSigns } from "./locale.ts";

const SHAPE = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([tT]?)([a-zA-Z%])/y;

/** What stands after a `%`. */
interface Spec {
  readonly whole: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly kind: string;
}

/** `String.format`: Java's format strings. */
export function formatText(run: Run, format: string, args: readonly Obj[], locale: Obj = DEFAULT_LOCALE): string {
  const where = locale instanceof Locale ? locale : DEFAULT_LOCALE;
  let text = "";
  let ordinary = 0;
  let last = -1;
  for (let at = 0; at < format.length; ) {
    const percent = format.indexOf("%", at);
    if (percent < 0) return text + format.slice(at);
    text += format.slice(at, percent);
    SHAPE.lastIndex = percent;
    const match = SHAPE.exec(format);
    if (!match) throw unknown(format[percent + 1] ?? "%");
    at = SHAPE.lastIndex;
    const [whole, index, flags = "", width, precision, time = "", kind = ""] = match;
    const spec: Spec = {
      whole,
      flags,
      width: Number(width ?? 0),
      precision: precision === undefined ? undefined : Number(precision),
      kind,
    };
    if (spec.width > MAX_TEXT / 100 || (spec.precision ?? 0) > 10_000)
      throw run.limit("1000000 characters in one field", "memory");
    run.take(spec.width + 32);
    run.step();
    if (kind === "n" && !time) text += "\n";
    else if (kind === "%") text += pad("%", spec);
    else {
      const position = flags.includes("<") ? last : index !== undefined ? Number(index) - 1 : ordinary++;
      if (position < 0 || position >= args.length) {
        throw throwNew("java.util.MissingFormatArgumentException", `Format specifier '${whole}'`);
      }
      last = position;
      const value = args[position] as Obj;
      text += time ? pad(cased(formatTime(run, value, kind, where), time === "T"), spec) : one(value, spec, where);
    }
  }
  return text;
}

function unknown(kind: string): Error {
  return throwNew("java.util.UnknownFormatConversionException", `Conversion = '${kind}'`) as unknown as Error;
}

function cased(text: string, upper: boolean): string {
  return upper ? text.toUpperCase() : text;
}

function pad(text: string, { flags, width }: Spec): string {
  return flags.includes("-") ? text.padEnd(width) : text.padStart(width);
}

function one(value: Obj, spec: Spec, locale: Locale): string {
  const { kind, precision } = spec;
  const lower = kind.toLowerCase();
  const upper = kind !== lower;
  switch (lower) {
    case "b":
      return pad(
        cased(cut(String(value === null ? false : typeof value === "boolean" ? value : true), precision), upper),
        spec,
      );
    case "s":
      return pad(cased(cut(textOf(value), precision), upper), spec);
    case "h":
      return pad(cased(cut(value === null ? "null" : (hashOf(value) >>> 0).toString(16), precision), upper), spec);
    case "c":
      return pad(cased(character(value, spec), upper), spec);
  }
  if (value === null && "doxefg".includes(lower)) return pad(cased("null", upper), spec);
  switch (lower) {
    case "d":
      return whole(value, spec, locale);
    case "o":
    case "x":
      return radix(value, spec, lower === "o" ? 8 : 16, upper);
    case "e":
    case "f":
    case "g":
      return decimal(value, spec, locale, lower, upper);
    default:
      throw unknown(kind);
  }
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined ? text : text.slice(0, precision);
}

function mismatch(spec: Spec, value: Obj): Error {
  return throwNew(
    "java.util.IllegalFormatConversionException",
    `${spec.kind} != ${classOf(value).name}`,
  ) as unknown as Error;
}

function character(value: Obj, spec: Spec): string {
  if (value === null) return "null";
  if (value instanceof Char) return value.text();
  if (typeof value === "number") return String.fromCodePoint(value);
  throw mismatch(spec, value);
}

function isWhole(value: Obj): boolean {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof BigInt_ ||
    value instanceof Short ||
    value instanceof Byte
  );
}

function whole(value: Obj, spec: Spec, locale: Locale): string {
  if (!isWhole(value)) throw mismatch(spec, value);
  if (spec.precision !== undefined) throw throwNew("java.util.IllegalFormatPrecisionException", String(spec.precision));
  const number = toBigInt(value);
  return signed(number < 0n, group(String(number < 0n ? -number : number), spec, locale), spec);
}

function group(digits: string, { flags }: Spec, locale: Locale): string {
  if (!flags.includes(",")) return digits;
  const sign = numberSigns(locale).group;
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, sign);
}

function signed(negative: boolean, digits: string, { flags, width }: Spec): string {
  const open = negative
    ? flags.includes("(")
      ? "("
      : "-"
    : flags.includes("+")
      ? "+"
      : flags.includes(" ")
        ? " "
        : "";
  const close = negative && flags.includes("(") ? ")" : "";
  if (flags.includes("0")) return open + digits.padStart(width - open.length - close.length, "0") + close;
  const text = open + digits + close;
  return flags.includes("-") ? text.padEnd(width) : text.padStart(width);
}

/** Negative numbers are written in two's complement, except BigIntegers. */
function radix(value: Obj, spec: Spec, base: number, upper: boolean): string {
  if (!isWhole(value)) throw mismatch(spec, value);
  const bits = value instanceof Byte ? 8 : value instanceof Short ? 16 : typeof value === "number" ? 32 : 64;
  const number = toBigInt(value);
  const unsigned = value instanceof BigInt_ ? number : BigInt.asUintN(bits, number);
  const text = unsigned.toString(base);
  const prefix = spec.flags.includes("#") ? (base === 16 ? "0x" : "0") : "";
  const digits = spec.flags.includes("0") ? text.padStart(spec.width - prefix.length, "0") : text;
  return cased(pad(prefix + digits, spec), upper);
}

function decimal(value: Obj, spec: Spec, locale: Locale, kind: string, upper: boolean): string {
  if (!(value instanceof BigDecimal || value instanceof Double || value instanceof Float)) throw mismatch(spec, value);
  if (!(value instanceof BigDecimal) && !Number.isFinite(value.v)) {
    const text = Number.isNaN(value.v) ? "NaN" : "Infinity";
    return pad(
      cased(signed(value.v < 0, text, { ...spec, flags: spec.flags.replace("0", ""), width: 0 }), upper),
      spec,
    );
  }
  const exact = value instanceof BigDecimal ? value : (BigDecimal.parse(javaDouble(value.v)) as BigDecimal);
  const negative = exact.sign < 0 || (!(value instanceof BigDecimal) && Object.is(value.v, -0));
  const size = exact.abs();
  const precision = spec.precision ?? 6;
  if (kind === "e") return cased(signed(negative, scientific(size, precision, locale), spec), upper);
  if (kind === "g") return cased(signed(negative, general(size, precision, spec, locale), spec), upper);
  return signed(negative, fixed(size, precision, spec, locale), spec);
}

function fixed(size: BigDecimal, precision: number, spec: Spec, locale: Locale): string {
  const [before = "0", after] = size.setScale(precision, "HALF_UP").toPlainString().split(".");
  const tail =
    after === undefined
      ? spec.flags.includes("#")
        ? numberSigns(locale).decimal
        : ""
      : numberSigns(locale).decimal + after;
  return group(before, spec, locale) + tail;
}

function scientific(size: BigDecimal, precision: number, locale: Locale): string {
  const rounded = size.sign === 0 ? size : size.round(precision + 1, "HALF_UP");
  const digits = String(rounded.unscaled).padEnd(precision + 1, "0");
  const exponent = size.sign === 0 ? 0 : String(rounded.unscaled).length - 1 - rounded.scale;
  const mantissa =
    precision > 0 ? `${digits[0]}${numberSigns(locale).decimal}${digits.slice(1, precision + 1)}` : digits[0];
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

function general(size: BigDecimal, precision: number, spec: Spec, locale: Locale): string {
  const digits = precision === 0 ? 1 : precision;
  const rounded = size.sign === 0 ? size : size.round(digits, "HALF_UP");
  const number = rounded.toNumber();
  if (number !== 0 && (number < 1e-4 || number >= 10 ** digits)) return scientific(size, digits - 1, locale);
  const before =
    number < 1
      ? number === 0
        ? 1
        : -(String(rounded.unscaled).length - 1 - rounded.scale) * -1 + 1
      : Math.floor(Math.log10(number)) + 1;
  return fixed(rounded, Math.max(0, digits - before), spec, locale);
}
