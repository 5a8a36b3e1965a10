import type { GClass } from "../../runtime/class.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { COMPARABLE, declare, OBJECT } from "../../runtime/types.ts";
import { fieldsAt, instantOf, isLeap, localMs, weekOf } from "./fields.ts";
import { rawOffset, TimeZone } from "./timezone.ts";

export const CALENDAR = declare("java.util.Calendar", OBJECT, COMPARABLE);
export const GREGORIAN = declare("java.util.GregorianCalendar", CALENDAR);

export const FIELDS = [
  "ERA",
  "YEAR",
  "MONTH",
  "WEEK_OF_YEAR",
  "WEEK_OF_MONTH",
  "DATE",
  "DAY_OF_YEAR",
  "DAY_OF_WEEK",
  "DAY_OF_WEEK_IN_MONTH",
  "AM_PM",
  "HOUR",
  "HOUR_OF_DAY",
  "MINUTE",
  "SECOND",
  "MILLISECOND",
  "ZONE_OFFSET",
  "DST_OFFSET",
] as const;
export type FieldName = (typeof FIELDS)[number];

/** `java.util.Calendar`: an instant in a zone, taken apart and changed field by field. */
export class Calendar extends GObject {
  ms: number;
  zone: TimeZone;
  lenient = true;

  constructor(ms: number, zone: TimeZone) {
    super();
    this.ms = ms;
    this.zone = zone;
  }

  override get cls(): GClass {
    return GREGORIAN;
  }

  override keyText(): string {
    return `K${this.ms}`;
  }

  override compareTo(other: Obj): number | undefined {
    return other instanceof Calendar ? Math.sign(this.ms - other.ms) : undefined;
  }

  override text(): string {
    return `java.util.GregorianCalendar[time=${this.ms},zone=${this.zone.id}]`;
  }

  get(field: FieldName): number {
    const f = fieldsAt(this.ms, this.zone.id);
    switch (field) {
      case "ERA":
        return f.year > 0 ? 1 : 0;
      case "YEAR":
        return f.year > 0 ? f.year : 1 - f.year;
      case "MONTH":
        return f.month - 1;
      case "WEEK_OF_YEAR":
        return weekOf(f.dayOfYear, f.weekday, f.year, { first: 7, minimal: 1 }).week;
      case "WEEK_OF_MONTH":
        return Math.floor((f.day - (f.weekday % 7) + 12) / 7);
      case "DATE":
        return f.day;
      case "DAY_OF_YEAR":
        return f.dayOfYear;
      case "DAY_OF_WEEK":
        return (f.weekday % 7) + 1;
      case "DAY_OF_WEEK_IN_MONTH":
        return Math.floor((f.day - 1) / 7) + 1;
      case "AM_PM":
        return f.hour < 12 ? 0 : 1;
      case "HOUR":
        return f.hour % 12;
      case "HOUR_OF_DAY":
        return f.hour;
      case "MINUTE":
        return f.minute;
      case "SECOND":
        return f.second;
      case "MILLISECOND":
        return f.milli;
      case "ZONE_OFFSET":
        return rawOffset(this.zone.id);
      default:
        return f.offset - rawOffset(this.zone.id);
    }
  }

  /** Sets a field; a number beyond its end is carried over into the next. */
  set(field: FieldName, value: number): void {
    const f = fieldsAt(this.ms, this.zone.id);
    const day = {
      year: f.year,
      month: f.month,
      day: f.day,
      hour: f.hour,
      minute: f.minute,
      second: f.second,
      milli: f.milli,
    };
    switch (field) {
      case "YEAR":
        day.year = value;
        break;
      case "MONTH":
        day.month = value + 1;
        break;
      case "DATE":
        day.day = value;
        break;
      case "DAY_OF_YEAR":
        day.month = 1;
        day.day = value;
        break;
      case "DAY_OF_WEEK":
        day.day += value - ((f.weekday % 7) + 1);
        break;
      case "WEEK_OF_YEAR":
        day.day += (value - this.get("WEEK_OF_YEAR")) * 7;
        break;
      case "WEEK_OF_MONTH":
        day.day += (value - this.get("WEEK_OF_MONTH")) * 7;
        break;
      case "DAY_OF_WEEK_IN_MONTH":
        day.day += (value - this.get("DAY_OF_WEEK_IN_MONTH")) * 7;
        break;
      case "AM_PM":
        day.hour = (f.hour % 12) + value * 12;
        break;
      case "HOUR":
        day.hour = value + (f.hour >= 12 ? 12 : 0);
        break;
      case "HOUR_OF_DAY":
        day.hour = value;
        break;
      case "MINUTE":
        day.minute = value;
        break;
      case "SECOND":
        day.second = value;
        break;
      case "MILLISECOND":
        day.milli = value;
        break;
    }
    this.ms = instantOf(
      localMs(day.year, day.month, day.day, day.hour, day.minute, day.second, day.milli),
      this.zone.id,
    );
  }

  /** Adds to a field; after months and years the day is cut to the month's last. */
  add(field: FieldName, amount: number): void {
    const step = STEPS.get(field);
    if (step !== undefined) {
      this.ms += amount * step;
      return;
    }
    const f = fieldsAt(this.ms, this.zone.id);
    let { year, month, day } = f;
    if (field === "YEAR") year += amount;
    else if (field === "MONTH") month += amount;
    else day += amount * (field.startsWith("WEEK") || field === "DAY_OF_WEEK_IN_MONTH" ? 7 : 1);
    if (field === "YEAR" || field === "MONTH") {
      year += Math.floor((month - 1) / 12);
      month = ((((month - 1) % 12) + 12) % 12) + 1;
      day = Math.min(day, lastDay(year, month));
    }
    this.ms = instantOf(localMs(year, month, day, f.hour, f.minute, f.second, f.milli), this.zone.id);
  }

  maximum(field: FieldName): number {
    const f = fieldsAt(this.ms, this.zone.id);
    switch (field) {
      case "DATE":
        return lastDay(f.year, f.month);
      case "DAY_OF_YEAR":
        return isLeap(f.year) ? 366 : 365;
      case "WEEK_OF_YEAR":
        return 52;
      default:
        return MAXIMA.get(field) ?? 0;
    }
  }
}

export const STEPS: ReadonlyMap<FieldName, number> = new Map([
  ["MILLISECOND", 1],
  ["SECOND", 1_000],
  ["MINUTE", 60_000],
  ["HOUR", 3_600_000],
  ["HOUR_OF_DAY", 3_600_000],
  ["AM_PM", 43_200_000],
]);
export const MAXIMA: ReadonlyMap<FieldName, number> = new Map([
  ["ERA", 1],
  ["YEAR", 292278994],
  ["MONTH", 11],
  ["WEEK_OF_MONTH", 5],
  ["DAY_OF_WEEK", 7],
  ["DAY_OF_WEEK_IN_MONTH", 5],
  ["AM_PM", 1],
  ["HOUR", 11],
  ["HOUR_OF_DAY", 23],
  ["MINUTE", 59],
  ["SECOND", 59],
  ["MILLISECOND", 999],
]);
export const MINIMA: ReadonlySet<FieldName> = new Set<FieldName>([
  "YEAR",
  "DATE",
  "DAY_OF_YEAR",
  "DAY_OF_WEEK",
  "WEEK_OF_YEAR",
  "DAY_OF_WEEK_IN_MONTH",
]);

export function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function fieldName(at: number): FieldName {
  const name = FIELDS[at];
  if (name === undefined)
    throw throwNew("java.lang.ArrayIndexOutOfBoundsException", `Index ${at} out of bounds for length 17`);
  return name;
}

/** A field of an instant, by Calendar's number for it. */
export function calendarField(ms: number, zone: string, at: number): number {
  return new Calendar(ms, new TimeZone(zone)).get(fieldName(at));
}
