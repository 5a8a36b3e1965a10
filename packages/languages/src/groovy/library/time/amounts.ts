import type { Duration, Period } from "@js-joda/core";
import { toBigInt } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { DURATION, PERIOD, wrap } from "./classes.ts";
import { defineTime } from "./define.ts";
import { joda } from "./joda.ts";
import { getters } from "./tables.ts";
import type { TimeValue } from "./value.ts";

const d = "java.time.Duration.ofMinutes(135)";
const units = ["Days", "Hours", "Minutes", "Seconds", "Millis", "Nanos"];

defineTime(DURATION, [
  ...units.map(
    (unit) => [`static Duration of${unit}(long count)`, `java.time.Duration.of${unit}(3)`, `of${unit}`] as const,
  ),
  ["static Duration ofSeconds(long seconds, long nano)", "java.time.Duration.ofSeconds(3661, 5000000)", "ofSeconds"],
  [
    "static Duration of(long count, TemporalUnit unit)",
    "java.time.Duration.of(3, java.time.temporal.ChronoUnit.HOURS)",
    "of",
  ],
  [
    "static Duration between(Temporal from, Temporal to)",
    "java.time.Duration.between(java.time.LocalTime.of(9, 0), java.time.LocalTime.of(10, 30))",
    (_run, _self, from: TimeValue, to: TimeValue) => {
      const a = from.v as unknown as Parameters<typeof Duration.between>[0];
      // js-joda measures days where Java finds that a date has no seconds.
      if (from.cls.simpleName === "LocalDate")
        throw throwNew("java.time.temporal.UnsupportedTemporalTypeException", "Unsupported unit: Seconds");
      return wrap(joda().Duration.between(a, to.v as never));
    },
  ],
  [
    "static Duration parse(CharSequence text)",
    "java.time.Duration.parse('PT1H30M')",
    (_run, _self, text: string) => wrap(joda().Duration.parse(text)),
  ],
  ["static Duration from(TemporalAmount amount)", "java.time.Duration.from(java.time.Duration.ofHours(1))", "from"],
  ["long getSeconds()", `${d}.seconds`, "seconds"],
  ["int getNano()", `${d}.nano`, "nano"],
  ["long toDays()", `${d}.toDays()`, "toDays"],
  ["long toHours()", `${d}.toHours()`, "toHours"],
  ["long toMinutes()", `${d}.toMinutes()`, "toMinutes"],
  ["long toSeconds()", `${d}.toSeconds()`, "seconds"],
  ["long toMillis()", `${d}.toMillis()`, "toMillis"],
  ["long toNanos()", `${d}.toNanos()`, "toNanos"],
  [
    "long toDaysPart()",
    "java.time.Duration.ofHours(50).toDaysPart()",
    (_run, self: TimeValue<Duration>) => BigInt(self.v.toDays()),
  ],
  ["int toHoursPart()", `${d}.toHoursPart()`, (_run, self: TimeValue<Duration>) => self.v.toHours() % 24],
  ["int toMinutesPart()", `${d}.toMinutesPart()`, (_run, self: TimeValue<Duration>) => self.v.toMinutes() % 60],
  ["int toSecondsPart()", `${d}.toSecondsPart()`, (_run, self: TimeValue<Duration>) => self.v.seconds() % 60],
  [
    "int toMillisPart()",
    `${d}.toMillisPart()`,
    (_run, self: TimeValue<Duration>) => Math.floor(self.v.nano() / 1_000_000),
  ],
  ...units.flatMap((unit) => [
    [`Duration plus${unit}(long count)`, `${d}.plus${unit}(1)`, `plus${unit}`] as const,
    [`Duration minus${unit}(long count)`, `${d}.minus${unit}(1)`, `minus${unit}`] as const,
  ]),
  [
    "Duration plus(Duration other)",
    `${d} + java.time.Duration.ofHours(1)`,
    (_run, self: TimeValue<Duration>, other: TimeValue<Duration>) => wrap(self.v.plusDuration(other.v)),
  ],
  [
    "Duration minus(Duration other)",
    `${d} - java.time.Duration.ofHours(1)`,
    (_run, self: TimeValue<Duration>, other: TimeValue<Duration>) => wrap(self.v.minusDuration(other.v)),
  ],
  ["Duration plus(long count, TemporalUnit unit)", `${d}.plus(1, java.time.temporal.ChronoUnit.HOURS)`, "plus"],
  ["Duration minus(long count, TemporalUnit unit)", `${d}.minus(1, java.time.temporal.ChronoUnit.HOURS)`, "minus"],
  ["Duration multipliedBy(long count)", `${d}.multipliedBy(2)`, "multipliedBy"],
  [
    "Duration multiply(Number count)",
    `${d} * 2`,
    (_run, self: TimeValue<Duration>, count: Obj) => wrap(self.v.multipliedBy(Number(toBigInt(count)))),
  ],
  ["Duration dividedBy(long count)", `${d}.dividedBy(2)`, "dividedBy"],
  [
    "Duration div(Number count)",
    `${d} / 2`,
    (_run, self: TimeValue<Duration>, count: Obj) => wrap(self.v.dividedBy(Number(toBigInt(count)))),
  ],
  ["Duration negated()", `${d}.negated()`, "negated"],
  ["Duration abs()", `${d}.abs()`, "abs"],
  [
    "Duration truncatedTo(TemporalUnit unit)",
    `${d}.truncatedTo(java.time.temporal.ChronoUnit.HOURS)`,
    (_run, self: TimeValue<Duration>, unit: TimeValue) => {
      const size = (unit.v as unknown as { duration(): Duration }).duration().seconds() || 1;
      return wrap(joda().Duration.ofSeconds(Math.trunc(self.v.seconds() / size) * size));
    },
  ],
  ["boolean isZero()", `${d}.zero`, "isZero"],
  ["boolean isNegative()", `${d}.negative`, "isNegative"],
  ["int compareTo(Duration other)", `${d}.compareTo(${d})`, "compareTo"],
]);
DURATION.fields.set("ZERO", () => wrap(joda().Duration.ZERO));

const p = "java.time.Period.of(1, 2, 3)";
const periods = ["Years", "Months", "Weeks", "Days"];

defineTime(PERIOD, [
  ["static Period of(int years, int months, int days)", `${p}.toString()`, "of"],
  ...periods.map(
    (unit) => [`static Period of${unit}(int count)`, `java.time.Period.of${unit}(3)`, `of${unit}`] as const,
  ),
  [
    "static Period between(LocalDate from, LocalDate to)",
    "java.time.Period.between(java.time.LocalDate.of(2024, 1, 31), java.time.LocalDate.of(2024, 3, 1))",
    "between",
  ],
  ["static Period parse(CharSequence text)", "java.time.Period.parse('P1M')", "parse"],
  ["static Period from(TemporalAmount amount)", `java.time.Period.from(${p})`, "from"],
  ...getters(p, ["getYears", "getMonths", "getDays"]),
  ["long toTotalMonths()", `${p}.toTotalMonths()`, "toTotalMonths"],
  ["Period normalized()", "java.time.Period.of(0, 15, 0).normalized()", "normalized"],
  ["Period negated()", `${p}.negated()`, "negated"],
  ["Period multipliedBy(int count)", `${p}.multipliedBy(2)`, "multipliedBy"],
  [
    "Period multiply(Number count)",
    `${p} * 2`,
    (_run, self: TimeValue<Period>, count: Obj) => wrap(self.v.multipliedBy(Number(toBigInt(count)))),
  ],
  ...["Years", "Months", "Days"].flatMap((unit) => [
    [`Period plus${unit}(long count)`, `${p}.plus${unit}(1)`, `plus${unit}`] as const,
    [`Period minus${unit}(long count)`, `${p}.minus${unit}(1)`, `minus${unit}`] as const,
    [`Period with${unit}(int count)`, `${p}.with${unit}(9)`, `with${unit}`] as const,
  ]),
  ["Period plus(TemporalAmount other)", `${p} + java.time.Period.ofDays(1)`, "plus"],
  ["Period minus(TemporalAmount other)", `${p} - java.time.Period.ofDays(1)`, "minus"],
  ["boolean isZero()", `${p}.zero`, "isZero"],
  ["boolean isNegative()", `${p}.negative`, "isNegative"],
]);
PERIOD.fields.set("ZERO", () => wrap(joda().Period.ZERO));
