import type { Temporal, TemporalField, ZonedDateTime } from "@js-joda/core";
import { throwNew } from "../../runtime/throwable.ts";
import { dayNames, halfNames, monthNames, offsetText, zoneName } from "../date/names.ts";
import type { Locale } from "../text/locale.ts";
import { joda } from "./joda.ts";
import type { Piece } from "./pattern.ts";

/** The field of a name: js-joda's own, or one that is worked out here. */
export function fieldOf(name: string): TemporalField {
  const j = joda();
  if (name === "QUARTER_OF_YEAR" || name === "WEEK_OF_WEEK_BASED_YEAR" || name === "WEEK_BASED_YEAR")
    return j.IsoFields[name];
  if (name === "LOCAL_DAY_OF_WEEK") return j.ChronoField.DAY_OF_WEEK;
  if (name === "WEEK_OF_MONTH") return j.ChronoField.ALIGNED_WEEK_OF_MONTH;
  return j.ChronoField[name as "YEAR"];
}

/** Prints a point in time. Throws UnsupportedTemporalTypeException for a field it has not. */
export function printPieces(
  temporal: Temporal,
  pieces: readonly Piece[],
  locale: Locale,
  zone: string | undefined,
): string {
  const j = joda();
  const at = zone && temporal instanceof j.Instant ? temporal.atZone(j.ZoneId.of(zone)) : temporal;
  return pieces.map((piece) => print(at as Temporal, piece, locale)).join("");
}

function value(at: Temporal, name: string): number {
  if (name === "LOCAL_DAY_OF_WEEK") return (at.get(joda().ChronoField.DAY_OF_WEEK) % 7) + 1;
  return at.getLong(fieldOf(name));
}

function print(at: Temporal, piece: Piece, locale: Locale): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "number":
      return printNumber(value(at, piece.field), piece);
    case "year2":
      return String(Math.abs(value(at, "YEAR")) % 100).padStart(2, "0");
    case "name":
      return printName(at, piece, locale);
    case "fraction":
      return printFraction(value(at, "NANO_OF_SECOND"), piece);
    case "offset":
      return printOffset(offsetOf(at), piece.pattern, piece.zero);
    case "localOffset":
      return printLocalOffset(offsetOf(at), piece.full);
    case "zoneId":
      return zoneOf(at).id();
    case "zoneName": {
      const ms = (at as ZonedDateTime).toInstant?.().toEpochMilli() ?? 0;
      return zoneName(zoneOf(at).id(), ms, piece.width);
    }
    case "optional":
      try {
        return piece.pieces.map((one) => print(at, one, locale)).join("");
      } catch (error) {
        if (error instanceof Missing || (error instanceof Error && error.name === "UnsupportedTemporalTypeException"))
          return "";
        throw error;
      }
    case "instant": {
      const j = joda();
      return j.Instant.from(at).toString();
    }
  }
}

/** A zone or offset that a value has not: an optional section is left out then. */
class Missing extends Error {}

function printNumber(number: number, piece: Extract<Piece, { kind: "number" }>): string {
  const digits = String(Math.abs(number));
  if (digits.length > piece.max) {
    throw throwNew(
      "java.time.DateTimeException",
      `Field ${fieldOf(piece.field)} cannot be printed as the value ${number} exceeds the maximum print width of ${piece.max}`,
    );
  }
  const sign = number < 0 ? "-" : piece.sign === "exceeds" && digits.length > piece.min && piece.min >= 4 ? "+" : "";
  return sign + digits.padStart(piece.min, "0");
}

function printName(at: Temporal, { field, width }: Extract<Piece, { kind: "name" }>, locale: Locale): string {
  switch (field) {
    case "month":
      return monthNames(locale, width)[value(at, "MONTH_OF_YEAR") - 1] ?? "";
    case "day":
      return dayNames(locale, width)[value(at, "DAY_OF_WEEK") - 1] ?? "";
    case "half":
      return halfNames(locale)[value(at, "AMPM_OF_DAY")] ?? "";
    case "era": {
      const after = value(at, "YEAR") > 0;
      return width === "long" ? (after ? "Anno Domini" : "Before Christ") : after ? "AD" : "BC";
    }
    default: {
      const quarter = value(at, "QUARTER_OF_YEAR");
      if (width === "short") return `Q${quarter}`;
      return width === "narrow" ? String(quarter) : `${quarter}${["st", "nd", "rd", "th"][quarter - 1]} quarter`;
    }
  }
}

function printFraction(nano: number, { min, max, point }: Extract<Piece, { kind: "fraction" }>): string {
  let digits = String(nano).padStart(9, "0").slice(0, max);
  while (digits.length > min && digits.endsWith("0")) digits = digits.slice(0, -1);
  if (point && min === 0) {
    // Java writes thousandths, millionths or billionths: whole groups of three.
    digits = nano === 0 ? "" : digits;
    return digits ? `.${digits}` : "";
  }
  return (point && digits ? "." : "") + digits;
}

function offsetOf(at: Temporal): number {
  // js-joda's OffsetDateTime does not say that it has one.
  const own = (at as { offset?: () => { totalSeconds(): number } }).offset?.();
  if (own) return own.totalSeconds();
  if (!at.isSupported(joda().ChronoField.OFFSET_SECONDS)) throw unsupported("OffsetSeconds");
  return value(at, "OFFSET_SECONDS");
}

function unsupported(field: string): Error {
  const error = new Missing(`Unsupported field: ${field}`);
  error.name = "UnsupportedTemporalTypeException";
  return error;
}

function zoneOf(at: Temporal): { id(): string } {
  const zoned = at as ZonedDateTime;
  if (typeof zoned.zone === "function") return zoned.zone();
  throw throwMissingZone(at);
}

function throwMissingZone(at: Temporal): Error {
  const error = new Missing(`Unable to extract ZoneId from temporal ${at}`);
  error.name = "DateTimeException";
  return error;
}

/** `+HH:MM`, `+HHmm` and the like; seconds and minutes only where they are needed. */
function printOffset(total: number, pattern: string, zero: string): string {
  if (total === 0) return zero;
  const size = Math.abs(total);
  const two = (part: number) => String(part).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const colon = pattern.includes(":") ? ":" : "";
  let result = `${total < 0 ? "-" : "+"}${two(hours)}`;
  if (pattern.includes("MM") || (pattern.includes("mm") && minutes > 0)) result += `${colon}${two(minutes)}`;
  if (pattern.includes("ss") && rest > 0) result += `${colon}${two(rest)}`;
  return result;
}

function printLocalOffset(total: number, full: boolean): string {
  if (total === 0) return "GMT";
  const long = offsetText(total * 1000, "GMT");
  if (full) return long;
  return long.replace(/([+-])0?(\d+):00$/, "$1$2").replace(/([+-])0(\d:\d\d)$/, "$1$2");
}
