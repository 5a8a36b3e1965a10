import type { LocalDate, LocalTime, TemporalField, ZoneId, ZoneOffset } from "@js-joda/core";
import { throwNew } from "../../runtime/throwable.ts";
import { joda } from "./joda.ts";
import { fieldOf } from "./printing.ts";

/** What a formatter read: a date, a time, an offset or zone, and fields that gave none of these. */
export class Parsed {
  readonly #text: string;
  readonly #fields: ReadonlyMap<string, number>;
  readonly date: LocalDate | undefined;
  readonly time: LocalTime | undefined;
  readonly #offset: number | undefined;
  readonly #zone: ZoneId | undefined;

  constructor(
    text: string,
    found: {
      fields: ReadonlyMap<string, number>;
      date: LocalDate | undefined;
      time: LocalTime | undefined;
      offset: number | undefined;
      zone: ZoneId | undefined;
    },
  ) {
    this.#text = text;
    this.#fields = found.fields;
    this.date = found.date;
    this.time = found.time;
    this.#offset = found.offset;
    this.#zone = found.zone;
  }

  equals(other: unknown): boolean {
    return other === this;
  }

  hashCode(): number {
    return 0;
  }

  toString(): string {
    const fields = [...this.#fields].map(([name, value]) => `${fieldOf(name)}=${value}`);
    if (this.#offset !== undefined) fields.push(`OffsetSeconds=${this.#offset}`);
    const zone = this.#zone ? `,${this.#zone}` : "";
    const parts = [this.date, this.time].filter((part) => part !== undefined);
    return `{${fields.join(", ")}},ISO${zone}${parts.length ? ` resolved to ${parts.join("T")}` : ""}`;
  }

  /** A field's value, as `get(field)` asks for it. */
  getLong(field: TemporalField): number {
    const j = joda();
    if (this.date && field.isDateBased()) return this.date.getLong(field as never);
    if (this.time && field.isTimeBased()) return this.time.getLong(field as never);
    for (const [name, value] of this.#fields) if ((fieldOf(name) as unknown) === field) return value;
    if ((field as unknown) === j.ChronoField.OFFSET_SECONDS && this.#offset !== undefined) return this.#offset;
    throw throwNew("java.time.temporal.UnsupportedTemporalTypeException", `Unsupported field: ${field}`);
  }

  get(field: TemporalField): number {
    return this.getLong(field);
  }

  isSupported(field: TemporalField): boolean {
    try {
      this.getLong(field);
      return true;
    } catch {
      return false;
    }
  }

  get #where(): ZoneOffset | ZoneId | undefined {
    return this.#zone ?? (this.#offset === undefined ? undefined : joda().ZoneOffset.ofTotalSeconds(this.#offset));
  }

  /** The value of a type that was read. Throws DateTimeParseException when it was not. */
  obtain(type: string): unknown {
    const found = this.#find(type);
    if (found !== undefined) return found;
    throw throwNew(
      "java.time.format.DateTimeParseException",
      `Text '${this.#text}' could not be parsed: Unable to obtain ${type} from TemporalAccessor: ${this} of type java.time.format.Parsed`,
    );
  }

  #find(type: string): unknown {
    const j = joda();
    const { date, time } = this;
    const where = this.#where;
    const local = date && time ? j.LocalDateTime.of(date, time) : undefined;
    const offset = this.#offset === undefined ? undefined : j.ZoneOffset.ofTotalSeconds(this.#offset);
    const zoned = () => {
      if (!local || !where) return undefined;
      // With both, the offset says which instant it is and the zone how it is shown.
      return offset && this.#zone ? local.atOffset(offset).atZoneSameInstant(this.#zone) : local.atZone(where);
    };
    switch (type) {
      case "LocalDate":
        return date;
      case "LocalTime":
        return time;
      case "LocalDateTime":
        return local;
      case "ZonedDateTime":
        return zoned();
      case "OffsetDateTime":
        return offset && local ? local.atOffset(offset) : zoned()?.toOffsetDateTime();
      case "Instant":
        return zoned()?.toInstant();
      case "OffsetTime":
        return time && offset ? time.atOffset(offset) : undefined;
      case "YearMonth":
        return date ? j.YearMonth.from(date) : this.#yearMonth();
      case "Year":
        return date
          ? j.Year.of(date.year())
          : this.#fields.has("YEAR")
            ? j.Year.of(this.#fields.get("YEAR") as number)
            : undefined;
      case "MonthDay":
        return date ? j.MonthDay.from(date) : this.#monthDay();
      default:
        return undefined;
    }
  }

  #yearMonth(): unknown {
    const year = this.#fields.get("YEAR");
    const month = this.#fields.get("MONTH_OF_YEAR");
    return year === undefined || month === undefined ? undefined : joda().YearMonth.of(year, month);
  }

  #monthDay(): unknown {
    const month = this.#fields.get("MONTH_OF_YEAR");
    const day = this.#fields.get("DAY_OF_MONTH");
    return month === undefined || day === undefined ? undefined : joda().MonthDay.of(month, day);
  }
}
