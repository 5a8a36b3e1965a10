import type { GClass } from "../../runtime/class.ts";
import type { JDate } from "../../runtime/date.ts";
import { JArray } from "../../runtime/list.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define, defineFields } from "../define.ts";
import { isZone } from "../time/zone.ts";
import { zoneOffset } from "./fields.ts";
import { zoneName } from "./names.ts";

export const TIME_ZONE = declare("java.util.TimeZone", OBJECT);
const SIMPLE_TIME_ZONE = declare("java.util.SimpleTimeZone", TIME_ZONE);

/** `java.util.TimeZone`: a zone by its name. */
export class TimeZone extends GObject {
  readonly id: string;

  constructor(id: string) {
    super();
    this.id = id;
  }

  override get cls(): GClass {
    return TIME_ZONE;
  }

  override keyText(): string {
    return `Z${this.id}`;
  }

  override text(): string {
    return `sun.util.calendar.ZoneInfo[id="${this.id}"]`;
  }
}

const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ["CET", "CET"],
  ["EST", "EST"],
  ["MST", "MST"],
  ["HST", "HST"],
  ["PST", "America/Los_Angeles"],
  ["CST", "America/Chicago"],
  ["IST", "Asia/Kolkata"],
  ["JST", "Asia/Tokyo"],
]);

/** The zone of an id; `GMT` when nobody knows it, as Java has it. */
export function zoneOfId(id: string): TimeZone {
  const custom = /^GMT([+-])(\d{1,2}):?(\d{2})?$/.exec(id);
  if (custom) {
    const text = `GMT${custom[1]}${(custom[2] as string).padStart(2, "0")}:${custom[3] ?? "00"}`;
    return new TimeZone(text.endsWith("00:00") ? "GMT" : text);
  }
  if (id === "GMT" || id === "UTC") return new TimeZone(id);
  const known = OLD_NAMES.get(id) ?? id;
  return new TimeZone(/^[A-Za-z]/.test(known) && isZone(known) ? known : "GMT");
}

/** The zone of the flow. */
export function defaultZone(run: Run): TimeZone {
  return new TimeZone(run.exchange.scope.timeZone);
}

const JANUARY = Date.UTC(2024, 0, 15);
const JULY = Date.UTC(2024, 6, 15);

/** The offset without daylight saving: the smaller of winter and summer. */
export function rawOffset(id: string): number {
  return Math.min(zoneOffset(id, JANUARY), zoneOffset(id, JULY));
}

const summer = (id: string) => (zoneOffset(id, JANUARY) > zoneOffset(id, JULY) ? JANUARY : JULY);
const winter = (id: string) => (summer(id) === JULY ? JANUARY : JULY);

const zone = "TimeZone.getTimeZone('Europe/Amsterdam')";

define<TimeZone>(TIME_ZONE, [
  ["static TimeZone getTimeZone(String id)", `${zone}.ID`, (_run, _self, id: string) => zoneOfId(id)],
  ["static TimeZone getDefault()", "TimeZone.getDefault().ID != null", (run) => defaultZone(run)],
  [
    "static void setDefault(TimeZone zone)",
    "TimeZone.setDefault(TimeZone.getDefault())",
    (_run, _self, _zone: TimeZone) => null,
  ],
  [
    "static String[] getAvailableIDs()",
    "TimeZone.getAvailableIDs().length > 100",
    () => new JArray([...Intl.supportedValuesOf("timeZone")], "java.lang.String"),
  ],
  ["String getID()", `${zone}.ID`, (_run, self) => self.id],
  ["String getDisplayName()", `${zone}.displayName`, (_run, self) => zoneName(self.id, winter(self.id), "long")],
  [
    "String getDisplayName(boolean daylight, int style)",
    `${zone}.getDisplayName(false, TimeZone.SHORT)`,
    (_run, self, daylight: boolean, style: number) =>
      zoneName(self.id, daylight ? summer(self.id) : winter(self.id), style === 0 ? "short" : "long"),
  ],
  ["int getRawOffset()", `${zone}.rawOffset`, (_run, self) => rawOffset(self.id)],
  [
    "int getOffset(long time)",
    `${zone}.getOffset(1720000000000L)`,
    (_run, self, time: bigint) => zoneOffset(self.id, Number(time)),
  ],
  [
    "int getDSTSavings()",
    `${zone}.DSTSavings`,
    (_run, self) => (zoneOffset(self.id, JANUARY) === zoneOffset(self.id, JULY) ? 0 : 3_600_000),
  ],
  [
    "boolean useDaylightTime()",
    `${zone}.useDaylightTime()`,
    (_run, self) => zoneOffset(self.id, JANUARY) !== zoneOffset(self.id, JULY),
  ],
  [
    "boolean inDaylightTime(Date date)",
    `${zone}.inDaylightTime(new Date(1720000000000L))`,
    (_run, self, date: JDate) => zoneOffset(self.id, date.ms) !== rawOffset(self.id),
  ],
  ["ZoneId toZoneId()", `${zone}.toZoneId().id`, (_run, self) => zoneIdOf(self.id)],
]);
define(SIMPLE_TIME_ZONE, [
  [
    "new(int offset, String id)",
    "new SimpleTimeZone(0, 'UTC').ID",
    (_run, _self, _offset: number, id: string) => zoneOfId(id),
  ],
]);
defineFields(TIME_ZONE, { SHORT: 0, LONG: 1 });

let zoneIdOf: (id: string) => Obj = () => null;
/** Says how java.time's zone is made from an id. */
export function setZoneIds(how: typeof zoneIdOf): void {
  zoneIdOf = how;
}
