import type { Temporal } from "@js-joda/core";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { wrap } from "./classes.ts";
import type { TimeDefinition } from "./define.ts";
import { Formatter, formatTemporal, parseTemporal } from "./formatter.ts";
import { joda } from "./joda.ts";
import type { TimeValue } from "./value.ts";

/** `int getYear()` over js-joda's `year()`, for each of these. */
export function getters(example: string, names: readonly string[]): TimeDefinition[] {
  return names.map((name) => {
    const own = name.replace(/^get/, "");
    const property = own.charAt(0).toLowerCase() + own.slice(1);
    const shown = name.startsWith("get") ? `${example}.${property}` : `${example}.${name}()`;
    return [`${TYPES.get(own) ?? "int"} ${name}()`, shown, property];
  });
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ["Month", "Month"],
  ["DayOfWeek", "DayOfWeek"],
  ["Offset", "ZoneOffset"],
  ["Zone", "ZoneId"],
  ["toLocalDate", "LocalDate"],
  ["toLocalTime", "LocalTime"],
  ["toLocalDateTime", "LocalDateTime"],
  ["toInstant", "Instant"],
  ["toOffsetDateTime", "OffsetDateTime"],
  ["toZonedDateTime", "ZonedDateTime"],
]);

/** `plusDays`, `minusDays` and so on for each unit. */
export function shifts(type: string, example: string, units: readonly string[]): TimeDefinition[] {
  return units.flatMap((unit): TimeDefinition[] => [
    [`${type} plus${unit}(long count)`, `${example}.plus${unit}(1)`, `plus${unit}`],
    [`${type} minus${unit}(long count)`, `${example}.minus${unit}(1)`, `minus${unit}`],
  ]);
}

/** `withYear`, `withHour` and so on. */
export function withers(
  type: string,
  example: string,
  fields: readonly (readonly [string, number])[],
): TimeDefinition[] {
  return fields.map(([field, value]) => [
    `${type} with${field}(int value)`,
    `${example}.with${field}(${value})`,
    `with${field}`,
  ]);
}

/** What every point in time has: fields, units, order, text. */
export function temporal(
  type: string,
  example: string,
  unit: "DAYS" | "MONTHS" | "YEARS" | "HOURS" = "DAYS",
): TimeDefinition[] {
  const field = unit === "HOURS" ? "MINUTE_OF_HOUR" : "YEAR";
  const u = `java.time.temporal.ChronoUnit.${unit}`;
  const f = `java.time.temporal.ChronoField.${field}`;
  return [
    [
      `${type} with(TemporalAdjuster adjuster)`,
      `${example}.with(${/Zoned|Offset/.test(type) ? "java.time.LocalDate.of(2024, 2, 29)" : example})`,
      "with",
    ],
    [`${type} with(TemporalField field, long value)`, `${example}.with(${f}, 20L)`, "with"],
    [`${type} plus(long count, TemporalUnit unit)`, `${example}.plus(1, ${u})`, "plus"],
    [`${type} minus(long count, TemporalUnit unit)`, `${example}.minus(1, ${u})`, "minus"],
    [`${type} plus(TemporalAmount amount)`, amountExample(example, unit, "plus"), "plus"],
    [`${type} minus(TemporalAmount amount)`, amountExample(example, unit, "minus"), "minus"],
    ["long until(Temporal end, TemporalUnit unit)", `${example}.until(${example}, ${u})`, "until"],
    ["int get(TemporalField field)", `${example}.get(${f})`, "get"],
    ["long getLong(TemporalField field)", `${example}.getLong(${f})`, "getLong"],
    ["boolean isSupported(TemporalField field)", `${example}.isSupported(${f})`, "isSupported"],
    ["boolean isSupported(TemporalUnit unit)", `${example}.isSupported(${u})`, "isSupported"],
    ...ordered(type, example),
  ];
}

function amountExample(example: string, unit: string, method: string): string {
  return unit === "HOURS"
    ? `${example}.${method}(java.time.Duration.ofMinutes(5))`
    : `${example}.${method}(java.time.Period.of${unit.charAt(0)}${unit.slice(1).toLowerCase()}(1))`;
}

/** Order, equality and text. */
export function ordered(type: string, example: string): TimeDefinition[] {
  return [
    [`int compareTo(${type} other)`, `${example}.compareTo(${example})`, "compareTo"],
    [`boolean isAfter(${type} other)`, `${example}.isAfter(${example})`, "isAfter"],
    [`boolean isBefore(${type} other)`, `${example}.isBefore(${example})`, "isBefore"],
  ];
}

/** `parse` and `format`, by our own formatter: it has the names of months and days, and Java's messages. */
export function textual(type: string, iso: string, example: string, text: string): TimeDefinition[] {
  return [
    [
      `static ${type} parse(CharSequence text)`,
      `java.time.${type}.parse('${text}')`,
      (_run: Run, _self: Obj, given: string) => wrap(parseTemporal(given, Formatter.named(iso), type)),
    ],
    [
      `static ${type} parse(CharSequence text, DateTimeFormatter formatter)`,
      `java.time.${type}.parse('${text}', java.time.format.DateTimeFormatter.${iso})`,
      (run: Run, _self: Obj, given: string, formatter: Formatter) => wrap(parseTemporal(given, formatter, type, run)),
    ],
    [
      "String format(DateTimeFormatter formatter)",
      `${example}.format(java.time.format.DateTimeFormatter.${iso})`,
      (_run: Run, self: TimeValue, formatter: Formatter) => formatTemporal(self.v as unknown as Temporal, formatter),
    ],
  ];
}

/** `from(temporal)`. */
export function fromTemporal(type: "LocalDate", example: string): TimeDefinition {
  return [
    `static ${type} from(TemporalAccessor temporal)`,
    `java.time.${type}.from(${example})`,
    (_run: Run, _self: Obj, given: TimeValue) => {
      const from = given.v as unknown as { obtain?(type: string): unknown };
      if (from.obtain) return wrap(from.obtain(type));
      return wrap((joda()[type] as unknown as { from(value: unknown): unknown }).from(given.v));
    },
  ];
}

/** Groovy's own additions: `date + 1`, `date - date`, `date.next()`. */
export function sugar(type: string, example: string, plus: string): TimeDefinition[] {
  const shift = (self: TimeValue, count: bigint) =>
    wrap((self.v as unknown as Record<string, (count: number) => unknown>)[plus]?.(Number(count)));
  return [
    [`${type} plus(long count)`, `${example} + 1`, (_run: Run, self: TimeValue, count: bigint) => shift(self, count)],
    [`${type} minus(long count)`, `${example} - 1`, (_run: Run, self: TimeValue, count: bigint) => shift(self, -count)],
    [`${type} next()`, `${example}.next()`, (_run: Run, self: TimeValue) => shift(self, 1n)],
    [`${type} previous()`, `${example}.previous()`, (_run: Run, self: TimeValue) => shift(self, -1n)],
    [
      "String format(String pattern)",
      type === "LocalTime" ? `${example}.format('HH:mm')` : `${example}.format('yyyy')`,
      (_run: Run, self: TimeValue, pattern: string) =>
        formatTemporal(self.v as unknown as Temporal, Formatter.ofPattern(pattern)),
    ],
    [
      "Object getAt(TemporalField field)",
      type === "LocalTime"
        ? `${example}[java.time.temporal.ChronoField.HOUR_OF_DAY]`
        : `${example}[java.time.temporal.ChronoField.YEAR]`,
      "getLong",
    ],
  ];
}

/** Refuses a null where Java would. */
export function notNull<T>(value: T | null, name: string): T {
  if (value === null) throw throwNew("java.lang.NullPointerException", name);
  return value;
}
