import type { LocalDate, TemporalAdjuster } from "@js-joda/core";
import type { Run } from "../../runtime/run.ts";
import { COMPARABLE, declare, declareInterface, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { joda } from "./joda.ts";
import { TimeValue } from "./value.ts";
import { offsetAt } from "./zone.ts";

const TEMPORAL = declareInterface("java.time.temporal.Temporal");
const TEMPORAL_ADJUSTER = declareInterface("java.time.temporal.TemporalAdjuster");
export const LOCAL_DATE = declare("java.time.LocalDate", OBJECT, TEMPORAL, TEMPORAL_ADJUSTER, COMPARABLE);
export const TEMPORAL_ADJUSTERS = declare("java.time.temporal.TemporalAdjusters", OBJECT);
const ADJUSTER = declare("java.time.temporal.TemporalAdjusters$Adjuster", OBJECT, TEMPORAL_ADJUSTER);

type Date = TimeValue<LocalDate>;

function wrap(date: LocalDate): Date {
  return new TimeValue(LOCAL_DATE, date);
}

define(LOCAL_DATE, [
  [
    "static LocalDate now()",
    "java.time.LocalDate.now()",
    (run: Run) => {
      const { scope } = run.exchange;
      const ms = scope.now();
      return wrap(joda().LocalDate.ofEpochDay(Math.floor((ms + offsetAt(scope.timeZone, ms)) / 86_400_000)));
    },
  ],
  [
    "LocalDate with(TemporalAdjuster adjuster)",
    "java.time.LocalDate.of(2024, 2, 5).with(java.time.temporal.TemporalAdjusters.lastDayOfMonth())",
    (_run: Run, self: Date, adjuster: TimeValue) =>
      wrap(self.v.with(adjuster.v as unknown as TemporalAdjuster) as LocalDate),
  ],
]);

define(TEMPORAL_ADJUSTERS, [
  [
    "static TemporalAdjuster lastDayOfMonth()",
    "java.time.LocalDate.of(2024, 2, 5).with(java.time.temporal.TemporalAdjusters.lastDayOfMonth())",
    () => new TimeValue(ADJUSTER, joda().TemporalAdjusters.lastDayOfMonth() as never),
  ],
]);
