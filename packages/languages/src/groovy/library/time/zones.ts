import type { Instant, ZoneId, ZoneRules } from "@js-joda/core";
import type { GClass } from "../../runtime/class.ts";
import { JSet } from "../../runtime/map.ts";
import { GObject } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { setZoneIds, TIME_ZONE, TimeZone } from "../date/timezone.ts";
import { define } from "../define.ts";
import { wrap, ZONE_ID, ZONE_OFFSET } from "./classes.ts";
import { defineTime } from "./define.ts";
import { joda } from "./joda.ts";
import { flowZone } from "./now.ts";
import type { TimeValue } from "./value.ts";

const ZONE_RULES = declare("java.time.zone.ZoneRules", OBJECT);

class Rules extends GObject {
  readonly rules: ZoneRules;

  constructor(rules: ZoneRules) {
    super();
    this.rules = rules;
  }

  override get cls(): GClass {
    return ZONE_RULES;
  }
}

/** A zone by its id. js-joda reads `SYSTEM` as the machine's zone, which no script may see. */
export function zoneById(id: string): ZoneId {
  if (id === "SYSTEM") throw throwNew("java.time.zone.ZoneRulesException", "Unknown time-zone ID: SYSTEM");
  return joda().ZoneId.of(id);
}

setZoneIds((id) => wrap(zoneById(id.startsWith("GMT+") || id.startsWith("GMT-") ? id.slice(3) : id)));

const z = "java.time.ZoneId.of('Europe/Amsterdam')";

defineTime(ZONE_ID, [
  ["static ZoneId of(String id)", `${z}.id`, (_run, _self, id: string) => wrap(zoneById(id))],
  ["static ZoneId systemDefault()", "java.time.ZoneId.systemDefault() != null", (run) => wrap(flowZone(run))],
  [
    "static Set getAvailableZoneIds()",
    "java.time.ZoneId.availableZoneIds.size() > 100",
    () => new JSet(Intl.supportedValuesOf("timeZone")),
  ],
  ["String getId()", `${z}.id`, "id"],
  [
    "ZoneRules getRules()",
    `${z}.rules.getOffset(java.time.Instant.EPOCH)`,
    (_run, self: TimeValue<ZoneId>) => new Rules(self.v.rules()),
  ],
  ["ZoneId normalized()", "java.time.ZoneId.of('Z').normalized().id", "normalized"],
]);

define<Rules>(ZONE_RULES, [
  [
    "ZoneOffset getOffset(Instant at)",
    `${z}.rules.getOffset(java.time.Instant.EPOCH)`,
    (_run, self, at: TimeValue<Instant>) => wrap(self.rules.offset(at.v)),
  ],
  [
    "ZoneOffset getOffset(LocalDateTime at)",
    `${z}.rules.getOffset(java.time.LocalDateTime.of(2024, 7, 1, 0, 0))`,
    (_run, self, at: TimeValue) => wrap(self.rules.offset(at.v as never)),
  ],
  [
    "boolean isDaylightSavings(Instant at)",
    `${z}.rules.isDaylightSavings(java.time.Instant.EPOCH)`,
    (_run, self, at: TimeValue<Instant>) => self.rules.isDaylightSavings(at.v),
  ],
  [
    "ZoneOffset getStandardOffset(Instant at)",
    `${z}.rules.getStandardOffset(java.time.Instant.EPOCH)`,
    (_run, self, at: TimeValue<Instant>) => wrap(self.rules.standardOffset(at.v)),
  ],
  ["boolean isFixedOffset()", `${z}.rules.isFixedOffset()`, (_run, self) => self.rules.isFixedOffset()],
]);

defineTime(ZONE_OFFSET, [
  ["static ZoneOffset of(String id)", "java.time.ZoneOffset.of('+02:00').id", "of"],
  ["static ZoneOffset ofHours(int hours)", "java.time.ZoneOffset.ofHours(-5)", "ofHours"],
  [
    "static ZoneOffset ofHoursMinutes(int hours, int minutes)",
    "java.time.ZoneOffset.ofHoursMinutes(5, 30)",
    "ofHoursMinutes",
  ],
  ["static ZoneOffset ofTotalSeconds(int seconds)", "java.time.ZoneOffset.ofTotalSeconds(3600)", "ofTotalSeconds"],
  ["int getTotalSeconds()", "java.time.ZoneOffset.ofHours(2).totalSeconds", "totalSeconds"],
  [
    "int compareTo(ZoneOffset other)",
    "java.time.ZoneOffset.UTC.compareTo(java.time.ZoneOffset.ofHours(1))",
    "compareTo",
  ],
]);
for (const name of ["UTC", "MIN", "MAX"] as const) ZONE_OFFSET.fields.set(name, () => wrap(joda().ZoneOffset[name]));

define<TimeZone>(TIME_ZONE, [
  [
    "static TimeZone getTimeZone(ZoneId zone)",
    "TimeZone.getTimeZone(java.time.ZoneId.of('Europe/Amsterdam')).ID",
    (_run, _self, zone: TimeValue<ZoneId>) => new TimeZone(zone.v.id()),
  ],
]);
