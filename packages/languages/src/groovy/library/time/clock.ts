import type { Instant, ZonedDateTime, ZoneId } from "@js-joda/core";
import type { GClass } from "../../runtime/class.ts";
import { GObject } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { CLOCK, wrap } from "./classes.ts";
import { defineTime } from "./define.ts";
import { joda } from "./joda.ts";
import { flowZone, nowInstant } from "./now.ts";
import type { TimeValue } from "./value.ts";

/** `java.time.Clock`: an instant that stands, or what the flow calls now, in a zone. */
export class Clock extends GObject {
  readonly zone: ZoneId;
  readonly #at: Instant | undefined;

  constructor(zone: ZoneId, at?: Instant) {
    super();
    this.zone = zone;
    this.#at = at;
  }

  override get cls(): GClass {
    return CLOCK;
  }

  instant(run: Run): Instant {
    return this.#at ?? nowInstant(run);
  }
}

/** Now in a zone, by a clock, or in the flow's own zone. */
export function zonedNow(run: Run, where?: TimeValue<ZoneId> | Clock): ZonedDateTime {
  if (where instanceof Clock) return where.instant(run).atZone(where.zone);
  return nowInstant(run).atZone(where ? where.v : flowZone(run));
}

const fixed = "java.time.Clock.fixed(java.time.Instant.EPOCH, java.time.ZoneOffset.UTC)";

defineTime(CLOCK, [
  ["static Clock systemUTC()", "java.time.Clock.systemUTC().zone.id", () => new Clock(joda().ZoneOffset.UTC)],
  [
    "static Clock systemDefaultZone()",
    "java.time.Clock.systemDefaultZone() != null",
    (run) => new Clock(flowZone(run)),
  ],
  [
    "static Clock system(ZoneId zone)",
    "java.time.Clock.system(java.time.ZoneId.of('UTC')).zone.id",
    (_run, _self, zone: TimeValue<ZoneId>) => new Clock(zone.v),
  ],
  [
    "static Clock fixed(Instant at, ZoneId zone)",
    `${fixed}.instant()`,
    (_run, _self, at: TimeValue<Instant>, zone: TimeValue<ZoneId>) => new Clock(zone.v, at.v),
  ],
  ["Instant instant()", `${fixed}.instant()`, (run, self: Clock) => wrap(self.instant(run))],
  ["long millis()", `${fixed}.millis()`, (run, self: Clock) => BigInt(self.instant(run).toEpochMilli())],
  ["ZoneId getZone()", `${fixed}.zone.id`, (_run, self: Clock) => wrap(self.zone)],
]);
