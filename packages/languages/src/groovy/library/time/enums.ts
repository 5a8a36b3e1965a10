import type { ChronoUnit, DayOfWeek, Month, Temporal, TemporalField, TemporalUnit } from "@js-joda/core";
import type { GClass } from "../../runtime/class.ts";
import type { EnumValue } from "../../runtime/enum.ts";
import { JArray } from "../../runtime/list.ts";
import { GObject } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { weekOf } from "../date/fields.ts";
import { dayNames, monthNames } from "../date/names.ts";
import { define } from "../define.ts";
import type { Locale } from "../text/locale.ts";
import { ADJUSTER_VALUE, CHRONO_FIELD, CHRONO_UNIT, DAY_OF_WEEK, FIELD, MONTH, UNIT, wrap } from "./classes.ts";
import { defineTime } from "./define.ts";
import { joda } from "./joda.ts";
import { TimeValue } from "./value.ts";

const DAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;
const MONTHS = [
  "JANUARY",
  "FEBRUARY",
  "MARCH",
  "APRIL",
  "MAY",
  "JUNE",
  "JULY",
  "AUGUST",
  "SEPTEMBER",
  "OCTOBER",
  "NOVEMBER",
  "DECEMBER",
] as const;
const UNITS = [
  "NANOS",
  "MICROS",
  "MILLIS",
  "SECONDS",
  "MINUTES",
  "HOURS",
  "HALF_DAYS",
  "DAYS",
  "WEEKS",
  "MONTHS",
  "YEARS",
  "DECADES",
  "CENTURIES",
  "MILLENNIA",
  "ERAS",
  "FOREVER",
] as const;
const FIELDS = [
  "NANO_OF_SECOND",
  "NANO_OF_DAY",
  "MICRO_OF_SECOND",
  "MICRO_OF_DAY",
  "MILLI_OF_SECOND",
  "MILLI_OF_DAY",
  "SECOND_OF_MINUTE",
  "SECOND_OF_DAY",
  "MINUTE_OF_HOUR",
  "MINUTE_OF_DAY",
  "HOUR_OF_AMPM",
  "CLOCK_HOUR_OF_AMPM",
  "HOUR_OF_DAY",
  "CLOCK_HOUR_OF_DAY",
  "AMPM_OF_DAY",
  "DAY_OF_WEEK",
  "ALIGNED_DAY_OF_WEEK_IN_MONTH",
  "ALIGNED_DAY_OF_WEEK_IN_YEAR",
  "DAY_OF_MONTH",
  "DAY_OF_YEAR",
  "EPOCH_DAY",
  "ALIGNED_WEEK_OF_MONTH",
  "ALIGNED_WEEK_OF_YEAR",
  "MONTH_OF_YEAR",
  "PROLEPTIC_MONTH",
  "YEAR_OF_ERA",
  "YEAR",
  "ERA",
  "INSTANT_SECONDS",
  "OFFSET_SECONDS",
] as const;

for (const name of DAYS) DAY_OF_WEEK.fields.set(name, () => wrap(joda().DayOfWeek[name]));
for (const name of MONTHS) MONTH.fields.set(name, () => wrap(joda().Month[name]));
for (const name of UNITS) CHRONO_UNIT.fields.set(name, () => wrap(joda().ChronoUnit[name]));
for (const name of FIELDS) CHRONO_FIELD.fields.set(name, () => wrap(joda().ChronoField[name]));

function constantOf(cls: GClass, names: readonly string[], name: string): TimeValue {
  const field = names.includes(name) ? cls.fields.get(name) : undefined;
  if (!field) throw throwNew("java.lang.IllegalArgumentException", `No enum constant ${cls.name}.${name}`);
  return (field as () => TimeValue)();
}

/** What Java's enums have, for those that js-joda keeps as classes of its own. */
function enumMethods(cls: GClass, names: readonly string[], nameOf: (self: TimeValue) => string): void {
  const one = `${cls.name}.${names[0]}`;
  const all = () => names.map((name) => (cls.fields.get(name) as () => TimeValue)());
  defineTime(cls, [
    ["static Object[] values()", `${cls.name}.values().length`, () => new JArray(all(), cls.name)],
    [
      "static Object valueOf(String name)",
      `${cls.name}.valueOf('${names[0]}').toString()`,
      (_run, _self, name: string) => constantOf(cls, names, name),
    ],
    ["String name()", `${one}.name()`, (_run, self: TimeValue) => nameOf(self)],
    ["int ordinal()", `${one}.ordinal()`, (_run, self: TimeValue) => names.indexOf(nameOf(self))],
    [
      "int compareTo(Object other)",
      `${one}.compareTo(${one})`,
      (_run, self: TimeValue, other: TimeValue) => names.indexOf(nameOf(self)) - names.indexOf(nameOf(other)),
    ],
  ]);
}
enumMethods(DAY_OF_WEEK, DAYS, (self) => self.v.toString());
enumMethods(MONTH, MONTHS, (self) => self.v.toString());
enumMethods(CHRONO_UNIT, UNITS, (self) => UNITS.find((name) => (joda().ChronoUnit[name] as unknown) === self.v) ?? "");
enumMethods(
  CHRONO_FIELD,
  FIELDS,
  (self) => FIELDS.find((name) => (joda().ChronoField[name] as unknown) === self.v) ?? "",
);

const styleOf = (style: EnumValue) =>
  style.name.startsWith("FULL") ? "long" : style.name.startsWith("SHORT") ? "short" : "narrow";

defineTime(DAY_OF_WEEK, [
  [
    "static DayOfWeek of(int day)",
    "java.time.DayOfWeek.of(1)",
    (_run, _self, day: number) => {
      if (day < 1 || day > 7) throw throwNew("java.time.DateTimeException", `Invalid value for DayOfWeek: ${day}`);
      return wrap(joda().DayOfWeek.of(day));
    },
  ],
  [
    "static DayOfWeek from(TemporalAccessor temporal)",
    "java.time.DayOfWeek.from(java.time.LocalDate.of(2024, 1, 1))",
    "from",
  ],
  ["int getValue()", "java.time.DayOfWeek.MONDAY.value", "value"],
  ["DayOfWeek plus(long days)", "java.time.DayOfWeek.MONDAY.plus(8)", "plus"],
  ["DayOfWeek minus(long days)", "java.time.DayOfWeek.MONDAY.minus(1)", "minus"],
  ["DayOfWeek next()", "java.time.DayOfWeek.SUNDAY.next()", (_run, self: TimeValue<DayOfWeek>) => wrap(self.v.plus(1))],
  [
    "DayOfWeek previous()",
    "java.time.DayOfWeek.MONDAY.previous()",
    (_run, self: TimeValue<DayOfWeek>) => wrap(self.v.minus(1)),
  ],
  [
    "String getDisplayName(TextStyle style, Locale locale)",
    "java.time.DayOfWeek.MONDAY.getDisplayName(java.time.format.TextStyle.SHORT, Locale.ENGLISH)",
    (_run, self: TimeValue<DayOfWeek>, style: EnumValue, locale: Locale) =>
      dayNames(locale, styleOf(style))[self.v.value() - 1] ?? null,
  ],
]);

defineTime(MONTH, [
  ["static Month of(int month)", "java.time.Month.of(2)", "of"],
  ["static Month from(TemporalAccessor temporal)", "java.time.Month.from(java.time.LocalDate.of(2024, 1, 1))", "from"],
  ["int getValue()", "java.time.Month.MAY.value", "value"],
  ["Month plus(long months)", "java.time.Month.DECEMBER.plus(1)", "plus"],
  ["Month minus(long months)", "java.time.Month.JANUARY.minus(1)", "minus"],
  ["Month next()", "java.time.Month.DECEMBER.next()", (_run, self: TimeValue<Month>) => wrap(self.v.plus(1))],
  ["Month previous()", "java.time.Month.JANUARY.previous()", (_run, self: TimeValue<Month>) => wrap(self.v.minus(1))],
  ["int length(boolean leap)", "java.time.Month.FEBRUARY.length(true)", "length"],
  ["int maxLength()", "java.time.Month.FEBRUARY.maxLength()", "maxLength"],
  ["int minLength()", "java.time.Month.FEBRUARY.minLength()", "minLength"],
  ["int firstDayOfYear(boolean leap)", "java.time.Month.MARCH.firstDayOfYear(true)", "firstDayOfYear"],
  ["Month firstMonthOfQuarter()", "java.time.Month.MAY.firstMonthOfQuarter()", "firstMonthOfQuarter"],
  [
    "String getDisplayName(TextStyle style, Locale locale)",
    "java.time.Month.MAY.getDisplayName(java.time.format.TextStyle.FULL, Locale.ENGLISH)",
    (_run, self: TimeValue<Month>, style: EnumValue, locale: Locale) =>
      monthNames(locale, styleOf(style))[self.v.value() - 1] ?? null,
  ],
]);

defineTime(CHRONO_UNIT, [["Duration getDuration()", "java.time.temporal.ChronoUnit.HOURS.duration", "duration"]]);
defineTime(UNIT, [
  [
    "long between(Temporal from, Temporal to)",
    "java.time.temporal.ChronoUnit.DAYS.between(java.time.LocalDate.of(2024, 1, 1), java.time.LocalDate.of(2024, 3, 1))",
    (_run, self: TimeValue<ChronoUnit>, from: TimeValue, to: TimeValue) =>
      BigInt(self.v.between(from.v as unknown as Temporal, to.v as unknown as Temporal)),
  ],
  [
    "boolean isDateBased()",
    "java.time.temporal.ChronoUnit.DAYS.isDateBased()",
    (_run, self: TimeValue) => (self.v as unknown as TemporalUnit).isDateBased(),
  ],
  [
    "boolean isTimeBased()",
    "java.time.temporal.ChronoUnit.DAYS.isTimeBased()",
    (_run, self: TimeValue) => (self.v as unknown as TemporalUnit).isTimeBased(),
  ],
]);
defineTime(FIELD, [
  [
    "boolean isDateBased()",
    "java.time.temporal.ChronoField.YEAR.isDateBased()",
    (_run, self: TimeValue) => (self.v as unknown as TemporalField).isDateBased(),
  ],
  [
    "boolean isTimeBased()",
    "java.time.temporal.ChronoField.YEAR.isTimeBased()",
    (_run, self: TimeValue) => (self.v as unknown as TemporalField).isTimeBased(),
  ],
]);

const ISO_FIELDS = declare("java.time.temporal.IsoFields", OBJECT);
const FIELD_VALUE = declare("java.time.temporal.IsoFields$Field", OBJECT, FIELD);
const UNIT_VALUE = declare("java.time.temporal.IsoFields$Unit", OBJECT, UNIT);
for (const name of ["DAY_OF_QUARTER", "QUARTER_OF_YEAR", "WEEK_OF_WEEK_BASED_YEAR", "WEEK_BASED_YEAR"] as const) {
  ISO_FIELDS.fields.set(name, () => new TimeValue(FIELD_VALUE, joda().IsoFields[name] as never));
}
for (const name of ["WEEK_BASED_YEARS", "QUARTER_YEARS"] as const) {
  ISO_FIELDS.fields.set(name, () => new TimeValue(UNIT_VALUE, joda().IsoFields[name] as never));
}

const WEEK_FIELDS = declare("java.time.temporal.WeekFields", OBJECT);

/** `java.time.temporal.WeekFields`: which day weeks begin with, and how many days the first one needs. */
class WeekFields extends GObject {
  readonly first: number;
  readonly minimal: number;

  constructor(first: number, minimal: number) {
    super();
    this.first = first;
    this.minimal = minimal;
  }

  override get cls(): GClass {
    return WEEK_FIELDS;
  }

  override text(): string {
    return `WeekFields[${DAYS[this.first - 1]},${this.minimal}]`;
  }
}

/** A field that is worked out from a date, as js-joda asks for it. */
function dateField(
  name: string,
  of: (f: { year: number; dayOfYear: number; weekday: number; day: number }) => number,
): TimeValue {
  const field = {
    getFrom(temporal: Temporal): number {
      const date = joda().LocalDate.from(temporal);
      return of({
        year: date.year(),
        dayOfYear: date.dayOfYear(),
        weekday: date.dayOfWeek().value(),
        day: date.dayOfMonth(),
      });
    },
    isSupportedBy: (temporal: Temporal) => temporal.isSupported(joda().ChronoField.EPOCH_DAY),
    isDateBased: () => true,
    isTimeBased: () => false,
    rangeRefinedBy: () => joda().ChronoField.ALIGNED_WEEK_OF_YEAR.range(),
    adjustInto(temporal: Temporal, value: number): Temporal {
      const now = field.getFrom(temporal);
      return name === "DayOfWeek"
        ? temporal.plus(value - now, joda().ChronoUnit.DAYS)
        : temporal.plus(
            (value - now) * (name.includes("Year") && name.includes("BasedYear") && !name.startsWith("Week") ? 364 : 7),
            joda().ChronoUnit.DAYS,
          );
    },
    toString: () => name,
    equals: (other: unknown) => other === field,
    hashCode: () => name.length,
  };
  return new TimeValue(FIELD_VALUE, field as never);
}

function weeksOf(locale: Locale): WeekFields {
  if (["US", "CA", "JP", "BR", "IN", "KR", "MX", "ZA", "IL"].includes(locale.country)) return new WeekFields(7, 1);
  return locale.country === "" && locale.language === "en" ? new WeekFields(1, 1) : new WeekFields(1, 4);
}

const w = "java.time.temporal.WeekFields.ISO";
const on = (field: string) => `java.time.LocalDate.of(2024, 12, 30).get(${w}.${field}())`;

define<WeekFields>(WEEK_FIELDS, [
  [
    "static WeekFields of(Locale locale)",
    "java.time.temporal.WeekFields.of(Locale.US).firstDayOfWeek",
    (_run, _self, locale: Locale) => weeksOf(locale),
  ],
  [
    "static WeekFields of(DayOfWeek first, int minimal)",
    "java.time.temporal.WeekFields.of(java.time.DayOfWeek.MONDAY, 4).toString()",
    (_run, _self, first: TimeValue<DayOfWeek>, minimal: number) => new WeekFields(first.v.value(), minimal),
  ],
  ["DayOfWeek getFirstDayOfWeek()", `${w}.firstDayOfWeek`, (_run, self) => wrap(joda().DayOfWeek.of(self.first))],
  ["int getMinimalDaysInFirstWeek()", `${w}.minimalDaysInFirstWeek`, (_run, self) => self.minimal],
  [
    "TemporalField dayOfWeek()",
    on("dayOfWeek"),
    (_run, self) => dateField("DayOfWeek", (f) => ((f.weekday - self.first + 7) % 7) + 1),
  ],
  [
    "TemporalField weekOfYear()",
    on("weekOfYear"),
    (_run, self) => dateField("WeekOfYear", (f) => plainWeek(f.dayOfYear, f.weekday, self)),
  ],
  [
    "TemporalField weekOfMonth()",
    on("weekOfMonth"),
    (_run, self) => dateField("WeekOfMonth", (f) => plainWeek(f.day, f.weekday, self)),
  ],
  [
    "TemporalField weekOfWeekBasedYear()",
    on("weekOfWeekBasedYear"),
    (_run, self) => dateField("WeekOfWeekBasedYear", (f) => weekOf(f.dayOfYear, f.weekday, f.year, self).week),
  ],
  [
    "TemporalField weekBasedYear()",
    on("weekBasedYear"),
    (_run, self) => dateField("WeekBasedYear", (f) => weekOf(f.dayOfYear, f.weekday, f.year, self).year),
  ],
]);
WEEK_FIELDS.fields.set("ISO", () => new WeekFields(1, 4));
WEEK_FIELDS.fields.set("SUNDAY_START", () => new WeekFields(7, 1));

/** The week counted from the first of the year or month; 0 before its first whole enough week. */
function plainWeek(day: number, weekday: number, { first, minimal }: WeekFields): number {
  const start = day - ((weekday - first + 7) % 7);
  return Math.floor((start + 6 + (7 - minimal)) / 7);
}

export const TEMPORAL_ADJUSTERS = declare("java.time.temporal.TemporalAdjusters", OBJECT);
const date = "java.time.LocalDate.of(2024, 2, 5)";
const adjusters = "java.time.temporal.TemporalAdjusters";
const plain = [
  "firstDayOfMonth",
  "lastDayOfMonth",
  "firstDayOfNextMonth",
  "firstDayOfYear",
  "lastDayOfYear",
  "firstDayOfNextYear",
] as const;
const byDay = ["next", "nextOrSame", "previous", "previousOrSame", "firstInMonth", "lastInMonth"] as const;

define(TEMPORAL_ADJUSTERS, [
  ...plain.map(
    (name) =>
      [
        `static TemporalAdjuster ${name}()`,
        `${date}.with(${adjusters}.${name}())`,
        () => new TimeValue(ADJUSTER_VALUE, joda().TemporalAdjusters[name]() as never),
      ] as const,
  ),
  ...byDay.map(
    (name) =>
      [
        `static TemporalAdjuster ${name}(DayOfWeek day)`,
        `${date}.with(${adjusters}.${name}(java.time.DayOfWeek.FRIDAY))`,
        (_run: unknown, _self: unknown, day: TimeValue<DayOfWeek>) =>
          new TimeValue(ADJUSTER_VALUE, joda().TemporalAdjusters[name](day.v) as never),
      ] as const,
  ),
  [
    "static TemporalAdjuster dayOfWeekInMonth(int ordinal, DayOfWeek day)",
    `${date}.with(${adjusters}.dayOfWeekInMonth(2, java.time.DayOfWeek.FRIDAY))`,
    (_run, _self, ordinal: number, day: TimeValue<DayOfWeek>) =>
      new TimeValue(ADJUSTER_VALUE, joda().TemporalAdjusters.dayOfWeekInMonth(ordinal, day.v) as never),
  ],
]);
