import type { LocalDateTime, ZoneId } from "@js-joda/core";
import { JDate } from "../../runtime/date.ts";
import { LOCAL_DATE_TIME, LOCAL_TIME, wrap } from "./classes.ts";
import { type Clock, zonedNow } from "./clock.ts";
import { defineTime } from "./define.ts";
import { joda } from "./joda.ts";
import { flowZone } from "./now.ts";
import { fromTemporal, getters, shifts, sugar, temporal, textual, withers } from "./tables.ts";
import type { TimeValue } from "./value.ts";

const t = "java.time.LocalTime.of(14, 35, 7)";

defineTime(LOCAL_TIME, [
  ["static LocalTime now()", "java.time.LocalTime.now() != null", (run) => wrap(zonedNow(run).toLocalTime())],
  [
    "static LocalTime now(ZoneId zone)",
    "java.time.LocalTime.now(java.time.ZoneId.of('UTC')) != null",
    (run, _self, zone: TimeValue<ZoneId>) => wrap(zonedNow(run, zone).toLocalTime()),
  ],
  ["static LocalTime of(int hour, int minute)", "java.time.LocalTime.of(9, 5)", "of"],
  ["static LocalTime of(int hour, int minute, int second)", `${t}.toString()`, "of"],
  [
    "static LocalTime of(int hour, int minute, int second, int nano)",
    "java.time.LocalTime.of(9, 5, 1, 500000000)",
    "of",
  ],
  ["static LocalTime ofSecondOfDay(long second)", "java.time.LocalTime.ofSecondOfDay(3600)", "ofSecondOfDay"],
  ["static LocalTime ofNanoOfDay(long nano)", "java.time.LocalTime.ofNanoOfDay(1000000000L)", "ofNanoOfDay"],
  fromTemporal("LocalTime" as "LocalDate", "java.time.LocalDateTime.of(2024, 1, 1, 10, 0)"),
  ...textual("LocalTime", "ISO_LOCAL_TIME", t, "14:35:07"),
  ...getters(t, ["getHour", "getMinute", "getSecond", "getNano"]),
  ...shifts("LocalTime", t, ["Hours", "Minutes", "Seconds", "Nanos"]),
  ...withers("LocalTime", t, [
    ["Hour", 1],
    ["Minute", 2],
    ["Second", 3],
    ["Nano", 4],
  ]),
  ...temporal("LocalTime", t, "HOURS"),
  ["int toSecondOfDay()", `${t}.toSecondOfDay()`, "toSecondOfDay"],
  ["long toNanoOfDay()", `${t}.toNanoOfDay()`, "toNanoOfDay"],
  ["LocalTime truncatedTo(TemporalUnit unit)", `${t}.truncatedTo(java.time.temporal.ChronoUnit.HOURS)`, "truncatedTo"],
  ["LocalDateTime atDate(LocalDate date)", `${t}.atDate(java.time.LocalDate.of(2024, 1, 1))`, "atDate"],
  ...sugar("LocalTime", t, "plusSeconds"),
]);
for (const name of ["MIN", "MAX", "NOON", "MIDNIGHT"] as const)
  LOCAL_TIME.fields.set(name, () => wrap(joda().LocalTime[name]));

const dt = "java.time.LocalDateTime.of(2024, 2, 29, 14, 35, 7)";

defineTime(LOCAL_DATE_TIME, [
  [
    "static LocalDateTime now()",
    "java.time.LocalDateTime.now() != null",
    (run) => wrap(zonedNow(run).toLocalDateTime()),
  ],
  [
    "static LocalDateTime now(ZoneId zone)",
    "java.time.LocalDateTime.now(java.time.ZoneId.of('UTC')) != null",
    (run, _self, zone: TimeValue<ZoneId>) => wrap(zonedNow(run, zone).toLocalDateTime()),
  ],
  [
    "static LocalDateTime now(Clock clock)",
    "java.time.LocalDateTime.now(java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC))",
    (run, _self, clock: Clock) => wrap(zonedNow(run, clock).toLocalDateTime()),
  ],
  [
    "static LocalDateTime of(int year, int month, int day, int hour, int minute)",
    "java.time.LocalDateTime.of(2024, 2, 29, 14, 35)",
    "of",
  ],
  ["static LocalDateTime of(int year, int month, int day, int hour, int minute, int second)", `${dt}.toString()`, "of"],
  [
    "static LocalDateTime of(int year, int month, int day, int hour, int minute, int second, int nano)",
    "java.time.LocalDateTime.of(2024, 2, 29, 14, 35, 7, 123000000)",
    "of",
  ],
  [
    "static LocalDateTime of(LocalDate date, LocalTime time)",
    "java.time.LocalDateTime.of(java.time.LocalDate.of(2024, 1, 1), java.time.LocalTime.NOON)",
    "of",
  ],
  [
    "static LocalDateTime ofEpochSecond(long second, int nano, ZoneOffset offset)",
    "java.time.LocalDateTime.ofEpochSecond(0, 0, java.time.ZoneOffset.UTC)",
    "ofEpochSecond",
  ],
  [
    "static LocalDateTime ofInstant(Instant instant, ZoneId zone)",
    "java.time.LocalDateTime.ofInstant(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC)",
    "ofInstant",
  ],
  fromTemporal(
    "LocalDateTime" as "LocalDate",
    "java.time.ZonedDateTime.of(2024, 1, 1, 10, 0, 0, 0, java.time.ZoneOffset.UTC)",
  ),
  ...textual("LocalDateTime", "ISO_LOCAL_DATE_TIME", dt, "2024-02-29T14:35:07"),
  ...getters(dt, [
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
    "toLocalDate",
    "toLocalTime",
  ]),
  ...shifts("LocalDateTime", dt, ["Years", "Months", "Weeks", "Days", "Hours", "Minutes", "Seconds", "Nanos"]),
  ...withers("LocalDateTime", dt, [
    ["Year", 2023],
    ["Month", 3],
    ["DayOfMonth", 1],
    ["DayOfYear", 10],
    ["Hour", 1],
    ["Minute", 2],
    ["Second", 3],
    ["Nano", 4],
  ]),
  ...temporal("LocalDateTime", dt),
  ["boolean isEqual(LocalDateTime other)", `${dt}.isEqual(${dt})`, "isEqual"],
  [
    "LocalDateTime truncatedTo(TemporalUnit unit)",
    `${dt}.truncatedTo(java.time.temporal.ChronoUnit.HOURS)`,
    "truncatedTo",
  ],
  ["ZonedDateTime atZone(ZoneId zone)", `${dt}.atZone(java.time.ZoneId.of('Europe/Amsterdam'))`, "atZone"],
  ["OffsetDateTime atOffset(ZoneOffset offset)", `${dt}.atOffset(java.time.ZoneOffset.UTC)`, "atOffset"],
  ["Instant toInstant(ZoneOffset offset)", `${dt}.toInstant(java.time.ZoneOffset.UTC)`, "toInstant"],
  ["long toEpochSecond(ZoneOffset offset)", `${dt}.toEpochSecond(java.time.ZoneOffset.UTC)`, "toEpochSecond"],
  ...sugar("LocalDateTime", dt, "plusSeconds"),
  [
    "Date toDate()",
    `${dt}.toDate().time`,
    (run, self: TimeValue<LocalDateTime>) => new JDate(self.v.atZone(flowZone(run)).toInstant().toEpochMilli()),
  ],
]);
LOCAL_DATE_TIME.fields.set("MIN", () => wrap(joda().LocalDateTime.MIN));
LOCAL_DATE_TIME.fields.set("MAX", () => wrap(joda().LocalDateTime.MAX));
