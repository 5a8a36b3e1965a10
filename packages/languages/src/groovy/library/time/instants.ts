import type { Instant, ZonedDateTime, ZoneId } from "@js-joda/core";
import { JDate } from "../../runtime/date.ts";
import { INSTANT, OFFSET_DATE_TIME, OFFSET_TIME, wrap, ZONED_DATE_TIME } from "./classes.ts";
import { type Clock, zonedNow } from "./clock.ts";
import { defineTime } from "./define.ts";
import { joda } from "./joda.ts";
import { nowInstant } from "./now.ts";
import { fromTemporal, getters, shifts, sugar, temporal, textual, withers } from "./tables.ts";
import type { TimeValue } from "./value.ts";

const i = "java.time.Instant.parse('2024-02-29T14:35:07.123Z')";

defineTime(INSTANT, [
  ["static Instant now()", "java.time.Instant.now() != null", (run) => wrap(nowInstant(run))],
  [
    "static Instant now(Clock clock)",
    "java.time.Instant.now(java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC))",
    (run, _self, clock: Clock) => wrap(clock.instant(run)),
  ],
  ["static Instant ofEpochMilli(long ms)", "java.time.Instant.ofEpochMilli(1709217307123L)", "ofEpochMilli"],
  ["static Instant ofEpochSecond(long second)", "java.time.Instant.ofEpochSecond(0)", "ofEpochSecond"],
  ["static Instant ofEpochSecond(long second, long nano)", "java.time.Instant.ofEpochSecond(0, 5)", "ofEpochSecond"],
  fromTemporal(
    "Instant" as "LocalDate",
    "java.time.ZonedDateTime.of(2024, 1, 1, 10, 0, 0, 0, java.time.ZoneOffset.UTC)",
  ),
  ...textual("Instant", "ISO_INSTANT", i, "2024-02-29T14:35:07Z").filter(
    ([signature]) => !signature.startsWith("String format") && !signature.includes("DateTimeFormatter"),
  ),
  ["long getEpochSecond()", `${i}.epochSecond`, "epochSecond"],
  ["int getNano()", `${i}.nano`, "nano"],
  ["long toEpochMilli()", `${i}.toEpochMilli()`, "toEpochMilli"],
  ...shifts("Instant", i, ["Seconds", "Millis", "Nanos"]),
  ...temporal("Instant", i, "HOURS").map(
    ([s, e, h]) => [s, e.replaceAll("MINUTE_OF_HOUR", "MILLI_OF_SECOND"), h] as const,
  ),
  ["Instant truncatedTo(TemporalUnit unit)", `${i}.truncatedTo(java.time.temporal.ChronoUnit.HOURS)`, "truncatedTo"],
  ["ZonedDateTime atZone(ZoneId zone)", `${i}.atZone(java.time.ZoneId.of('Europe/Amsterdam'))`, "atZone"],
  ["OffsetDateTime atOffset(ZoneOffset offset)", `${i}.atOffset(java.time.ZoneOffset.UTC)`, "atOffset"],
  ["Instant next()", `${i}.next()`, (_run, self: TimeValue<Instant>) => wrap(self.v.plusSeconds(1))],
  [
    "Instant plus(long seconds)",
    `${i} + 1`,
    (_run, self: TimeValue<Instant>, seconds: bigint) => wrap(self.v.plusSeconds(Number(seconds))),
  ],
  [
    "Instant minus(long seconds)",
    `${i} - 1`,
    (_run, self: TimeValue<Instant>, seconds: bigint) => wrap(self.v.minusSeconds(Number(seconds))),
  ],
  ["Date toDate()", `${i}.toDate().time`, (_run, self: TimeValue<Instant>) => new JDate(self.v.toEpochMilli())],
]);
for (const name of ["EPOCH", "MIN", "MAX"] as const) INSTANT.fields.set(name, () => wrap(joda().Instant[name]));

const parts = [
  "getYear",
  "getMonthValue",
  "getMonth",
  "getDayOfMonth",
  "getDayOfWeek",
  "getDayOfYear",
  "getHour",
  "getMinute",
  "getSecond",
  "getNano",
  "getOffset",
  "toLocalDate",
  "toLocalTime",
  "toLocalDateTime",
];
const units = ["Years", "Months", "Weeks", "Days", "Hours", "Minutes", "Seconds", "Nanos"];
const fields = [
  ["Year", 2023],
  ["Month", 3],
  ["DayOfMonth", 1],
  ["DayOfYear", 10],
  ["Hour", 1],
  ["Minute", 2],
  ["Second", 3],
  ["Nano", 4],
] as const;
const z = "java.time.ZonedDateTime.of(2024, 7, 1, 12, 0, 0, 0, java.time.ZoneId.of('Europe/Amsterdam'))";

defineTime(ZONED_DATE_TIME, [
  ["static ZonedDateTime now()", "java.time.ZonedDateTime.now() != null", (run) => wrap(zonedNow(run))],
  [
    "static ZonedDateTime now(ZoneId zone)",
    "java.time.ZonedDateTime.now(java.time.ZoneId.of('UTC')) != null",
    (run, _self, zone: TimeValue<ZoneId>) => wrap(zonedNow(run, zone)),
  ],
  [
    "static ZonedDateTime now(Clock clock)",
    "java.time.ZonedDateTime.now(java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC))",
    (run, _self, clock: Clock) => wrap(zonedNow(run, clock)),
  ],
  [
    "static ZonedDateTime of(int year, int month, int day, int hour, int minute, int second, int nano, ZoneId zone)",
    `${z}.toString()`,
    "of",
  ],
  [
    "static ZonedDateTime of(LocalDateTime local, ZoneId zone)",
    "java.time.ZonedDateTime.of(java.time.LocalDateTime.of(2024, 1, 1, 10, 0), java.time.ZoneOffset.UTC)",
    "of",
  ],
  [
    "static ZonedDateTime of(LocalDate date, LocalTime time, ZoneId zone)",
    "java.time.ZonedDateTime.of(java.time.LocalDate.of(2024, 1, 1), java.time.LocalTime.NOON, java.time.ZoneOffset.UTC)",
    "of",
  ],
  [
    "static ZonedDateTime ofInstant(Instant instant, ZoneId zone)",
    "java.time.ZonedDateTime.ofInstant(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC)",
    "ofInstant",
  ],
  fromTemporal("ZonedDateTime" as "LocalDate", z),
  ...textual("ZonedDateTime", "ISO_ZONED_DATE_TIME", z, "2024-07-01T12:00+02:00[Europe/Amsterdam]"),
  ...getters(z, [...parts, "getZone", "toInstant", "toOffsetDateTime"]),
  ...shifts("ZonedDateTime", z, units),
  ...withers("ZonedDateTime", z, fields),
  ...temporal("ZonedDateTime", z).filter(([signature]) => !/^(int compareTo|boolean is(After|Before))/.test(signature)),
  ["int compareTo(ZonedDateTime other)", `${z}.compareTo(${z})`, "compareTo"],
  ["boolean isAfter(ZonedDateTime other)", `${z}.isAfter(${z})`, "isAfter"],
  ["boolean isBefore(ZonedDateTime other)", `${z}.isBefore(${z})`, "isBefore"],
  ["boolean isEqual(ZonedDateTime other)", `${z}.isEqual(${z})`, "isEqual"],
  [
    "ZonedDateTime truncatedTo(TemporalUnit unit)",
    `${z}.truncatedTo(java.time.temporal.ChronoUnit.DAYS)`,
    "truncatedTo",
  ],
  [
    "ZonedDateTime withZoneSameInstant(ZoneId zone)",
    `${z}.withZoneSameInstant(java.time.ZoneId.of('UTC'))`,
    "withZoneSameInstant",
  ],
  [
    "ZonedDateTime withZoneSameLocal(ZoneId zone)",
    `${z}.withZoneSameLocal(java.time.ZoneId.of('UTC'))`,
    "withZoneSameLocal",
  ],
  ["ZonedDateTime withFixedOffsetZone()", `${z}.withFixedOffsetZone()`, "withFixedOffsetZone"],
  ["ZonedDateTime withEarlierOffsetAtOverlap()", `${z}.withEarlierOffsetAtOverlap()`, "withEarlierOffsetAtOverlap"],
  ["ZonedDateTime withLaterOffsetAtOverlap()", `${z}.withLaterOffsetAtOverlap()`, "withLaterOffsetAtOverlap"],
  ["long toEpochSecond()", `${z}.toEpochSecond()`, "toEpochSecond"],
  ...sugar("ZonedDateTime", z, "plusSeconds"),
  [
    "Date toDate()",
    `${z}.toDate().time`,
    (_run, self: TimeValue<ZonedDateTime>) => new JDate(self.v.toInstant().toEpochMilli()),
  ],
]);

const o = "java.time.OffsetDateTime.of(2024, 7, 1, 12, 0, 0, 0, java.time.ZoneOffset.ofHours(2))";

defineTime(OFFSET_DATE_TIME, [
  [
    "static OffsetDateTime now()",
    "java.time.OffsetDateTime.now() != null",
    (run) => wrap(zonedNow(run).toOffsetDateTime()),
  ],
  [
    "static OffsetDateTime now(ZoneId zone)",
    "java.time.OffsetDateTime.now(java.time.ZoneId.of('UTC')) != null",
    (run, _self, zone: TimeValue<ZoneId>) => wrap(zonedNow(run, zone).toOffsetDateTime()),
  ],
  [
    "static OffsetDateTime of(int year, int month, int day, int hour, int minute, int second, int nano, ZoneOffset offset)",
    `${o}.toString()`,
    "of",
  ],
  [
    "static OffsetDateTime of(LocalDateTime local, ZoneOffset offset)",
    "java.time.OffsetDateTime.of(java.time.LocalDateTime.of(2024, 1, 1, 10, 0), java.time.ZoneOffset.UTC)",
    "of",
  ],
  [
    "static OffsetDateTime of(LocalDate date, LocalTime time, ZoneOffset offset)",
    "java.time.OffsetDateTime.of(java.time.LocalDate.of(2024, 1, 1), java.time.LocalTime.NOON, java.time.ZoneOffset.UTC)",
    "of",
  ],
  [
    "static OffsetDateTime ofInstant(Instant instant, ZoneId zone)",
    "java.time.OffsetDateTime.ofInstant(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC)",
    "ofInstant",
  ],
  fromTemporal("OffsetDateTime" as "LocalDate", z),
  ...textual("OffsetDateTime", "ISO_OFFSET_DATE_TIME", o, "2024-07-01T12:00+02:00"),
  ...getters(o, [...parts, "toInstant", "toZonedDateTime"]),
  ...shifts("OffsetDateTime", o, units),
  ...withers("OffsetDateTime", o, fields),
  ...temporal("OffsetDateTime", o),
  ["boolean isEqual(OffsetDateTime other)", `${o}.isEqual(${o})`, "isEqual"],
  [
    "OffsetDateTime truncatedTo(TemporalUnit unit)",
    `${o}.truncatedTo(java.time.temporal.ChronoUnit.DAYS)`,
    "truncatedTo",
  ],
  [
    "OffsetDateTime withOffsetSameInstant(ZoneOffset offset)",
    `${o}.withOffsetSameInstant(java.time.ZoneOffset.UTC)`,
    "withOffsetSameInstant",
  ],
  [
    "OffsetDateTime withOffsetSameLocal(ZoneOffset offset)",
    `${o}.withOffsetSameLocal(java.time.ZoneOffset.UTC)`,
    "withOffsetSameLocal",
  ],
  [
    "ZonedDateTime atZoneSameInstant(ZoneId zone)",
    `${o}.atZoneSameInstant(java.time.ZoneId.of('UTC'))`,
    "atZoneSameInstant",
  ],
  ["long toEpochSecond()", `${o}.toEpochSecond()`, "toEpochSecond"],
  ...sugar("OffsetDateTime", o, "plusSeconds"),
]);

const ot = "java.time.OffsetTime.of(10, 30, 0, 0, java.time.ZoneOffset.UTC)";

defineTime(OFFSET_TIME, [
  ["static OffsetTime of(int hour, int minute, int second, int nano, ZoneOffset offset)", `${ot}.toString()`, "of"],
  [
    "static OffsetTime of(LocalTime time, ZoneOffset offset)",
    "java.time.OffsetTime.of(java.time.LocalTime.NOON, java.time.ZoneOffset.UTC)",
    "of",
  ],
  ["static OffsetTime parse(CharSequence text)", "java.time.OffsetTime.parse('10:30+02:00')", "parse"],
  ...getters(ot, ["getHour", "getMinute", "getSecond", "getNano", "getOffset", "toLocalTime"]),
  ...shifts("OffsetTime", ot, ["Hours", "Minutes", "Seconds", "Nanos"]),
  ["int compareTo(OffsetTime other)", `${ot}.compareTo(${ot})`, "compareTo"],
  ["boolean isAfter(OffsetTime other)", `${ot}.isAfter(${ot})`, "isAfter"],
  ["boolean isBefore(OffsetTime other)", `${ot}.isBefore(${ot})`, "isBefore"],
]);
