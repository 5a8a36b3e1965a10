import type { Kit } from "./kit.ts";

/** `Date` at the run's instant and in the flow's time zone, never the machine's. Runs inside QuickJS. */
export function installDates(kit: Kit): void {
  const Native = Date;
  const native = Native.prototype as unknown as { [name: string]: (...args: unknown[]) => number };
  const original: { [name: string]: (...args: unknown[]) => number } = {};
  for (const name of Object.getOwnPropertyNames(native)) {
    if (typeof native[name] === "function") original[name] = native[name] as (...args: unknown[]) => number;
  }
  const minute = 60_000;
  const day = 86_400_000;
  /** Zones change their offset on quarters of an hour. */
  const quarter = 15 * minute;
  const offsets = new Map<number, number>();
  let zone = "";
  const now = () => kit.rest().now;

  function offset(utc: number): number {
    const { timeZone } = kit.rest();
    if (timeZone !== zone) offsets.clear();
    zone = timeZone;
    const key = Math.floor(utc / quarter);
    let found = offsets.get(key);
    if (found === undefined) {
      found = Number.isNaN(utc) ? Number.NaN : kit.host.offset(utc) * minute;
      if (offsets.size > 500) offsets.clear();
      offsets.set(key, found);
    }
    return found;
  }

  /** A local time that occurs twice is the first, one that never occurs is taken as before the change (ECMA-262 §21.4.1.26). */
  function toUtc(local: number): number {
    const before = offset(local - day);
    const after = offset(local + day);
    const early = local - before;
    if (before === after || offset(early) === before) return early;
    const late = local - after;
    return offset(late) === after ? late : early;
  }

  const time = (date: unknown): number => (original.getTime as () => number).call(date);
  const local = (date: unknown): Date => {
    const utc = time(date);
    return new Native(utc + offset(utc));
  };
  const define = (name: string, method: (this: Date, ...args: never[]) => unknown) =>
    Object.defineProperty(native, name, { value: method, configurable: true, writable: true, enumerable: false });

  for (const field of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"]) {
    const get = original[`getUTC${field}`] as (this: Date) => number;
    const set = original[`setUTC${field}`] as ((this: Date, ...args: unknown[]) => number) | undefined;
    define(`get${field}`, function () {
      return get.call(local(this));
    });
    if (set) {
      define(`set${field}`, function (...args: unknown[]) {
        // Setting the year of an invalid date makes it valid; anything else leaves it invalid.
        const at = Number.isNaN(time(this)) && field === "FullYear" ? new Native(0) : local(this);
        set.apply(at, args);
        return this.setTime(toUtc(time(at)));
      });
    }
  }
  define("getYear", function () {
    return this.getFullYear() - 1900;
  });
  define("setYear", function (year: number) {
    return this.setFullYear(year >= 0 && year <= 99 ? year + 1900 : year);
  });
  define("getTimezoneOffset", function () {
    return -offset(time(this)) / minute;
  });

  const two = (value: number) => String(value).padStart(2, "0");
  const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  define("toDateString", function () {
    if (Number.isNaN(time(this))) return "Invalid Date";
    const year = this.getFullYear();
    const shown = (year < 0 ? "-" : "") + String(Math.abs(year)).padStart(4, "0");
    return `${days[this.getDay()]} ${months[this.getMonth()]} ${two(this.getDate())} ${shown}`;
  });
  define("toTimeString", function () {
    if (Number.isNaN(time(this))) return "Invalid Date";
    const minutes = Math.round(offset(time(this)) / minute);
    const sign = minutes < 0 ? "-" : "+";
    const east = two(Math.floor(Math.abs(minutes) / 60)) + two(Math.abs(minutes) % 60);
    return `${two(this.getHours())}:${two(this.getMinutes())}:${two(this.getSeconds())} GMT${sign}${east}`;
  });
  define("toString", function () {
    return Number.isNaN(time(this)) ? "Invalid Date" : `${this.toDateString()} ${this.toTimeString()}`;
  });
  for (const [name, kind] of Object.entries({
    toLocaleString: "date",
    toLocaleDateString: "day",
    toLocaleTimeString: "time",
  })) {
    define(name, function (locales?: unknown, options?: unknown) {
      if (Number.isNaN(time(this))) return "Invalid Date";
      return kit.host.format(kind, time(this), JSON.stringify([locales, options]));
    });
  }

  /** A text without a zone is local time; the native parser takes the machine's zone, so its fields are read back. */
  function parse(text: string): number {
    const parsed = Native.parse(text);
    const absolute =
      /^\s*[+-]?\d{4,6}(-\d\d(-\d\d)?)?\s*$/.test(text) ||
      /(Z|UTC?|GMT|[ECMP][SD]T|[+-]\d\d:?\d\d|[+-]\d{1,2})\s*(\(.*\))?\s*$/i.test(text);
    if (Number.isNaN(parsed) || absolute) return parsed;
    const at = new Native(parsed);
    const field = (name: string) => (original[name] as () => number).call(at);
    return toUtc(
      Native.UTC(
        field("getFullYear"),
        field("getMonth"),
        field("getDate"),
        field("getHours"),
        field("getMinutes"),
        field("getSeconds"),
        field("getMilliseconds"),
      ),
    );
  }

  function instant(args: readonly unknown[]): number {
    if (args.length === 0) return now();
    const [first] = args;
    if (args.length > 1) {
      const at = Native.UTC(...(args.map(Number) as [number, number]));
      return toUtc(at);
    }
    if (first instanceof Native) return time(first);
    const primitive =
      typeof first === "object" && first !== null ? ((first as { valueOf(): unknown }).valueOf() as unknown) : first;
    return typeof primitive === "string"
      ? parse(primitive)
      : typeof primitive === "object"
        ? parse(String(first))
        : Number(primitive);
  }

  function Zoned(...args: unknown[]): unknown {
    if (new.target === undefined) return new Native(now()).toString();
    return Reflect.construct(Native, [instant(args)], new.target);
  }
  Zoned.prototype = Native.prototype;
  Object.defineProperty(Zoned, "name", { value: "Date" });
  Object.defineProperty(Zoned, "length", { value: 7 });
  const hidden = { configurable: true, writable: true, enumerable: false };
  Object.defineProperty(Zoned, "now", { ...hidden, value: now });
  Object.defineProperty(Zoned, "UTC", { ...hidden, value: Native.UTC });
  Object.defineProperty(Zoned, "parse", { ...hidden, value: (text: unknown) => parse(String(text)) });
  Object.defineProperty(Native.prototype, "constructor", { ...hidden, value: Zoned });
  Object.defineProperty(globalThis, "Date", { ...hidden, value: Zoned });
}
