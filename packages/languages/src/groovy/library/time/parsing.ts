import type { LocalDate, LocalTime, ZoneId } from "@js-joda/core";
import { Thrown, throwNew } from "../../runtime/throwable.ts";
import { dayNames, halfNames, monthNames, zoneOfShortName } from "../date/names.ts";
import type { Formatter } from "./formatter.ts";
import { joda } from "./joda.ts";
import { withMonthName } from "./month-name.ts";
import { Parsed } from "./parsed.ts";
import type { Piece, TextWidth } from "./pattern.ts";
import { number, text } from "./pattern.ts";
import { fieldOf } from "./printing.ts";
import { isZone } from "./zone.ts";

interface State {
  readonly fields: Map<string, number>;
  offset: number | undefined;
  zone: ZoneId | undefined;
}

/** Reads a text by a formatter. Throws DateTimeParseException, worded as Java's. */
export function parsePieces(given: string, formatter: Formatter): Parsed {
  if (given === null) throw throwNew("java.lang.NullPointerException", "text");
  const state: State = { fields: new Map(), offset: undefined, zone: undefined };
  const reader = new Reader(given, formatter);
  const end = reader.all(formatter.pieces, 0, state);
  const shown = given.length > 64 ? `${given.slice(0, 64)}...` : given;
  if (end < 0) throw parseError(`Text '${shown}' could not be parsed at index ${~end}`);
  if (end < given.length) throw parseError(`Text '${shown}' could not be parsed, unparsed text found at index ${end}`);
  const zone =
    state.zone ?? (state.offset === undefined && formatter.zone ? joda().ZoneId.of(formatter.zone) : undefined);
  return resolve(shown, state, zone, formatter.strict);
}

function parseError(message: string): Error {
  return throwNew("java.time.format.DateTimeParseException", message) as unknown as Error;
}

/** Reads pieces one after the other; a failure is the complement of the place where it happened, as in Java. */
class Reader {
  readonly text: string;
  readonly #formatter: Formatter;

  constructor(given: string, formatter: Formatter) {
    this.text = given;
    this.#formatter = formatter;
  }

  all(pieces: readonly Piece[], from: number, state: State): number {
    let at = from;
    for (const piece of pieces) {
      at = this.#one(piece, at, state);
      if (at < 0) return at;
    }
    return at;
  }

  #one(piece: Piece, at: number, state: State): number {
    switch (piece.kind) {
      case "text":
        return this.text.startsWith(piece.text, at) ||
          (this.text.slice(at, at + piece.text.length).toUpperCase() === piece.text.toUpperCase() && piece.text === "T")
          ? at + piece.text.length
          : ~at;
      case "number":
        return this.#number(piece, at, state);
      case "year2": {
        const digits = /^\d\d/.exec(this.text.slice(at, at + 2));
        if (!digits) return ~at;
        state.fields.set("YEAR", 2000 + Number(digits[0]));
        return at + 2;
      }
      case "name":
        return this.#name(piece, at, state);
      case "fraction":
        return this.#fraction(piece, at, state);
      case "offset":
        return this.#offset(piece, at, state);
      case "localOffset": {
        if (!this.text.startsWith("GMT", at)) return ~at;
        const end = this.#offset({ pattern: "+H:mm", zero: "" }, at + 3, state);
        if (end >= 0) return end;
        state.offset = 0;
        return at + 3;
      }
      case "zoneId":
        return this.#zone(at, state);
      case "zoneName":
        return this.#zoneName(at, state);
      case "optional":
        return this.#optional(piece.pieces, at, state);
      case "instant":
        return this.all(INSTANT_PIECES, at, state);
    }
  }

  #optional(pieces: readonly Piece[], at: number, state: State): number {
    const trial: State = { fields: new Map(state.fields), offset: state.offset, zone: state.zone };
    const end = this.all(pieces, at, trial);
    if (end < 0) return at;
    for (const [name, value] of trial.fields) state.fields.set(name, value);
    state.offset = trial.offset;
    state.zone = trial.zone;
    return end;
  }

  #number(piece: Extract<Piece, { kind: "number" }>, start: number, state: State): number {
    const { text: given } = this;
    let at = start;
    if (at >= given.length) return ~at;
    const fixed = piece.min === piece.max;
    const sign = given[at];
    const negative = sign === "-";
    const positive = sign === "+";
    if (negative || positive) {
      if (piece.sign === "notNegative" || (positive && piece.sign === "normal") || (fixed && piece.sign === "normal"))
        return ~at;
      at++;
    }
    if (at + piece.min > given.length) return ~at;
    let count = 0;
    while (count < piece.max + piece.after && isDigit(given.charCodeAt(at + count))) count++;
    if (count < piece.min) return ~at;
    if (piece.after) count = Math.max(piece.min, count - piece.after);
    const value = Number(given.slice(at, at + count));
    if (negative && value === 0) return ~(at - 1);
    if (piece.sign === "exceeds") {
      if (positive && count <= piece.min) return ~(at - 1);
      if (!positive && !negative && count > piece.min) return ~at;
    }
    return put(state, piece.field, negative ? -value : value, at + count, start);
  }

  #name(piece: Extract<Piece, { kind: "name" }>, at: number, state: State): number {
    const names = namesOf(piece.field, piece.width, this.#formatter);
    let best = -1;
    names.forEach((name, i) => {
      if (name && this.text.startsWith(name, at) && (best < 0 || name.length > (names[best] as string).length))
        best = i;
    });
    if (best < 0) return ~at;
    const [field, value] = nameValue(piece.field, best);
    return put(state, field, value, at + (names[best] as string).length, at);
  }

  #fraction({ min, max, point }: Extract<Piece, { kind: "fraction" }>, start: number, state: State): number {
    let at = start;
    if (at === this.text.length) return min > 0 ? ~at : at;
    if (point) {
      if (this.text[at] !== ".") return min > 0 ? ~at : at;
      at++;
    }
    let count = 0;
    while (count < max && isDigit(this.text.charCodeAt(at + count))) count++;
    if (count < Math.max(min, point ? 1 : min)) return ~at;
    return put(state, "NANO_OF_SECOND", Number(this.text.slice(at, at + count).padEnd(9, "0")), at + count, start);
  }

  #offset({ pattern, zero }: { pattern: string; zero: string }, at: number, state: State): number {
    if (zero && this.text.startsWith(zero, at) && !/^[+-]/.test(zero)) {
      state.offset = 0;
      return at + zero.length;
    }
    const colon = pattern.includes(":") ? ":" : "";
    const minutes = pattern.includes("MM") && !pattern.includes("ss") ? `${colon}(\\d\\d)` : `(?:${colon}(\\d\\d))?`;
    const seconds = pattern.includes("ss") ? `(?:${colon}(\\d\\d))?` : "()";
    const match = new RegExp(`^([+-])(\\d${pattern.startsWith("+HH") ? "\\d" : "\\d?"})${minutes}${seconds}`).exec(
      this.text.slice(at, at + 12),
    );
    if (!match) {
      if (zero === "") state.offset = 0;
      return zero === "" ? at : ~at;
    }
    const size = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60 + Number(match[4] || 0);
    if (Number(match[3] ?? 0) > 59 || Number(match[4] || 0) > 59) return ~at;
    state.offset = match[1] === "-" ? -size : size;
    return at + match[0].length;
  }

  #zone(at: number, state: State): number {
    const rest = this.text.slice(at);
    const offset = /^(?:(UTC|GMT|UT)?([+-]\d\d(?::?\d\d)?)|Z(?![A-Za-z]))/.exec(rest);
    if (offset) {
      state.zone = joda().ZoneId.of(offset[0]);
      return at + offset[0].length;
    }
    const word = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*/.exec(rest)?.[0];
    if (!word || !isZone(word)) return ~at;
    state.zone = joda().ZoneId.of(word);
    return at + word.length;
  }

  #zoneName(at: number, state: State): number {
    const word = /^[A-Za-z]+/.exec(this.text.slice(at))?.[0];
    const short = word ? zoneOfShortName(word) : undefined;
    if (word && short) {
      const zone = PREFERRED.get(word.toUpperCase());
      state.zone = zone ? joda().ZoneId.of(zone) : joda().ZoneOffset.ofTotalSeconds(short.offset / 1000);
      return at + word.length;
    }
    return this.#zone(at, state);
  }
}

const PREFERRED: ReadonlyMap<string, string> = new Map([
  ["UTC", "UTC"],
  ["GMT", "GMT"],
  ["CET", "Europe/Paris"],
  ["CEST", "Europe/Paris"],
  ["EST", "America/New_York"],
  ["EDT", "America/New_York"],
  ["PST", "America/Los_Angeles"],
  ["PDT", "America/Los_Angeles"],
  ["CST", "America/Chicago"],
  ["CDT", "America/Chicago"],
  ["BST", "Europe/London"],
  ["JST", "Asia/Tokyo"],
]);

const INSTANT_PIECES: readonly Piece[] = [
  number("YEAR", 4, 10, "exceeds"),
  text("-"),
  number("MONTH_OF_YEAR", 2),
  text("-"),
  number("DAY_OF_MONTH", 2),
  text("T"),
  number("HOUR_OF_DAY", 2),
  text(":"),
  number("MINUTE_OF_HOUR", 2),
  text(":"),
  number("SECOND_OF_MINUTE", 2),
  { kind: "fraction", min: 0, max: 9, point: true },
  { kind: "offset", pattern: "+HH:MM:ss", zero: "Z" },
];

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A field that is given twice must be given the same. */
function put(state: State, field: string, value: number, end: number, start: number): number {
  const before = state.fields.get(field);
  if (before !== undefined && before !== value) return ~start;
  state.fields.set(field, value);
  return end;
}

function namesOf(
  field: Extract<Piece, { kind: "name" }>["field"],
  width: TextWidth,
  { locale }: Formatter,
): readonly string[] {
  switch (field) {
    case "month":
      return monthNames(locale, width);
    case "day":
      return dayNames(locale, width);
    case "half":
      return halfNames(locale);
    case "era":
      return width === "long" ? ["Before Christ", "Anno Domini"] : ["BC", "AD"];
    default:
      return ["Q1", "Q2", "Q3", "Q4"];
  }
}

function nameValue(field: Extract<Piece, { kind: "name" }>["field"], index: number): [string, number] {
  switch (field) {
    case "month":
      return ["MONTH_OF_YEAR", index + 1];
    case "day":
      return ["DAY_OF_WEEK", index + 1];
    case "half":
      return ["AMPM_OF_DAY", index];
    case "era":
      return ["ERA", index];
    default:
      return ["QUARTER_OF_YEAR", index + 1];
  }
}

/** Puts the fields together to a date and a time. */
function resolve(shown: string, state: State, zone: ZoneId | undefined, strict: boolean): Parsed {
  const { fields } = state;
  try {
    for (const [name, value] of fields) check(name, value);
    const [time, days] = resolveTime(fields);
    let date = resolveDate(fields, strict);
    if (date && days) date = date.plusDays(days);
    return new Parsed(shown, { fields, date, time, offset: state.offset, zone });
  } catch (error) {
    if (error instanceof Thrown && error.value.cls.name === "java.time.DateTimeException") {
      throw parseError(`Text '${shown}' could not be parsed: ${error.value.message}`);
    }
    if (error instanceof Error && error.name.startsWith("DateTime"))
      throw parseError(`Text '${shown}' could not be parsed: ${withMonthName(error.message)}`);
    throw error;
  }
}

function check(name: string, value: number): void {
  if (name === "LOCAL_DAY_OF_WEEK" || name === "WEEK_OF_MONTH" || name.startsWith("WEEK") || name.startsWith("QUARTER"))
    return;
  if (name === "HOUR_OF_DAY" && value === 24) return;
  const field = fieldOf(name);
  const range = field.range();
  if (value < range.minimum() || value > range.maximum()) {
    throw throwNew("java.time.DateTimeException", `Invalid value for ${field} (valid values ${range}): ${value}`);
  }
}

function take(fields: Map<string, number>, name: string): number | undefined {
  const value = fields.get(name);
  fields.delete(name);
  return value;
}

function resolveDate(fields: Map<string, number>, strict: boolean): LocalDate | undefined {
  const { LocalDate } = joda();
  if (fields.has("YEAR_OF_ERA")) {
    const year = take(fields, "YEAR_OF_ERA") as number;
    const era = take(fields, "ERA");
    fields.set("YEAR", era === 0 ? 1 - year : year);
  }
  const week = fields.get("WEEK_OF_WEEK_BASED_YEAR");
  const date = resolveCalendar(fields, strict);
  if (date) {
    const day = fields.get("DAY_OF_WEEK");
    if (day !== undefined && date.dayOfWeek().value() !== day) {
      throw throwNew(
        "java.time.DateTimeException",
        `Conflict found: Field DayOfWeek ${date.dayOfWeek().value()} differs from DayOfWeek ${day} derived from ${date}`,
      );
    }
    fields.delete("DAY_OF_WEEK");
    return date;
  }
  if (week !== undefined && fields.has("WEEK_BASED_YEAR") && fields.has("DAY_OF_WEEK")) {
    const year = take(fields, "WEEK_BASED_YEAR") as number;
    const day = take(fields, "DAY_OF_WEEK") as number;
    fields.delete("WEEK_OF_WEEK_BASED_YEAR");
    const fourth = LocalDate.of(year, 1, 4);
    return fourth.minusDays(fourth.dayOfWeek().value() - 1).plusDays((week - 1) * 7 + day - 1);
  }
  return undefined;
}

function resolveCalendar(fields: Map<string, number>, strict: boolean): LocalDate | undefined {
  const { LocalDate, YearMonth } = joda();
  const year = fields.get("YEAR");
  if (year === undefined) return undefined;
  const month = fields.get("MONTH_OF_YEAR");
  const day = fields.get("DAY_OF_MONTH");
  if (month !== undefined && day !== undefined) {
    fields.delete("YEAR");
    fields.delete("MONTH_OF_YEAR");
    fields.delete("DAY_OF_MONTH");
    return LocalDate.of(year, month, strict ? day : Math.min(day, YearMonth.of(year, month).lengthOfMonth()));
  }
  const dayOfYear = fields.get("DAY_OF_YEAR");
  if (dayOfYear === undefined) return undefined;
  fields.delete("YEAR");
  fields.delete("DAY_OF_YEAR");
  return LocalDate.ofYearDay(year, dayOfYear);
}

/** The time, and the days that `24:00` adds. */
function resolveTime(fields: Map<string, number>): [LocalTime | undefined, number] {
  const { LocalTime } = joda();
  const clock = take(fields, "CLOCK_HOUR_OF_DAY");
  if (clock !== undefined) fields.set("HOUR_OF_DAY", clock % 24);
  const half = take(fields, "CLOCK_HOUR_OF_AMPM");
  if (half !== undefined) fields.set("HOUR_OF_AMPM", half % 12);
  if (fields.has("AMPM_OF_DAY") && fields.has("HOUR_OF_AMPM")) {
    fields.set("HOUR_OF_DAY", (take(fields, "AMPM_OF_DAY") as number) * 12 + (take(fields, "HOUR_OF_AMPM") as number));
  }
  const nanos = take(fields, "NANO_OF_DAY");
  if (nanos !== undefined) return [LocalTime.ofNanoOfDay(nanos), 0];
  const millis = take(fields, "MILLI_OF_DAY");
  if (millis !== undefined) return [LocalTime.ofNanoOfDay(millis * 1_000_000), 0];
  const hour = fields.get("HOUR_OF_DAY");
  if (hour === undefined) return [undefined, 0];
  const [minute, second, nano] = ["MINUTE_OF_HOUR", "SECOND_OF_MINUTE", "NANO_OF_SECOND"].map(
    (name) => fields.get(name) ?? 0,
  ) as [number, number, number];
  for (const name of ["HOUR_OF_DAY", "MINUTE_OF_HOUR", "SECOND_OF_MINUTE", "NANO_OF_SECOND"]) fields.delete(name);
  if (hour === 24 && minute === 0 && second === 0 && nano === 0) return [LocalTime.MIDNIGHT, 1];
  if (hour === 24)
    throw throwNew("java.time.DateTimeException", "Invalid value for HourOfDay (valid values 0 - 23): 24");
  return [LocalTime.of(hour, minute, second, nano), 0];
}
