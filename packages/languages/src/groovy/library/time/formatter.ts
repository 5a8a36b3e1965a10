import type { Temporal } from "@js-joda/core";
import type { GClass } from "../../runtime/class.ts";
import { GObject } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { DEFAULT_LOCALE, type Locale } from "../text/locale.ts";
import { parsePieces } from "./parsing.ts";
import { number, type Piece, patternOf, text } from "./pattern.ts";
import { printPieces } from "./printing.ts";

export const FORMATTER = declare("java.time.format.DateTimeFormatter", OBJECT);

/** `java.time.format.DateTimeFormatter`. */
export class Formatter extends GObject {
  readonly pieces: readonly Piece[];
  readonly locale: Locale;
  /** The zone that instants are shown in, and that texts without one are read in. */
  readonly zone: string | undefined;
  readonly strict: boolean;

  constructor(pieces: readonly Piece[], how: { locale?: Locale; zone?: string | undefined; strict?: boolean } = {}) {
    super();
    this.pieces = pieces;
    this.locale = how.locale ?? DEFAULT_LOCALE;
    this.zone = how.zone;
    this.strict = how.strict ?? false;
  }

  override get cls(): GClass {
    return FORMATTER;
  }

  with(how: { locale?: Locale; zone?: string; strict?: boolean }): Formatter {
    return new Formatter(this.pieces, { locale: this.locale, zone: this.zone, strict: this.strict, ...how });
  }

  static ofPattern(pattern: string, locale?: Locale): Formatter {
    return new Formatter(patternOf(pattern), locale ? { locale } : {});
  }

  /** One of the formatters that Java has as constants. */
  static named(name: string): Formatter {
    const found = named.get(name);
    if (!found) throw new Error(`No formatter ${name}`);
    return found;
  }

  static get names(): Iterable<string> {
    return named.keys();
  }
}

const date: readonly Piece[] = [
  number("YEAR", 4, 10, "exceeds"),
  text("-"),
  number("MONTH_OF_YEAR", 2),
  text("-"),
  number("DAY_OF_MONTH", 2),
];
const seconds: Piece = {
  kind: "optional",
  pieces: [
    text(":"),
    number("SECOND_OF_MINUTE", 2),
    { kind: "optional", pieces: [{ kind: "fraction", min: 0, max: 9, point: true }] },
  ],
};
const time: readonly Piece[] = [number("HOUR_OF_DAY", 2), text(":"), number("MINUTE_OF_HOUR", 2), seconds];
const offset: Piece = { kind: "offset", pattern: "+HH:MM:ss", zero: "Z" };
const zone: Piece = { kind: "optional", pieces: [text("["), { kind: "zoneId" }, text("]")] };
const optional = (...pieces: Piece[]): Piece => ({ kind: "optional", pieces });
const strict = (...pieces: Piece[]) => new Formatter(pieces, { strict: true });

const named: ReadonlyMap<string, Formatter> = new Map([
  ["ISO_LOCAL_DATE", strict(...date)],
  ["ISO_OFFSET_DATE", strict(...date, offset)],
  ["ISO_DATE", strict(...date, optional(offset))],
  ["ISO_LOCAL_TIME", strict(...time)],
  ["ISO_OFFSET_TIME", strict(...time, offset)],
  ["ISO_TIME", strict(...time, optional(offset))],
  ["ISO_LOCAL_DATE_TIME", strict(...date, text("T"), ...time)],
  ["ISO_OFFSET_DATE_TIME", strict(...date, text("T"), ...time, offset)],
  ["ISO_ZONED_DATE_TIME", strict(...date, text("T"), ...time, offset, zone)],
  ["ISO_DATE_TIME", strict(...date, text("T"), ...time, optional(offset, zone))],
  ["ISO_ORDINAL_DATE", strict(number("YEAR", 4, 10, "exceeds"), text("-"), number("DAY_OF_YEAR", 3), optional(offset))],
  [
    "ISO_WEEK_DATE",
    strict(
      number("WEEK_BASED_YEAR", 4, 10, "exceeds"),
      text("-W"),
      number("WEEK_OF_WEEK_BASED_YEAR", 2),
      text("-"),
      number("DAY_OF_WEEK", 1),
      optional(offset),
    ),
  ],
  ["ISO_INSTANT", strict({ kind: "instant" })],
  [
    "BASIC_ISO_DATE",
    strict(
      ...patternOf("uuuuMMdd").map((piece) =>
        piece.kind === "number" && piece.field === "YEAR" ? { ...piece, max: 4 } : piece,
      ),
      optional({ kind: "offset", pattern: "+HHMMss", zero: "Z" }),
    ),
  ],
  [
    "RFC_1123_DATE_TIME",
    new Formatter([
      optional({ kind: "name", field: "day", width: "short" }, text(", ")),
      number("DAY_OF_MONTH", 1, 2),
      text(" "),
      { kind: "name", field: "month", width: "short" },
      text(" "),
      number("YEAR", 4),
      text(" "),
      number("HOUR_OF_DAY", 2),
      text(":"),
      number("MINUTE_OF_HOUR", 2),
      optional(text(":"), number("SECOND_OF_MINUTE", 2)),
      text(" "),
      { kind: "offset", pattern: "+HHMM", zero: "GMT" },
    ]),
  ],
  ["YEAR_MONTH", strict(number("YEAR", 4, 10, "exceeds"), text("-"), number("MONTH_OF_YEAR", 2))],
]);

/** A point in time as text. */
export function formatTemporal(temporal: Temporal, formatter: Formatter): string {
  return printPieces(temporal, formatter.pieces, formatter.locale, formatter.zone);
}

/** A text as a value of a type of java.time. Throws DateTimeParseException with Java's messages. */
export function parseTemporal(given: string, formatter: Formatter, type: string, _run?: Run): unknown {
  return parsePieces(given, formatter).obtain(type);
}
