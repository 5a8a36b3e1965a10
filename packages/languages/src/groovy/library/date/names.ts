import type { Locale } from "../text/locale.ts";
import { offsetAt } from "../time/zone.ts";

/** Where Java 17's names differ from JavaScript's newer ones. */
const SHORT_MONTHS: ReadonlyMap<string, (name: string) => string> = new Map([
  ["nl", (name: string) => (name === "mei" || name.endsWith(".") ? name : `${name}.`)],
]);
const SHORT_DAYS: ReadonlyMap<string, (name: string) => string> = new Map([
  ["de", (name: string) => (name.endsWith(".") ? name : `${name}.`)],
]);

const known = new Map<string, readonly string[]>();

function names(key: string, make: () => string[]): readonly string[] {
  let found = known.get(key);
  if (!found) {
    found = make();
    known.set(key, found);
  }
  return found;
}

/** The names of the twelve months. */
export function monthNames(locale: Locale, style: "short" | "long" | "narrow"): readonly string[] {
  return names(`M${style}${locale.tag}`, () => {
    const format = new Intl.DateTimeFormat(locale.tag, { month: style, day: "numeric", timeZone: "UTC" });
    const fix = style === "short" ? SHORT_MONTHS.get(locale.language) : undefined;
    return Array.from({ length: 12 }, (_none, i) => {
      const name = format.formatToParts(Date.UTC(1970, i, 15)).find((part) => part.type === "month")?.value ?? "";
      return fix ? fix(name) : name;
    });
  });
}

/** The names of the days, Monday first. */
export function dayNames(locale: Locale, style: "short" | "long" | "narrow"): readonly string[] {
  return names(`E${style}${locale.tag}`, () => {
    const format = new Intl.DateTimeFormat(locale.tag, { weekday: style, timeZone: "UTC" });
    const fix = style === "short" ? SHORT_DAYS.get(locale.language) : undefined;
    // 1970-01-05 was a Monday.
    return Array.from({ length: 7 }, (_none, i) => {
      const name = format.format(Date.UTC(1970, 0, 5 + i));
      return fix ? fix(name) : name;
    });
  });
}

/** What stands for before and after noon. */
export function halfNames(locale: Locale): readonly [string, string] {
  if (locale.language === "nl") return ["a.m.", "p.m."];
  return ["AM", "PM"];
}

const SHORT_ZONES: ReadonlyMap<string, string> = new Map([
  ["Central European Standard Time", "CET"],
  ["Central European Summer Time", "CEST"],
  ["Western European Standard Time", "WET"],
  ["Western European Summer Time", "WEST"],
  ["Eastern European Standard Time", "EET"],
  ["Eastern European Summer Time", "EEST"],
  ["Greenwich Mean Time", "GMT"],
  ["British Summer Time", "BST"],
  ["Irish Standard Time", "IST"],
  ["Moscow Standard Time", "MSK"],
  ["Eastern Standard Time", "EST"],
  ["Eastern Daylight Time", "EDT"],
  ["Central Standard Time", "CST"],
  ["Central Daylight Time", "CDT"],
  ["Mountain Standard Time", "MST"],
  ["Mountain Daylight Time", "MDT"],
  ["Pacific Standard Time", "PST"],
  ["Pacific Daylight Time", "PDT"],
  ["Alaska Standard Time", "AKST"],
  ["Alaska Daylight Time", "AKDT"],
  ["Hawaii-Aleutian Standard Time", "HST"],
  ["Japan Standard Time", "JST"],
  ["India Standard Time", "IST"],
  ["China Standard Time", "CST"],
  ["Korean Standard Time", "KST"],
  ["Hong Kong Standard Time", "HKT"],
  ["Singapore Standard Time", "SGT"],
  ["Gulf Standard Time", "GST"],
  ["Brasilia Standard Time", "BRT"],
  ["South Africa Standard Time", "SAST"],
  ["West Africa Standard Time", "WAT"],
  ["East Africa Time", "EAT"],
  ["Central Africa Time", "CAT"],
  ["Australian Eastern Standard Time", "AEST"],
  ["Australian Eastern Daylight Time", "AEDT"],
  ["Australian Central Standard Time", "ACST"],
  ["Australian Western Standard Time", "AWST"],
  ["New Zealand Standard Time", "NZST"],
  ["New Zealand Daylight Time", "NZDT"],
  ["Coordinated Universal Time", "UTC"],
]);

/** The name of a zone at an instant: `CET` or `Central European Standard Time`. */
export function zoneName(zone: string, ms: number, style: "short" | "long"): string {
  if (/^(UTC|Etc\/UTC|Z)$/.test(zone)) return style === "short" ? "UTC" : "Coordinated Universal Time";
  if (/^GMT[+-]/.test(zone) || /^[+-]/.test(zone)) return zone;
  if (zone === "GMT") return style === "short" ? "GMT" : "Greenwich Mean Time";
  const key = `Z${zone}|${offsetAt(zone, ms)}`;
  const [long = zone] = names(key, () => {
    const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "long" }).formatToParts(
      Math.max(-8.64e15, Math.min(ms, 8.64e15)),
    );
    return [parts.find((part) => part.type === "timeZoneName")?.value ?? zone];
  });
  if (style === "long") return long;
  return SHORT_ZONES.get(long) ?? offsetText(offsetAt(zone, ms), "GMT");
}

/** `GMT+02:00`, or with another prefix. */
export function offsetText(offset: number, prefix: string): string {
  const minutes = Math.abs(Math.trunc(offset / 60_000));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${prefix}${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The zone that a short name such as `CET` stands for; undefined when it is none. */
export function zoneOfShortName(name: string): { offset: number } | undefined {
  return SHORT_OFFSETS.get(name.toUpperCase());
}

const hours = (count: number) => ({ offset: count * 3_600_000 });
const SHORT_OFFSETS: ReadonlyMap<string, { offset: number }> = new Map([
  ["UTC", hours(0)],
  ["GMT", hours(0)],
  ["Z", hours(0)],
  ["WET", hours(0)],
  ["WEST", hours(1)],
  ["BST", hours(1)],
  ["CET", hours(1)],
  ["CEST", hours(2)],
  ["EET", hours(2)],
  ["EEST", hours(3)],
  ["MSK", hours(3)],
  ["IST", hours(5.5)],
  ["JST", hours(9)],
  ["EST", hours(-5)],
  ["EDT", hours(-4)],
  ["CST", hours(-6)],
  ["CDT", hours(-5)],
  ["MST", hours(-7)],
  ["MDT", hours(-6)],
  ["PST", hours(-8)],
  ["PDT", hours(-7)],
]);
