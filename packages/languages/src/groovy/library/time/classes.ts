import type { GClass } from "../../runtime/class.ts";
import { type EnumClass, enumClass } from "../../runtime/enum.ts";
import { readTyped } from "../../runtime/typed.ts";
import { COMPARABLE, declare, declareInterface, OBJECT } from "../../runtime/types.ts";
import { joda } from "./joda.ts";
import { type JodaValue, TimeValue } from "./value.ts";

export const ACCESSOR = declareInterface("java.time.temporal.TemporalAccessor");
export const ADJUSTER = declareInterface("java.time.temporal.TemporalAdjuster");
export const TEMPORAL = declareInterface("java.time.temporal.Temporal", ACCESSOR);
export const AMOUNT = declareInterface("java.time.temporal.TemporalAmount");
export const FIELD = declareInterface("java.time.temporal.TemporalField");
export const UNIT = declareInterface("java.time.temporal.TemporalUnit");
const CHRONO_DATE = declareInterface("java.time.chrono.ChronoLocalDate", TEMPORAL, ADJUSTER, COMPARABLE);
const CHRONO_DATE_TIME = declareInterface("java.time.chrono.ChronoLocalDateTime", TEMPORAL, ADJUSTER, COMPARABLE);
const CHRONO_ZONED = declareInterface("java.time.chrono.ChronoZonedDateTime", TEMPORAL, COMPARABLE);

export const LOCAL_DATE = declare("java.time.LocalDate", OBJECT, CHRONO_DATE);
export const LOCAL_TIME = declare("java.time.LocalTime", OBJECT, TEMPORAL, ADJUSTER, COMPARABLE);
export const LOCAL_DATE_TIME = declare("java.time.LocalDateTime", OBJECT, CHRONO_DATE_TIME);
export const ZONED_DATE_TIME = declare("java.time.ZonedDateTime", OBJECT, CHRONO_ZONED);
export const OFFSET_DATE_TIME = declare("java.time.OffsetDateTime", OBJECT, TEMPORAL, ADJUSTER, COMPARABLE);
export const OFFSET_TIME = declare("java.time.OffsetTime", OBJECT, TEMPORAL, ADJUSTER, COMPARABLE);
export const INSTANT = declare("java.time.Instant", OBJECT, TEMPORAL, ADJUSTER, COMPARABLE);
export const YEAR = declare("java.time.Year", OBJECT, TEMPORAL, ADJUSTER, COMPARABLE);
export const YEAR_MONTH = declare("java.time.YearMonth", OBJECT, TEMPORAL, ADJUSTER, COMPARABLE);
export const MONTH_DAY = declare("java.time.MonthDay", OBJECT, ACCESSOR, ADJUSTER, COMPARABLE);
export const DURATION = declare("java.time.Duration", OBJECT, AMOUNT, COMPARABLE);
export const PERIOD = declare("java.time.Period", OBJECT, AMOUNT);
export const ZONE_ID = declare("java.time.ZoneId", OBJECT);
export const ZONE_OFFSET = declare("java.time.ZoneOffset", ZONE_ID, ACCESSOR, ADJUSTER, COMPARABLE);
export const ZONE_REGION = declare("java.time.ZoneRegion", ZONE_ID);
export const CLOCK = declare("java.time.Clock", OBJECT);
export const ADJUSTER_VALUE = declare("java.time.temporal.TemporalAdjusters$Adjuster", OBJECT, ADJUSTER);
export const CHRONO_UNIT = declare("java.time.temporal.ChronoUnit", OBJECT, UNIT, COMPARABLE);
export const CHRONO_FIELD = declare("java.time.temporal.ChronoField", OBJECT, FIELD, COMPARABLE);
export const DAY_OF_WEEK = declare("java.time.DayOfWeek", OBJECT, ACCESSOR, ADJUSTER, COMPARABLE);
export const MONTH = declare("java.time.Month", OBJECT, ACCESSOR, ADJUSTER, COMPARABLE);
export const TEXT_STYLE: EnumClass = enumClass("java.time.format.TextStyle", [
  "FULL",
  "FULL_STANDALONE",
  "SHORT",
  "SHORT_STANDALONE",
  "NARROW",
  "NARROW_STANDALONE",
]);
export const FORMAT_STYLE: EnumClass = enumClass("java.time.format.FormatStyle", ["FULL", "LONG", "MEDIUM", "SHORT"]);
export const RESOLVER_STYLE: EnumClass = enumClass("java.time.format.ResolverStyle", ["STRICT", "SMART", "LENIENT"]);

let byConstructor: Map<unknown, GClass> | undefined;

/** A value of js-joda as scripts see it; numbers, texts and truth values as they are. */
export function wrap(value: unknown): TimeValue {
  if (!byConstructor) {
    const j = joda();
    byConstructor = new Map<unknown, GClass>([
      [j.LocalDate, LOCAL_DATE],
      [j.LocalTime, LOCAL_TIME],
      [j.LocalDateTime, LOCAL_DATE_TIME],
      [j.ZonedDateTime, ZONED_DATE_TIME],
      [j.OffsetDateTime, OFFSET_DATE_TIME],
      [j.OffsetTime, OFFSET_TIME],
      [j.Instant, INSTANT],
      [j.Year, YEAR],
      [j.YearMonth, YEAR_MONTH],
      [j.MonthDay, MONTH_DAY],
      [j.Duration, DURATION],
      [j.Period, PERIOD],
      [j.ZoneOffset, ZONE_OFFSET],
      [j.ZoneRegion, ZONE_REGION],
      [j.ChronoUnit, CHRONO_UNIT],
      [j.ChronoField, CHRONO_FIELD],
      [j.DayOfWeek, DAY_OF_WEEK],
      [j.Month, MONTH],
    ]);
  }
  const cls = byConstructor.get((value as object).constructor) ?? ZONE_REGION;
  return new TimeValue(cls, value as JodaValue);
}

const PARSED = [
  LOCAL_DATE,
  LOCAL_TIME,
  LOCAL_DATE_TIME,
  ZONED_DATE_TIME,
  OFFSET_DATE_TIME,
  OFFSET_TIME,
  INSTANT,
  YEAR,
  YEAR_MONTH,
  MONTH_DAY,
  DURATION,
  PERIOD,
] as const;
for (const cls of PARSED) {
  readTyped(cls.name, (text) => {
    const type = joda()[cls.simpleName as "LocalDate"];
    return wrap(type.parse(text));
  });
}
for (const cls of [ZONE_REGION, ZONE_OFFSET, ZONE_ID]) readTyped(cls.name, (text) => wrap(joda().ZoneId.of(text)));
readTyped(DAY_OF_WEEK.name, (text) => wrap(joda().DayOfWeek.valueOf(text)));
readTyped(MONTH.name, (text) => wrap(joda().Month.valueOf(text)));
