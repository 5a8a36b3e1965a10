import type { Temporal, ZoneId } from "@js-joda/core";
import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import type { EnumValue } from "../../runtime/enum.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { formatFields } from "../date/date.ts";
import { fieldsAt } from "../date/fields.ts";
import { define } from "../define.ts";
import { formatsTime } from "../text/format-time.ts";
import { DEFAULT_LOCALE, type Locale } from "../text/locale.ts";
import { ACCESSOR } from "./classes.ts";
import { defineTime } from "./define.ts";
import { FORMATTER, Formatter, formatTemporal } from "./formatter.ts";
import { joda } from "./joda.ts";
import { parsePieces } from "./parsing.ts";
import { type Piece, patternOf } from "./pattern.ts";
import { TimeValue } from "./value.ts";

const PARSED = declare("java.time.format.Parsed", OBJECT, ACCESSOR);
const BUILDER = declare("java.time.format.DateTimeFormatterBuilder", OBJECT);
const f = "java.time.format.DateTimeFormatter.ofPattern('dd-MM-yyyy')";

/** Java's localised patterns for the languages that flows are written in. */
const DATES: ReadonlyMap<string, readonly [string, string, string, string]> = new Map([
  ["en", ["EEEE, MMMM d, yyyy", "MMMM d, yyyy", "MMM d, yyyy", "M/d/yy"]],
  ["nl", ["EEEE d MMMM yyyy", "d MMMM yyyy", "d MMM yyyy", "dd-MM-yyyy"]],
  ["de", ["EEEE, d. MMMM yyyy", "d. MMMM yyyy", "dd.MM.yyyy", "dd.MM.yy"]],
  ["fr", ["EEEE d MMMM yyyy", "d MMMM yyyy", "d MMM yyyy", "dd/MM/yyyy"]],
]);

/** A formatter whose pattern depends on its locale. */
class LocalFormatter extends Formatter {
  readonly #patterns: (locale: Locale) => string;

  constructor(patterns: (locale: Locale) => string, locale = DEFAULT_LOCALE) {
    super(patternOf(patterns(locale)), { locale });
    this.#patterns = patterns;
  }

  override with(how: { locale?: Locale; zone?: string; strict?: boolean }): Formatter {
    return how.locale ? new LocalFormatter(this.#patterns, how.locale) : super.with(how);
  }
}

const datePattern = (style: EnumValue) => (locale: Locale) =>
  (DATES.get(locale.language) ?? (DATES.get("en") as readonly string[]))[style.ordinal] as string;
const timePattern = (style: EnumValue) => (locale: Locale) => {
  const english = locale.language === "en";
  return style.name === "SHORT" ? (english ? "h:mm a" : "HH:mm") : english ? "h:mm:ss a" : "HH:mm:ss";
};

defineTime(FORMATTER, [
  [
    "static DateTimeFormatter ofPattern(String pattern)",
    `java.time.LocalDate.of(2024, 2, 29).format(${f})`,
    (_run, _self, pattern: string) => Formatter.ofPattern(pattern),
  ],
  [
    "static DateTimeFormatter ofPattern(String pattern, Locale locale)",
    "java.time.LocalDate.of(2024, 3, 5).format(java.time.format.DateTimeFormatter.ofPattern('d MMMM yyyy', new Locale('nl')))",
    (_run, _self, pattern: string, locale: Locale) => Formatter.ofPattern(pattern, locale),
  ],
  [
    "static DateTimeFormatter ofLocalizedDate(FormatStyle style)",
    "java.time.LocalDate.of(2024, 3, 5).format(java.time.format.DateTimeFormatter.ofLocalizedDate(java.time.format.FormatStyle.MEDIUM))",
    (_run, _self, style: EnumValue) => new LocalFormatter(datePattern(style)),
  ],
  [
    "static DateTimeFormatter ofLocalizedTime(FormatStyle style)",
    "java.time.LocalTime.of(14, 5).format(java.time.format.DateTimeFormatter.ofLocalizedTime(java.time.format.FormatStyle.SHORT))",
    (_run, _self, style: EnumValue) => new LocalFormatter(timePattern(style)),
  ],
  [
    "static DateTimeFormatter ofLocalizedDateTime(FormatStyle style)",
    "java.time.LocalDateTime.of(2024, 3, 5, 14, 5).format(java.time.format.DateTimeFormatter.ofLocalizedDateTime(java.time.format.FormatStyle.SHORT))",
    (_run, _self, style: EnumValue) =>
      new LocalFormatter(
        (locale) => `${datePattern(style)(locale)}${locale.language === "en" ? "," : ""} ${timePattern(style)(locale)}`,
      ),
  ],
  [
    "String format(TemporalAccessor temporal)",
    `${f}.format(java.time.LocalDate.of(2024, 2, 29))`,
    (_run, self: Formatter, temporal: TimeValue) => formatTemporal(temporal.v as unknown as Temporal, self),
  ],
  [
    "TemporalAccessor parse(CharSequence text)",
    `java.time.LocalDate.from(${f}.parse('29-02-2024'))`,
    (_run, self: Formatter, text: string) => new TimeValue(PARSED, parsePieces(text, self)),
  ],
  [
    "Object parse(CharSequence text, Closure query)",
    `${f}.parse('29-02-2024', java.time.LocalDate.&from)`,
    (_run, self: Formatter, text: string, query: Closure) =>
      query.call1(new TimeValue(PARSED, parsePieces(text, self))),
  ],
  [
    "DateTimeFormatter withZone(ZoneId zone)",
    "java.time.format.DateTimeFormatter.ofPattern('HH:mm').withZone(java.time.ZoneId.of('Europe/Amsterdam')).format(java.time.Instant.EPOCH)",
    (_run, self: Formatter, zone: TimeValue<ZoneId>) => self.with({ zone: zone.v.id() }),
  ],
  [
    "DateTimeFormatter withLocale(Locale locale)",
    `${f}.withLocale(Locale.ENGLISH).format(java.time.LocalDate.of(2024, 2, 29))`,
    (_run, self: Formatter, locale: Locale) => self.with({ locale }),
  ],
  [
    "DateTimeFormatter withResolverStyle(ResolverStyle style)",
    `${f}.withResolverStyle(java.time.format.ResolverStyle.SMART).format(java.time.LocalDate.of(2024, 2, 29))`,
    (_run, self: Formatter, style: EnumValue) => self.with({ strict: style.name === "STRICT" }),
  ],
]);
for (const name of Formatter.names) if (name !== "YEAR_MONTH") FORMATTER.fields.set(name, () => Formatter.named(name));

defineTime(ACCESSOR, [
  ["int get(TemporalField field)", `${f}.parse('29-02-2024').get(java.time.temporal.ChronoField.YEAR)`, "get"],
  [
    "long getLong(TemporalField field)",
    `${f}.parse('29-02-2024').getLong(java.time.temporal.ChronoField.YEAR)`,
    "getLong",
  ],
  [
    "boolean isSupported(TemporalField field)",
    `${f}.parse('29-02-2024').isSupported(java.time.temporal.ChronoField.YEAR)`,
    "isSupported",
  ],
]);

/** `java.time.format.DateTimeFormatterBuilder`, as far as scripts use it. */
class FormatterBuilder extends GObject {
  readonly pieces: Piece[] = [];

  override get cls(): GClass {
    return BUILDER;
  }

  add(...pieces: readonly Piece[]): this {
    this.pieces.push(...pieces);
    return this;
  }
}

const b = "new java.time.format.DateTimeFormatterBuilder()";

define<FormatterBuilder>(BUILDER, [
  [
    "new()",
    `${b}.appendPattern('yyyy').toFormatter().format(java.time.LocalDate.of(2024, 1, 1))`,
    () => new FormatterBuilder(),
  ],
  [
    "DateTimeFormatterBuilder appendPattern(String pattern)",
    `${b}.appendPattern('MM').toFormatter().format(java.time.LocalDate.of(2024, 1, 1))`,
    (_run, self, pattern: string) => self.add(...patternOf(pattern)),
  ],
  [
    "DateTimeFormatterBuilder appendLiteral(Object text)",
    `${b}.appendLiteral('x').appendPattern('MM').toFormatter().format(java.time.LocalDate.of(2024, 1, 1))`,
    (_run, self, text: Obj) => self.add({ kind: "text", text: String(text) }),
  ],
  [
    "DateTimeFormatterBuilder appendOptional(DateTimeFormatter formatter)",
    `${b}.appendOptional(${f}).toFormatter().format(java.time.LocalDate.of(2024, 1, 1))`,
    (_run, self, formatter: Formatter) => self.add({ kind: "optional", pieces: formatter.pieces }),
  ],
  [
    "DateTimeFormatterBuilder append(DateTimeFormatter formatter)",
    `${b}.append(${f}).toFormatter().format(java.time.LocalDate.of(2024, 1, 1))`,
    (_run, self, formatter: Formatter) => self.add(...formatter.pieces),
  ],
  [
    "DateTimeFormatterBuilder parseCaseInsensitive()",
    `${b}.parseCaseInsensitive().appendPattern('MM').toFormatter().format(java.time.LocalDate.of(2024, 1, 1))`,
    (_run, self) => self,
  ],
  [
    "DateTimeFormatterBuilder parseLenient()",
    `${b}.parseLenient().appendPattern('MM').toFormatter().format(java.time.LocalDate.of(2024, 1, 1))`,
    (_run, self) => self,
  ],
  [
    "DateTimeFormatter toFormatter()",
    `${b}.appendPattern('yyyy').toFormatter().format(java.time.LocalDate.of(2024, 1, 1))`,
    (_run, self) => new Formatter(self.pieces),
  ],
  [
    "DateTimeFormatter toFormatter(Locale locale)",
    `${b}.appendPattern('MMM').toFormatter(Locale.ENGLISH).format(java.time.LocalDate.of(2024, 1, 1))`,
    (_run, self, locale: Locale) => new Formatter(self.pieces, { locale }),
  ],
]);

formatsTime((_run, value, kind, locale) => {
  if (!(value instanceof TimeValue)) return undefined;
  const j = joda();
  const at = value.v as unknown;
  const local =
    at instanceof j.LocalDate
      ? at.atStartOfDay()
      : at instanceof j.LocalDateTime
        ? at
        : at instanceof j.LocalTime
          ? at.atDate(j.LocalDate.EPOCH_0)
          : undefined;
  if (local)
    return formatFields(fieldsAt(local.toInstant(j.ZoneOffset.UTC).toEpochMilli(), "UTC"), kind, locale, undefined);
  if (at instanceof j.ZonedDateTime || at instanceof j.OffsetDateTime) {
    const ms = at.toInstant().toEpochMilli();
    const zone = at instanceof j.ZonedDateTime ? at.zone().id() : at.offset().id();
    return formatFields(fieldsAt(ms, zone), kind, locale, { ms, zone });
  }
  return undefined;
});
