import { DateTime } from "luxon";
import { failed } from "../../failures.ts";
import { spend } from "../../work.ts";
import { zoneOf } from "./zone.ts";

type Part = (date: DateTime) => string;

const LETTERS = "GyYMLwWDdFEuaHkKhmsSzZX";

/** Compiles a `SimpleDateFormat` pattern. English names, weeks as in the US, as Java does with its default locale. */
export function compilePattern(pattern: string): (millis: number, timeZone: string) => string {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; ) {
    const letter = pattern.charAt(at);
    if (letter === "'") {
      const [text, next] = quoted(pattern, at);
      parts.push(() => text);
      at = next;
    } else if (/[A-Za-z]/.test(letter)) {
      let width = 1;
      while (pattern.charAt(at + width) === letter) width++;
      if (!LETTERS.includes(letter)) throw failed(`Illegal pattern character '${letter}' in "${pattern}"`);
      if (letter === "X" && width > 3) throw failed(`invalid ISO 8601 format: length=${width} in "${pattern}"`);
      parts.push(field(letter, Math.min(width, 100)));
      at += width;
    } else {
      parts.push(() => letter);
      at++;
    }
  }
  return (millis, timeZone) => {
    // Luxon takes some ten microseconds for an instant and its zone.
    spend(200);
    const date = DateTime.fromMillis(millis, { zone: zoneOf(timeZone), locale: "en-US" });
    let text = "";
    for (const part of parts) text += part(date);
    return text;
  };
}

/** `'text'`, in which `''` is one quote; `''` alone is a quote too. */
function quoted(pattern: string, start: number): readonly [string, number] {
  if (pattern.charAt(start + 1) === "'") return ["'", start + 2];
  let text = "";
  for (let at = start + 1; at < pattern.length; at++) {
    if (pattern.charAt(at) !== "'") text += pattern.charAt(at);
    else if (pattern.charAt(at + 1) === "'") {
      text += "'";
      at++;
    } else return [text, at + 1];
  }
  throw failed(`Unterminated quote in the date pattern "${pattern}"`);
}

const pad = (number: number, width: number) => String(number).padStart(width, "0");

function field(letter: string, width: number): Part {
  switch (letter) {
    case "G":
      return (date) => (date.year > 0 ? "AD" : "BC");
    case "y":
      return (date) => year(date.year > 0 ? date.year : 1 - date.year, width);
    case "Y":
      return (date) => year(weekYear(date), width);
    case "M":
    case "L":
      return (date) => (width >= 4 ? date.monthLong : width === 3 ? date.monthShort : pad(date.month, width)) ?? "";
    case "w":
      return (date) => pad(weekOfYear(date), width);
    case "W":
      return (date) => pad(weekOf(date.day, date), width);
    case "D":
      return (date) => pad(date.ordinal, width);
    case "d":
      return (date) => pad(date.day, width);
    case "F":
      return (date) => pad(Math.ceil(date.day / 7), width);
    case "E":
      return (date) => (width >= 4 ? date.weekdayLong : date.weekdayShort) ?? "";
    case "u":
      return (date) => pad(date.weekday, width);
    case "a":
      return (date) => (date.hour < 12 ? "AM" : "PM");
    case "H":
      return (date) => pad(date.hour, width);
    case "k":
      return (date) => pad(date.hour === 0 ? 24 : date.hour, width);
    case "K":
      return (date) => pad(date.hour % 12, width);
    case "h":
      return (date) => pad(date.hour % 12 === 0 ? 12 : date.hour % 12, width);
    case "m":
      return (date) => pad(date.minute, width);
    case "s":
      return (date) => pad(date.second, width);
    case "S":
      return (date) => pad(date.millisecond, width);
    case "z":
      return (date) => zoneName(date, width >= 4);
    case "Z":
      return (date) => offset(date, "");
    default:
      return (date) =>
        date.offset === 0 ? "Z" : width === 1 ? offset(date, "").slice(0, 3) : offset(date, width === 3 ? ":" : "");
  }
}

/** `yy` is two digits; every other width pads only. */
function year(value: number, width: number): string {
  return width === 2 ? pad(value % 100, 2) : pad(value, width);
}

function offset(date: DateTime, separator: string): string {
  const size = Math.abs(date.offset);
  return `${date.offset < 0 ? "-" : "+"}${pad(Math.floor(size / 60), 2)}${separator}${pad(size % 60, 2)}`;
}

/** European zones have their own short names in Java; `Intl` in English has only those of America. */
const SHORT_NAMES: { readonly [standard: string]: readonly [string, string] } = {
  "Central European Standard Time": ["CET", "CEST"],
  "Western European Standard Time": ["WET", "WEST"],
  "Eastern European Standard Time": ["EET", "EEST"],
  "Greenwich Mean Time": ["GMT", "BST"],
  "Japan Standard Time": ["JST", "JDT"],
  "India Standard Time": ["IST", "IST"],
  "China Standard Time": ["CST", "CDT"],
};

function zoneName(date: DateTime, long: boolean): string {
  if (!date.isOffsetFixed && date.zoneName !== "UTC") {
    const standard = date.setZone(date.zone).set({ month: 1, day: 1 }).offsetNameLong ?? "";
    const own = SHORT_NAMES[standard];
    if (!long && own) return own[date.isInDST ? 1 : 0];
    return (long ? date.offsetNameLong : date.offsetNameShort) ?? "GMT";
  }
  if (date.offset === 0)
    return long ? (date.zoneName === "UTC" ? "Coordinated Universal Time" : "Greenwich Mean Time") : "UTC";
  return `GMT${offset(date, ":")}`;
}

/** US weeks: they begin on Sunday, and week 1 holds 1 January. */
function weekOf(dayOfPeriod: number, date: DateTime): number {
  const weekdayOfFirst = ((((date.weekday % 7) - (dayOfPeriod - 1)) % 7) + 7) % 7;
  return Math.floor((dayOfPeriod - 1 + weekdayOfFirst) / 7) + 1;
}

/** The last days of December are in week 1 when 1 January falls in their week. */
function weekOfYear(date: DateTime): number {
  return weekYear(date) > date.year ? 1 : weekOf(date.ordinal, date);
}

function weekYear(date: DateTime): number {
  const daysToSaturday = 6 - (date.weekday % 7);
  return date.plus({ days: daysToSaturday }).year;
}
