import type { Instant, LocalDate, ZoneId } from "@js-joda/core";
import type { Run } from "../../runtime/run.ts";
import { joda } from "./joda.ts";
import { offsetAt } from "./zone.ts";

/** What the flow calls now. */
export function nowInstant(run: Run): Instant {
  return joda().Instant.ofEpochMilli(Math.floor(run.exchange.scope.now()));
}

/** The zone of the flow. */
export function flowZone(run: Run): ZoneId {
  return joda().ZoneId.of(run.exchange.scope.timeZone);
}

/** Today in the flow's zone, without the detour over a zoned time: the most frequent call of all. */
export function today(run: Run): LocalDate {
  const { scope } = run.exchange;
  const ms = scope.now();
  return joda().LocalDate.ofEpochDay(Math.floor((ms + offsetAt(scope.timeZone, ms)) / 86_400_000));
}
