/** Which days of a month a cron's day-of-month field names. Bit 0 of `mask` is the 1st. */
export interface MonthDays {
  readonly mask: number;
  /** `L`, `L-3`, `LW`, `15W`: what depends on the month. */
  readonly special: readonly MonthDay[];
}

/** `last`: the last day, or `offset` days before it. `weekday`: the Monday to Friday nearest to it, in the same month. */
export type MonthDay =
  | { readonly kind: "last"; readonly offset: number; readonly weekday: boolean }
  | { readonly kind: "near"; readonly day: number };

/** Which days of the week a cron names. Bit 0 of `mask` is Sunday, whatever the dialect counts from. */
export interface WeekDays {
  readonly mask: number;
  /** `6#3` and `6L`. `nth` is 1–5, or -1 for the last of the month. */
  readonly special: readonly { readonly day: number; readonly nth: number }[];
}

/** One comma-separated part of a field: where it stands, and its numbers where it has them. */
export interface CronItem {
  readonly text: string;
  readonly position: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
  /** `star`: `*`; `rest`: `5/15`, up to the field's end; `special`: `?`, `L`, `W`, `#`. */
  readonly form: "value" | "range" | "star" | "rest" | "special";
}

export type CronFieldName = "seconds" | "minutes" | "hours" | "dayOfMonth" | "month" | "dayOfWeek" | "year";

/** A field as it was written; what warnings and descriptions read. */
export interface CronField {
  readonly name: CronFieldName;
  readonly text: string;
  readonly position: number;
  readonly items: readonly CronItem[];
}

/** A parsed cron expression: sorted numbers per field, and the rules for days. */
export interface Cron {
  readonly text: string;
  readonly dialect: "quartz" | "unix";
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  /** Undefined: any. */
  readonly monthDays: MonthDays | undefined;
  /** Undefined: any. */
  readonly weekDays: WeekDays | undefined;
  /** Unix: with both day fields restricted, a day that fits either fires. */
  readonly either: boolean;
  /** Undefined: any. */
  readonly years: readonly number[] | undefined;
  readonly fields: readonly CronField[];
}

/** Quartz knows these years and no others. */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2099;

/** Nothing fires after the last year, whatever the zone: the calendar ends here. */
export const END = Date.UTC(LAST_YEAR + 1, 0, 2);
