import { javaDouble } from "@mortise/contract";
import type { GClass } from "../../runtime/class.ts";
import { BigDecimal, type Rounding } from "../../runtime/decimal.ts";
import { Char, Double, Float, isNumber, toBigInt } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { classByName, declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { DEFAULT_LOCALE, type Locale, numberSigns } from "../text/locale.ts";
import { roundingOf } from "./decimal.ts";

const FORMAT = classByName("java.text.Format") ?? declare("java.text.Format", OBJECT);
const NUMBER_FORMAT = declare("java.text.NumberFormat", FORMAT);
const DECIMAL_FORMAT = declare("java.text.DecimalFormat", NUMBER_FORMAT);
const SYMBOLS = declare("java.text.DecimalFormatSymbols", OBJECT);

/** `java.text.DecimalFormatSymbols`. */
class Symbols extends GObject {
  decimal: string;
  group: string;
  minus = "-";
  percent = "%";
  currency: string;

  constructor(locale: Locale) {
    super();
    const signs = numberSigns(locale);
    this.decimal = signs.decimal;
    this.group = signs.group;
    this.currency =
      locale.country === "US"
        ? "$"
        : ["NL", "DE", "FR", "BE", "IT", "ES"].includes(locale.country)
          ? "€"
          : locale.country === "GB"
            ? "£"
            : "¤";
  }

  override get cls(): GClass {
    return SYMBOLS;
  }
}

/** What a pattern says: prefix, digits, grouping, exponent, suffix. */
interface Shape {
  prefix: string;
  suffix: string;
  minInt: number;
  maxInt: number;
  minFraction: number;
  maxFraction: number;
  grouping: number;
  multiplier: number;
  exponent: number;
  negative: { prefix: string; suffix: string } | undefined;
}

function shapeOf(pattern: string): Shape {
  const [positive = "", negative] = halves(pattern);
  const match = /^((?:'[^']*'|[^#0,.'])*)([#0,]*(?:\.[#0]*)?)(?:E(0+))?((?:'[^']*'|[^#0,.])*)$/.exec(positive);
  if (!match) throw throwNew("java.lang.IllegalArgumentException", `Malformed pattern "${pattern}"`);
  const [, prefix = "", digits = "", exponent = "", suffix = ""] = match;
  const [whole = "", fraction = ""] = digits.split(".");
  const affixes = prefix + suffix;
  const comma = whole.lastIndexOf(",");
  const inner = negative === undefined ? undefined : /^((?:'[^']*'|[^#0,.'])*)[#0,.]*(?:E0+)?(.*)$/.exec(negative);
  return {
    prefix: unquoted(prefix),
    suffix: unquoted(suffix),
    minInt: whole.replace(/[^0]/g, "").length,
    maxInt: exponent ? whole.replaceAll(",", "").length : Number.POSITIVE_INFINITY,
    minFraction: fraction.replace(/[^0]/g, "").length,
    maxFraction: fraction.length,
    grouping: comma < 0 ? 0 : whole.length - comma - 1,
    multiplier: affixes.includes("%") ? 100 : affixes.includes("‰") ? 1000 : 1,
    exponent: exponent.length,
    negative: inner ? { prefix: unquoted(inner[1] ?? ""), suffix: unquoted(inner[2] ?? "") } : undefined,
  };
}

function halves(pattern: string): string[] {
  const parts: string[] = [""];
  let quoted = false;
  for (const char of pattern) {
    if (char === "'") quoted = !quoted;
    if (char === ";" && !quoted) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}

function unquoted(text: string): string {
  return text.replace(/''|'([^']*)'/g, (all, inner: string) => (all === "''" ? "'" : inner));
}

/** `java.text.DecimalFormat`. */
class DecimalFormat extends GObject {
  pattern: string;
  shape: Shape;
  symbols: Symbols;
  rounding: Rounding = "HALF_EVEN";
  asDecimal = false;
  integerOnly = false;

  constructor(pattern: string, symbols: Symbols) {
    super();
    this.pattern = pattern;
    this.shape = shapeOf(pattern);
    this.symbols = symbols;
  }

  override get cls(): GClass {
    return DECIMAL_FORMAT;
  }

  format(value: Obj): string {
    if (!isNumber(value))
      throw throwNew("java.lang.IllegalArgumentException", "Cannot format given Object as a Number");
    if ((value instanceof Double || value instanceof Float) && !Number.isFinite(value.v))
      return this.#infinite(value.v);
    const exact =
      value instanceof BigDecimal
        ? value
        : value instanceof Double || value instanceof Float
          ? (BigDecimal.parse(javaDouble(value.v)) as BigDecimal)
          : new BigDecimal(toBigInt(value), 0);
    // A double rounds by its true value, of which its text is only the shortest name.
    const source = value instanceof Double ? trueValue(value.v, exact, this.shape) : exact;
    const scaled =
      this.shape.multiplier === 1 ? source : source.multiply(new BigDecimal(BigInt(this.shape.multiplier), 0));
    const size = scaled.abs();
    const text = this.shape.exponent ? this.#scientific(size) : this.#plain(size);
    const negative = (scaled.sign < 0 || (value instanceof Double && Object.is(value.v, -0))) && /[1-9]/.test(text);
    const minusZero = scaled.sign < 0 || (value instanceof Double && Object.is(value.v, -0));
    return this.#dressed(text, negative || minusZero);
  }

  #dressed(text: string, negative: boolean): string {
    const { shape, symbols } = this;
    const affix = (part: string) => part.replaceAll("¤", symbols.currency).replaceAll("%", symbols.percent);
    if (!negative) return affix(shape.prefix) + text + affix(shape.suffix);
    if (shape.negative) return affix(shape.negative.prefix) + text + affix(shape.negative.suffix);
    return symbols.minus + affix(shape.prefix) + text + affix(shape.suffix);
  }

  #infinite(value: number): string {
    return Number.isNaN(value) ? "NaN" : this.#dressed("∞", value < 0);
  }

  #plain(size: BigDecimal): string {
    const { shape, symbols } = this;
    const rounded = size.setScale(Math.min(Math.max(shape.maxFraction, 0), 340), this.rounding);
    let [whole = "0", fraction = ""] = rounded.toPlainString().split(".");
    while (fraction.length > shape.minFraction && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
    if (whole === "0" && shape.minInt === 0 && (fraction !== "" || shape.maxFraction > 0))
      whole = fraction === "" && shape.minFraction === 0 ? "0" : "";
    whole = whole.padStart(shape.minInt, "0");
    if (shape.grouping > 0) {
      const groups: string[] = [];
      for (let end = whole.length; end > 0; end -= shape.grouping)
        groups.unshift(whole.slice(Math.max(0, end - shape.grouping), end));
      whole = groups.join(symbols.group);
    }
    return fraction === "" ? whole : whole + symbols.decimal + fraction;
  }

  #scientific(size: BigDecimal): string {
    const { shape, symbols } = this;
    const digits = String(size.unscaled);
    let exponent = size.sign === 0 ? 0 : digits.length - 1 - size.scale;
    const wide = Math.max(1, shape.minInt);
    exponent -= wide - 1;
    let mantissa = new BigDecimal(size.unscaled, size.scale + exponent).setScale(shape.maxFraction, this.rounding);
    if (String(mantissa.toBigInt()).length > wide) {
      exponent++;
      mantissa = new BigDecimal(size.unscaled, size.scale + exponent).setScale(shape.maxFraction, this.rounding);
    }
    let [whole = "0", fraction = ""] = mantissa.toPlainString().split(".");
    while (fraction.length > shape.minFraction && fraction.endsWith("0")) fraction = fraction.slice(0, -1);
    whole = whole.padStart(shape.minInt, "0");
    return `${whole}${fraction ? symbols.decimal + fraction : ""}E${exponent < 0 ? "-" : ""}${String(Math.abs(exponent)).padStart(shape.exponent, "0")}`;
  }

  parse(text: string): Obj {
    const { shape, symbols } = this;
    const start = shape.prefix && text.startsWith(shape.prefix) ? shape.prefix.length : 0;
    const escaped = (char: string) => char.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const match = new RegExp(
      `^${escaped(symbols.minus)}?[0-9${shape.grouping ? escaped(symbols.group) : ""}]*(?:${escaped(symbols.decimal)}[0-9]*)?`,
    ).exec(text.slice(start));
    const found = match?.[0] ?? "";
    if (!/[0-9]/.test(found)) throw throwNew("java.text.ParseException", `Unparseable number: "${text}"`);
    const plain = found.replaceAll(symbols.group, "").replace(symbols.decimal, ".").replace(symbols.minus, "-");
    const value = BigDecimal.parse(plain.endsWith(".") ? plain.slice(0, -1) : plain) as BigDecimal;
    if (this.asDecimal) return value;
    const scaled =
      shape.multiplier === 1
        ? value
        : value.divideToPrecision(new BigDecimal(BigInt(shape.multiplier), 0), 34, "HALF_EVEN");
    const whole = scaled.stripTrailingZeros();
    if (this.integerOnly || whole.scale <= 0) return BigInt.asIntN(64, whole.toBigInt());
    return new Double(scaled.toNumber());
  }
}

/** Where the shortest text of a double stands exactly on a half, its true value decides which way it rounds. */
function trueValue(value: number, short: BigDecimal, shape: Shape): BigDecimal {
  if (short.scale !== shape.maxFraction + 1 + (shape.multiplier === 100 ? 2 : 0)) return short;
  if (!String(short.unscaled).endsWith("5")) return short;
  return BigDecimal.exact(value);
}

/** A number as a pattern shows it, in English. */
export function decimalText(value: Obj, pattern: string): string {
  return new DecimalFormat(pattern, new Symbols(DEFAULT_LOCALE)).format(value);
}

const df = "new java.text.DecimalFormat('#,##0.00')";

define<DecimalFormat>(NUMBER_FORMAT, [
  ["String format(Object number)", `${df}.format(1234567.891)`, (_run, self, number: Obj) => self.format(number)],
  ["Number parse(String text)", `${df}.parse('1,234.50')`, (_run, self, text: string) => self.parse(text)],
  ["int getMaximumFractionDigits()", `${df}.maximumFractionDigits`, (_run, self) => self.shape.maxFraction],
  ["int getMinimumFractionDigits()", `${df}.minimumFractionDigits`, (_run, self) => self.shape.minFraction],
  ["int getMinimumIntegerDigits()", `${df}.minimumIntegerDigits`, (_run, self) => self.shape.minInt],
  [
    "void setMaximumFractionDigits(int count)",
    `def f = ${df}\nf.setMaximumFractionDigits(1)\nf.format(1.25)`,
    (_run, self, count: number) => {
      self.shape.maxFraction = count;
      self.shape.minFraction = Math.min(self.shape.minFraction, count);
      return null;
    },
  ],
  [
    "void setMinimumFractionDigits(int count)",
    `def f = ${df}\nf.setMinimumFractionDigits(3)\nf.format(1.25)`,
    (_run, self, count: number) => {
      self.shape.minFraction = count;
      self.shape.maxFraction = Math.max(self.shape.maxFraction, count);
      return null;
    },
  ],
  [
    "void setMinimumIntegerDigits(int count)",
    `def f = ${df}\nf.setMinimumIntegerDigits(3)\nf.format(1.25)`,
    (_run, self, count: number) => {
      self.shape.minInt = count;
      return null;
    },
  ],
  [
    "void setMaximumIntegerDigits(int count)",
    `def f = ${df}\nf.setMaximumIntegerDigits(9)\nf.format(1.25)`,
    (_run, self, count: number) => {
      self.shape.maxInt = count;
      return null;
    },
  ],
  [
    "void setGroupingUsed(boolean used)",
    `def f = ${df}\nf.setGroupingUsed(false)\nf.format(1234)`,
    (_run, self, used: boolean) => {
      self.shape.grouping = used ? self.shape.grouping || 3 : 0;
      return null;
    },
  ],
  [
    "void setRoundingMode(RoundingMode mode)",
    `def f = ${df}\nf.setRoundingMode(java.math.RoundingMode.DOWN)\nf.format(1.239)`,
    (_run, self, mode: Obj) => {
      self.rounding = roundingOf(mode);
      return null;
    },
  ],
  [
    "void setParseIntegerOnly(boolean only)",
    `def f = ${df}\nf.setParseIntegerOnly(true)\nf.parse('12.5')`,
    (_run, self, only: boolean) => {
      self.integerOnly = only;
      return null;
    },
  ],
  [
    "static NumberFormat getInstance()",
    "java.text.NumberFormat.getInstance().format(1234.5)",
    () => new DecimalFormat("#,##0.###", new Symbols(DEFAULT_LOCALE)),
  ],
  [
    "static NumberFormat getInstance(Locale locale)",
    "java.text.NumberFormat.getInstance(new Locale('nl', 'NL')).format(1234.5)",
    (_run, _self, locale: Locale) => new DecimalFormat("#,##0.###", new Symbols(locale)),
  ],
  [
    "static NumberFormat getNumberInstance()",
    "java.text.NumberFormat.getNumberInstance().format(1234.5)",
    () => new DecimalFormat("#,##0.###", new Symbols(DEFAULT_LOCALE)),
  ],
  [
    "static NumberFormat getNumberInstance(Locale locale)",
    "java.text.NumberFormat.getNumberInstance(Locale.GERMANY).format(1234.5)",
    (_run, _self, locale: Locale) => new DecimalFormat("#,##0.###", new Symbols(locale)),
  ],
  [
    "static NumberFormat getIntegerInstance()",
    "java.text.NumberFormat.getIntegerInstance().format(1234.5)",
    () => new DecimalFormat("#,##0", new Symbols(DEFAULT_LOCALE)),
  ],
  [
    "static NumberFormat getPercentInstance()",
    "java.text.NumberFormat.getPercentInstance().format(0.25)",
    () => new DecimalFormat("#,##0%", new Symbols(DEFAULT_LOCALE)),
  ],
  [
    "static NumberFormat getCurrencyInstance()",
    "java.text.NumberFormat.getCurrencyInstance().format(1234.5)",
    () => new DecimalFormat("¤#,##0.00", new Symbols(DEFAULT_LOCALE)),
  ],
  [
    "static NumberFormat getCurrencyInstance(Locale locale)",
    "java.text.NumberFormat.getCurrencyInstance(Locale.US).format(1234.5)",
    (_run, _self, locale: Locale) =>
      new DecimalFormat(CURRENCY.get(locale.country) ?? "¤#,##0.00", new Symbols(locale)),
  ],
]);

/** Where the sign of the currency stands; between it and the amount is a space that does not break. */
const CURRENCY: ReadonlyMap<string, string> = new Map([
  ["US", "¤#,##0.00"],
  ["GB", "¤#,##0.00"],
  ["NL", "¤\u00a0#,##0.00;¤\u00a0-#"],
  ["DE", "#,##0.00\u00a0¤"],
  ["FR", "#,##0.00\u00a0¤"],
]);

define<DecimalFormat>(DECIMAL_FORMAT, [
  [
    "new()",
    "new java.text.DecimalFormat().format(1234.5)",
    () => new DecimalFormat("#,##0.###", new Symbols(DEFAULT_LOCALE)),
  ],
  [
    "new(String pattern)",
    `${df}.format(0.005)`,
    (_run, _self, pattern: string) => new DecimalFormat(pattern, new Symbols(DEFAULT_LOCALE)),
  ],
  [
    "new(String pattern, DecimalFormatSymbols symbols)",
    "new java.text.DecimalFormat('0.00', new java.text.DecimalFormatSymbols(Locale.US)).format(1.5)",
    (_run, _self, pattern: string, symbols: Symbols) => new DecimalFormat(pattern, symbols),
  ],
  [
    "void applyPattern(String pattern)",
    `def f = ${df}\nf.applyPattern('0.0')\nf.format(1.25)`,
    (_run, self, pattern: string) => {
      self.pattern = pattern;
      self.shape = shapeOf(pattern);
      return null;
    },
  ],
  ["String toPattern()", `${df}.toPattern()`, (_run, self) => self.pattern],
  [
    "void setDecimalFormatSymbols(DecimalFormatSymbols symbols)",
    `def f = ${df}\nf.setDecimalFormatSymbols(new java.text.DecimalFormatSymbols(Locale.GERMANY))\nf.format(1.5)`,
    (_run, self, symbols: Symbols) => {
      self.symbols = symbols;
      return null;
    },
  ],
  [
    "DecimalFormatSymbols getDecimalFormatSymbols()",
    `${df}.decimalFormatSymbols.decimalSeparator`,
    (_run, self) => self.symbols,
  ],
  [
    "void setParseBigDecimal(boolean exact)",
    `def f = ${df}\nf.setParseBigDecimal(true)\nf.parse('1.50')`,
    (_run, self, exact: boolean) => {
      self.asDecimal = exact;
      return null;
    },
  ],
]);

const symbols = "new java.text.DecimalFormatSymbols(Locale.US)";
define<Symbols>(SYMBOLS, [
  ["new()", "new java.text.DecimalFormatSymbols().decimalSeparator", () => new Symbols(DEFAULT_LOCALE)],
  ["new(Locale locale)", `${symbols}.groupingSeparator`, (_run, _self, locale: Locale) => new Symbols(locale)],
  [
    "static DecimalFormatSymbols getInstance()",
    "java.text.DecimalFormatSymbols.getInstance().decimalSeparator",
    () => new Symbols(DEFAULT_LOCALE),
  ],
  [
    "static DecimalFormatSymbols getInstance(Locale locale)",
    "java.text.DecimalFormatSymbols.getInstance(Locale.GERMANY).decimalSeparator",
    (_run, _self, locale: Locale) => new Symbols(locale),
  ],
  ["char getDecimalSeparator()", `${symbols}.decimalSeparator`, (_run, self) => new Char(self.decimal.charCodeAt(0))],
  ["char getGroupingSeparator()", `${symbols}.groupingSeparator`, (_run, self) => new Char(self.group.charCodeAt(0))],
  [
    "void setDecimalSeparator(char sign)",
    `def s = ${symbols}\ns.setDecimalSeparator(',' as char)\ns.decimalSeparator`,
    (_run, self, sign: Char) => {
      self.decimal = sign.text();
      return null;
    },
  ],
  [
    "void setGroupingSeparator(char sign)",
    `def s = ${symbols}\ns.setGroupingSeparator('.' as char)\ns.groupingSeparator`,
    (_run, self, sign: Char) => {
      self.group = sign.text();
      return null;
    },
  ],
  [
    "void setCurrencySymbol(String sign)",
    `def s = ${symbols}\ns.setCurrencySymbol('€')\ns.currencySymbol`,
    (_run, self, sign: string) => {
      self.currency = sign;
      return null;
    },
  ],
  ["String getCurrencySymbol()", `${symbols}.currencySymbol`, (_run, self) => self.currency],
  [
    "void setMinusSign(char sign)",
    `def s = ${symbols}\ns.setMinusSign('~' as char)`,
    (_run, self, sign: Char) => {
      self.minus = sign.text();
      return null;
    },
  ],
]);
