import { throwNew } from "../../runtime/throwable.ts";
import { DEFAULT_LOCALE, type Locale } from "../text/locale.ts";
import { type Fields, fieldsAt, instantOf, localMs, weekOf, zoneOffset } from "./fields.ts";
import { dayNames, halfNames, monthNames, offsetText, zoneName, zoneOfShortName } from "./names.ts";

const LETTERS = "GyMLwWDdFEuaHkKhmsSzZXY";

/** One piece of a pattern: a letter so many times, or a text. */
type Piece = { readonly letter: string; readonly count: number } | { readonly text: string };

const pieces = new Map<string, readonly Piece[]>();

/** A pattern of SimpleDateFormat in its pieces. Throws IllegalArgumentException for a letter that means nothing. */
export function patternPieces(pattern: string): readonly Piece[] {
  let found = pieces.get(pattern);
  if (!found) {
    found = split(pattern);
    if (pieces.size > 500) pieces.clear();
    pieces.set(pattern, found);
  }
  return found;
}

function split(pattern: string): Piece[] {
  const list: Piece[] = [];
  let text = "";
  const flush = () => {
    if (text) list.push({ text });
    text = "";
  };
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] as string;
    if (char === "'") {
      if (pattern[i + 1] === "'") {
        text += "'";
        i++;
        continue;
      }
      let end = i + 1;
      for (; end < pattern.length; end++) {
        if (pattern[end] !== "'") text += pattern[end];
        else if (pattern[end + 1] === "'") {
          text += "'";
          end++;
        } else break;
      }
      if (end >= pattern.length) throw throwNew("java.lang.IllegalArgumentException", "Unterminated quote");
      i = end;
    } else if (/[a-zA-Z]/.test(char)) {
      if (!LETTERS.includes(char))
        throw throwNew("java.lang.IllegalArgumentException", `Illegal pattern character '${char}'`);
      flush();
      let count = 1;
      while (pattern[i + 1] === char) {
        count++;
        i++;
      }
      list.push({ letter: char, count });
    } else text += char;
  }
  flush();
  return list;
}

const pad = (value: number, count: number) =>
  value < 0 ? `-${String(-value).padStart(count, "0")}` : String(value).padStart(count, "0");

/** `SimpleDateFormat.format`. */
export function formatDate(ms: number, pattern: string, zone: string, locale: Locale = DEFAULT_LOCALE): string {
  const fields = fieldsAt(ms, zone);
  return patternPieces(pattern)
    .map((piece) => ("text" in piece ? piece.text : formatField(piece.letter, piece.count, fields, ms, zone, locale)))
    .join("");
}

function weekRule(locale: Locale): { first: number; minimal: number } {
  // Europe's weeks begin on Monday and need four days; America's begin on Sunday and need one.
  const american =
    ["US", "CA", "JP", "BR", "IN", ""].includes(locale.country) && !["nl", "de", "fr"].includes(locale.language);
  return american ? { first: 7, minimal: 1 } : { first: 1, minimal: 4 };
}

function formatField(letter: string, count: number, f: Fields, ms: number, zone: string, locale: Locale): string {
  switch (letter) {
    case "G":
      return f.year > 0 ? "AD" : "BC";
    case "y":
      return count === 2 ? pad(f.year % 100, 2) : pad(f.year, count);
    case "Y": {
      const { year } = weekOf(f.dayOfYear, f.weekday, f.year, weekRule(locale));
      return count === 2 ? pad(year % 100, 2) : pad(year, count);
    }
    case "M":
    case "L":
      if (count >= 4) return monthNames(locale, "long")[f.month - 1] ?? "";
      return count === 3 ? (monthNames(locale, "short")[f.month - 1] ?? "") : pad(f.month, count);
    case "w":
      return pad(weekOf(f.dayOfYear, f.weekday, f.year, weekRule(locale)).week, count);
    case "W":
      return pad(weekOfMonth(f, locale), count);
    case "D":
      return pad(f.dayOfYear, count);
    case "d":
      return pad(f.day, count);
    case "F":
      return pad(Math.floor((f.day - 1) / 7) + 1, count);
    case "E":
      return dayNames(locale, count >= 4 ? "long" : "short")[f.weekday - 1] ?? "";
    case "u":
      return pad(f.weekday, count);
    case "a":
      return halfNames(locale)[f.hour < 12 ? 0 : 1];
    case "z":
      return zoneName(zone, ms, count >= 4 ? "long" : "short");
    case "Z":
      return offsetText(f.offset, "").replace(":", "");
    case "X":
      return isoOffset(f.offset, count);
    default:
      return pad(clock(letter, f), count);
  }
}

function clock(letter: string, f: Fields): number {
  switch (letter) {
    case "H":
      return f.hour;
    case "k":
      return f.hour || 24;
    case "K":
      return f.hour % 12;
    case "h":
      return f.hour % 12 || 12;
    case "m":
      return f.minute;
    case "s":
      return f.second;
    default:
      return f.milli;
  }
}

function weekOfMonth(f: Fields, locale: Locale): number {
  const { first, minimal } = weekRule(locale);
  const start = f.day - ((f.weekday - first + 7) % 7);
  return Math.floor((start + 6 + (7 - minimal)) / 7);
}

/** `Z`, `+02`, `+0200` or `+02:00`. */
export function isoOffset(offset: number, count: number): string {
  if (offset === 0) return "Z";
  const text = offsetText(offset, "");
  return count === 1 ? text.slice(0, 3) : count === 2 ? text.replace(":", "") : text;
}

/** What a text said of a date, before it is put together. */
type Found = Map<string, number>;

/** `SimpleDateFormat.parse`: milliseconds, and where it stopped; undefined where the text does not fit. */
export function parseDate(
  text: string,
  pattern: string,
  how: { zone: string; locale: Locale; lenient: boolean; now: number },
  from = 0,
): { ms: number; end: number } | undefined {
  const found: Found = new Map();
  let at = from;
  const list = patternPieces(pattern);
  for (let i = 0; i < list.length; i++) {
    const piece = list[i] as Piece;
    if ("text" in piece) {
      const end = matchText(text, at, piece.text);
      if (end === undefined) return undefined;
      at = end;
      continue;
    }
    const next = list[i + 1];
    // A number that follows without a sign between ends after as many digits as its letters.
    const tight = next !== undefined && !("text" in next) && isNumeric(next);
    const end = parseField(text, at, piece, tight, found, how);
    if (end === undefined) return undefined;
    at = end;
  }
  const ms = together(found, how);
  return ms === undefined ? undefined : { ms, end: at };
}

function isNumeric(piece: { letter: string; count: number }): boolean {
  return !"GEazZX".includes(piece.letter) && !((piece.letter === "M" || piece.letter === "L") && piece.count >= 3);
}

/** Spaces in a pattern match any number of spaces. */
function matchText(text: string, at: number, wanted: string): number | undefined {
  let place = at;
  for (const char of wanted) {
    if (char === " " || char === "\t") {
      const start = place;
      while (text[place] === " " || text[place] === "\t") place++;
      if (place === start && wanted.trim() === "") return undefined;
    } else if (text[place] === char) place++;
    else return undefined;
  }
  return place;
}

function parseField(
  text: string,
  start: number,
  { letter, count }: { letter: string; count: number },
  tight: boolean,
  found: Found,
  how: { locale: Locale; zone: string; now: number },
): number | undefined {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  switch (letter) {
    case "G":
      return longest(text, at, ["BC", "AD"], (index) => found.set("G", index));
    case "a":
      return (
        longest(text, at, [...halfNames(how.locale)], (index) => found.set("a", index)) ??
        longest(text, at, ["AM", "PM"], (index) => found.set("a", index))
      );
    case "E":
      return longest(text, at, [...dayNames(how.locale, "long"), ...dayNames(how.locale, "short")], (index) =>
        found.set("E", index % 7),
      );
    case "M":
    case "L":
      if (count >= 3) {
        const names = [...monthNames(how.locale, "long"), ...monthNames(how.locale, "short")];
        const end = longest(text, at, names, (index) => found.set("M", (index % 12) + 1));
        if (end !== undefined) return end;
        return longest(
          text,
          at,
          names.map((name) => name.replace(/\.$/, "")),
          (index) => found.set("M", (index % 12) + 1),
        );
      }
      break;
    case "z":
    case "Z":
    case "X":
      return parseZone(text, at, found, how);
  }
  const match = /^[+-]?\d+/.exec(text.slice(at, at + (tight ? count : 20)));
  if (!match) return undefined;
  let value = Number(match[0]);
  if (letter === "y" && count <= 2 && /^\d\d$/.test(match[0])) value = century(value, how.now);
  found.set(letter === "L" ? "M" : letter, value);
  return at + match[0].length;
}

/** Two digits mean a year from 80 before now to 20 after. */
function century(value: number, now: number): number {
  const start = new Date(now).getUTCFullYear() - 80;
  const year = Math.floor(start / 100) * 100 + value;
  return year < start ? year + 100 : year;
}

function longest(text: string, at: number, names: readonly string[], use: (index: number) => void): number | undefined {
  let best = -1;
  names.forEach((name, i) => {
    if (
      name &&
      text.slice(at, at + name.length).toLowerCase() === name.toLowerCase() &&
      (best < 0 || name.length > (names[best] as string).length)
    )
      best = i;
  });
  if (best < 0) return undefined;
  use(best);
  return at + (names[best] as string).length;
}

function parseZone(text: string, at: number, found: Found, how: { now: number }): number | undefined {
  const match = /^(?:(?:GMT|UTC)(?=[+-]))?([+-])(\d{1,2}):?(\d{2})?/.exec(text.slice(at, at + 12));
  if (match) {
    const size = (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
    found.set("offset", match[1] === "-" ? -size : size);
    return at + match[0].length;
  }
  const word = /^[A-Za-z]+(?:[/_][A-Za-z_]+)*/.exec(text.slice(at, at + 40))?.[0];
  if (!word) return undefined;
  const short = zoneOfShortName(word);
  if (short) {
    found.set("offset", short.offset);
    return at + word.length;
  }
  try {
    found.set("offset", zoneOffset(word, how.now));
    return at + word.length;
  } catch {
    return undefined;
  }
}

function together(found: Found, how: { zone: string; lenient: boolean }): number | undefined {
  const get = (key: string, otherwise: number) => found.get(key) ?? otherwise;
  let year = get("y", get("Y", 1970));
  if (found.get("G") === 0) year = 1 - year;
  let hour = found.has("H") ? get("H", 0) : found.has("k") ? get("k", 0) % 24 : 0;
  if (found.has("h") || found.has("K"))
    hour = (found.has("h") ? get("h", 0) % 12 : get("K", 0)) + (found.get("a") === 1 ? 12 : 0);
  const month = get("M", 1);
  const day = get("d", 1);
  const [minute, second, milli] = [get("m", 0), get("s", 0), get("S", 0)];
  if (!how.lenient) {
    const fits = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
    if (!fits || hour > 23 || minute > 59 || second > 59 || milli > 999) return undefined;
  }
  let local = localMs(year, month, day, hour, minute, second, milli);
  if (found.has("D") && !found.has("M")) local = localMs(year, 1, get("D", 1), hour, minute, second, milli);
  const offset = found.get("offset");
  return offset === undefined ? instantOf(local, how.zone) : local - offset;
}
