import type { LocalDate, ZoneId } from "@js-joda/core";
import { DATE, JDate } from "../../runtime/date.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { streamOf } from "../collection/stream.ts";
import { CALENDAR, type Calendar } from "../date/calendar-fields.ts";
import { DAY_OF_WEEK, LOCAL_DATE, MONTH, MONTH_DAY, wrap, YEAR, YEAR_MONTH } from "./classes.ts";
import { type Clock, zonedNow } from "./clock.ts";
import { defineTime } from "./define.ts";
import { joda } from "./joda.ts";
import { flowZone, today } from "./now.ts";
import { fromTemporal, getters, shifts, sugar, temporal, textual, withers } from "./tables.ts";
import { setSuccessor, type TimeValue } from "./value.ts";

const d = "java.time.LocalDate.of(2024, 2, 29)";

defineTime(LOCAL_DATE, [
  ["static LocalDate now()", "java.time.LocalDate.now() != null", (run) => wrap(today(run))],
  [
    "static LocalDate now(ZoneId zone)",
    "java.time.LocalDate.now(java.time.ZoneId.of('UTC')) != null",
    (run, _self, zone: TimeValue<ZoneId>) => wrap(zonedNow(run, zone).toLocalDate()),
  ],
  [
    "static LocalDate now(Clock clock)",
    "java.time.LocalDate.now(java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC))",
    (run, _self, clock: Clock) => wrap(zonedNow(run, clock).toLocalDate()),
  ],
  ["static LocalDate of(int year, int month, int day)", `${d}.toString()`, "of"],
  ["static LocalDate of(int year, Month month, int day)", "java.time.LocalDate.of(2024, java.time.Month.MAY, 1)", "of"],
  ["static LocalDate ofEpochDay(long day)", "java.time.LocalDate.ofEpochDay(19782)", "ofEpochDay"],
  ["static LocalDate ofYearDay(int year, int day)", "java.time.LocalDate.ofYearDay(2024, 60)", "ofYearDay"],
  [
    "static LocalDate ofInstant(Instant instant, ZoneId zone)",
    "java.time.LocalDate.ofInstant(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC)",
    "ofInstant",
  ],
  fromTemporal("LocalDate", "java.time.LocalDateTime.of(2024, 1, 1, 10, 0)"),
  ...textual("LocalDate", "ISO_LOCAL_DATE", d, "2024-02-29"),
  ...getters(d, [
    "getYear",
    "getMonthValue",
    "getMonth",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "lengthOfMonth",
    "lengthOfYear",
  ]),
  ["boolean isLeapYear()", `${d}.leapYear`, "isLeapYear"],
  ...shifts("LocalDate", d, ["Years", "Months", "Weeks", "Days"]),
  ...withers("LocalDate", d, [
    ["Year", 2023],
    ["Month", 3],
    ["DayOfMonth", 1],
    ["DayOfYear", 10],
  ]),
  ...temporal("LocalDate", d),
  ["boolean isEqual(ChronoLocalDate other)", `${d}.isEqual(${d})`, "isEqual"],
  ["Period until(ChronoLocalDate end)", `${d}.until(java.time.LocalDate.of(2024, 5, 1))`, "until"],
  ["long toEpochDay()", `${d}.toEpochDay()`, "toEpochDay"],
  ["LocalDateTime atStartOfDay()", `${d}.atStartOfDay()`, "atStartOfDay"],
  [
    "ZonedDateTime atStartOfDay(ZoneId zone)",
    `${d}.atStartOfDay(java.time.ZoneId.of('Europe/Amsterdam'))`,
    "atStartOfDay",
  ],
  ["LocalDateTime atTime(int hour, int minute)", `${d}.atTime(10, 30)`, "atTime"],
  ["LocalDateTime atTime(int hour, int minute, int second)", `${d}.atTime(10, 30, 5)`, "atTime"],
  ["LocalDateTime atTime(LocalTime time)", `${d}.atTime(java.time.LocalTime.NOON)`, "atTime"],
  [
    "Stream datesUntil(LocalDate end)",
    `${d}.datesUntil(java.time.LocalDate.of(2024, 3, 2)).count()`,
    (run, self: TimeValue<LocalDate>, end: TimeValue<LocalDate>) => {
      let at = self.v;
      return streamOf(
        run,
        daysUntil(run, at, end.v, (next) => {
          at = next;
        }),
      );
    },
  ],
  ...sugar("LocalDate", d, "plusDays"),
  [
    "Period minus(LocalDate other)",
    `(${d} - java.time.LocalDate.of(2024, 1, 1)).toString()`,
    (_run, self: TimeValue<LocalDate>, other: TimeValue<LocalDate>) => wrap(joda().Period.between(other.v, self.v)),
  ],
  ["LocalDateTime leftShift(LocalTime time)", `${d} << java.time.LocalTime.NOON`, "atTime"],
  [
    "Date toDate()",
    `${d}.toDate().time`,
    (run, self: TimeValue<LocalDate>) => new JDate(self.v.atStartOfDay(flowZone(run)).toInstant().toEpochMilli()),
  ],
]);
LOCAL_DATE.fields.set("MIN", () => wrap(joda().LocalDate.MIN));
LOCAL_DATE.fields.set("MAX", () => wrap(joda().LocalDate.MAX));
LOCAL_DATE.fields.set("EPOCH", () => wrap(joda().LocalDate.EPOCH_0));

function daysUntil(run: Run, from: LocalDate, end: LocalDate, moved: (at: LocalDate) => void): Obj[] {
  const days: Obj[] = [];
  for (let at = from; at.isBefore(end); at = at.plusDays(1)) {
    run.step();
    run.take(64);
    days.push(wrap(at));
    moved(at);
  }
  return days;
}

const ym = "java.time.YearMonth.of(2024, 2)";
defineTime(YEAR_MONTH, [
  ["static YearMonth now()", "java.time.YearMonth.now() != null", (run) => wrap(joda().YearMonth.from(today(run)))],
  [
    "static YearMonth now(ZoneId zone)",
    "java.time.YearMonth.now(java.time.ZoneId.of('UTC')) != null",
    (run, _self, zone: TimeValue<ZoneId>) => wrap(joda().YearMonth.from(zonedNow(run, zone))),
  ],
  ["static YearMonth of(int year, int month)", `${ym}.toString()`, "of"],
  ["static YearMonth of(int year, Month month)", "java.time.YearMonth.of(2024, java.time.Month.MAY)", "of"],
  fromTemporal("YearMonth" as "LocalDate", d),
  ...textual("YearMonth", "YEAR_MONTH", ym, "2024-02").map(
    ([s, e, h]) =>
      [
        s,
        e.replace(
          "java.time.format.DateTimeFormatter.YEAR_MONTH",
          "java.time.format.DateTimeFormatter.ofPattern('yyyy-MM')",
        ),
        h,
      ] as const,
  ),
  ...getters(ym, ["getYear", "getMonthValue", "getMonth", "lengthOfMonth", "lengthOfYear"]),
  ["boolean isLeapYear()", `${ym}.leapYear`, "isLeapYear"],
  ["boolean isValidDay(int day)", `${ym}.isValidDay(30)`, "isValidDay"],
  ...shifts("YearMonth", ym, ["Years", "Months"]),
  ...withers("YearMonth", ym, [
    ["Year", 2023],
    ["Month", 3],
  ]),
  ...temporal("YearMonth", ym, "MONTHS"),
  ["LocalDate atDay(int day)", `${ym}.atDay(1)`, "atDay"],
  ["LocalDate atEndOfMonth()", `${ym}.atEndOfMonth()`, "atEndOfMonth"],
  ...sugar("YearMonth", ym, "plusMonths"),
]);

const y = "java.time.Year.of(2024)";
defineTime(YEAR, [
  ["static Year now()", "java.time.Year.now() != null", (run) => wrap(joda().Year.of(today(run).year()))],
  ["static Year of(int year)", `${y}.toString()`, "of"],
  ["static Year parse(CharSequence text)", "java.time.Year.parse('2024')", "parse"],
  ["static boolean isLeap(long year)", "java.time.Year.isLeap(2100L)", "isLeap"],
  ["boolean isLeap()", `${y}.isLeap()`, "isLeap"],
  ["int getValue()", `${y}.value`, "value"],
  ["int length()", `${y}.length()`, "length"],
  ["LocalDate atDay(int day)", `${y}.atDay(60)`, "atDay"],
  ["YearMonth atMonth(int month)", `${y}.atMonth(2)`, "atMonth"],
  ...shifts("Year", y, ["Years"]),
  ...temporal("Year", y, "YEARS"),
  ...sugar("Year", y, "plusYears"),
]);

const md = "java.time.MonthDay.of(2, 29)";
defineTime(MONTH_DAY, [
  ["static MonthDay now()", "java.time.MonthDay.now() != null", (run) => wrap(joda().MonthDay.from(today(run)))],
  ["static MonthDay of(int month, int day)", `${md}.toString()`, "of"],
  ["static MonthDay parse(CharSequence text)", "java.time.MonthDay.parse('--02-29')", "parse"],
  fromTemporal("MonthDay" as "LocalDate", d),
  ...getters(md, ["getMonthValue", "getMonth", "getDayOfMonth"]),
  ["LocalDate atYear(int year)", `${md}.atYear(2024)`, "atYear"],
  ["boolean isValidYear(int year)", `${md}.isValidYear(2023)`, "isValidYear"],
  ["int compareTo(MonthDay other)", `${md}.compareTo(${md})`, "compareTo"],
  ["boolean isAfter(MonthDay other)", `${md}.isAfter(${md})`, "isAfter"],
  ["boolean isBefore(MonthDay other)", `${md}.isBefore(${md})`, "isBefore"],
]);

defineTime(CALENDAR, [
  [
    "Instant toInstant()",
    "Calendar.getInstance().toInstant() != null",
    (_run, self: Calendar) => wrap(joda().Instant.ofEpochMilli(self.ms)),
  ],
]);

defineTime(DATE, [
  [
    "Instant toInstant()",
    "new Date(0L).toInstant()",
    (_run, self: JDate) => wrap(joda().Instant.ofEpochMilli(self.ms)),
  ],
  [
    "static Date from(Instant instant)",
    "Date.from(java.time.Instant.EPOCH).time",
    (_run, _self, instant: TimeValue) => new JDate((instant.v as unknown as { toEpochMilli(): number }).toEpochMilli()),
  ],
  [
    "LocalDate toLocalDate()",
    "new Date(0L).toLocalDate() != null",
    (run, self: JDate) => wrap(joda().Instant.ofEpochMilli(self.ms).atZone(flowZone(run)).toLocalDate()),
  ],
  [
    "LocalDateTime toLocalDateTime()",
    "new Date(0L).toLocalDateTime() != null",
    (run, self: JDate) => wrap(joda().Instant.ofEpochMilli(self.ms).atZone(flowZone(run)).toLocalDateTime()),
  ],
  [
    "ZonedDateTime toZonedDateTime()",
    "new Date(0L).toZonedDateTime() != null",
    (run, self: JDate) => wrap(joda().Instant.ofEpochMilli(self.ms).atZone(flowZone(run))),
  ],
]);

const STEPS: readonly (readonly [unknown, string])[] = [
  [LOCAL_DATE, "plusDays"],
  [YEAR_MONTH, "plusMonths"],
  [YEAR, "plusYears"],
  [DAY_OF_WEEK, "plus"],
  [MONTH, "plus"],
];

setSuccessor((value, step) => {
  const method = STEPS.find(([cls]) => cls === value.cls)?.[1] ?? "plusSeconds";
  const shift = (value.v as unknown as Record<string, (count: number) => unknown>)[method];
  return shift ? wrap(shift.call(value.v, step)) : undefined;
});
