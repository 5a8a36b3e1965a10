import type { Closure } from "../../runtime/closure.ts";
import { DATE, dateTexts, JDate } from "../../runtime/date.ts";
import type { JMap } from "../../runtime/map.ts";
import { toInt } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { define } from "../define.ts";
import { formatsTime } from "../text/format-time.ts";
import { DEFAULT_LOCALE, type Locale } from "../text/locale.ts";
import { calendarField } from "./calendar-fields.ts";
import { type Fields, fieldsAt, instantOf, localMs } from "./fields.ts";
import { formatDate, parseDate } from "./simple-format.ts";
import type { TimeZone } from "./timezone.ts";

const DAY = 86_400_000;

const zoneOf = (run: Run) => run.exchange.scope.timeZone;
const fieldsOf = (run: Run, self: JDate) => fieldsAt(self.ms, zoneOf(run));

/** `Date.toString()` in the flow's zone. */
export function dateText(run: Run, ms: number): string {
  return dateTexts.write(ms, zoneOf(run));
}

dateTexts.write = (ms, zone) => formatDate(ms, "EEE MMM dd HH:mm:ss zzz yyyy", zone);

function parsed(run: Run, text: string, pattern: string, zone = zoneOf(run)): JDate {
  const found = parseDate(text, pattern, {
    zone,
    locale: DEFAULT_LOCALE,
    lenient: true,
    now: run.exchange.scope.now(),
  });
  if (!found) throw unparseable(text);
  return new JDate(found.ms);
}

/** Java's answer to a text that is no date. */
export function unparseable(text: string): Error {
  return throwNew("java.text.ParseException", `Unparseable date: "${text}"`) as unknown as Error;
}

/** The date with some of its fields set, as `set(year: 2024)` and `copyWith` do. */
function withFields(run: Run, ms: number, updates: JMap): number {
  const f = fieldsAt(ms, zoneOf(run));
  const get = (name: string, otherwise: number) => (updates.has(name) ? toInt(updates.get(name)) : otherwise);
  const local = localMs(
    get("year", f.year),
    get("month", f.month - 1) + 1,
    get("date", get("dayOfMonth", f.day)),
    get("hourOfDay", f.hour),
    get("minute", f.minute),
    get("second", f.second),
    f.milli,
  );
  return instantOf(local, zoneOf(run));
}

dateTexts.plusDays = (ms, zone, days) => {
  const f = fieldsAt(ms, zone);
  return instantOf(localMs(f.year, f.month, f.day + days, f.hour, f.minute, f.second, f.milli), zone);
};

const plusDays = (run: Run, ms: number, days: number) => dateTexts.plusDays(ms, zoneOf(run), days);

const field = (name: string, get: (f: Fields) => number): [string, string, (run: Run, self: JDate) => Obj] => [
  `int get${name}()`,
  `new Date(1709217307123L).${name.charAt(0).toLowerCase()}${name.slice(1)}`,
  (run, self) => get(fieldsOf(run, self)),
];

define<JDate>(DATE, [
  ["new()", "new Date() != null", (run) => new JDate(Math.floor(run.exchange.scope.now()))],
  ["new(long time)", "new Date(0L).time", (_run, _self, time: bigint) => new JDate(Number(time))],
  [
    "new(int year, int month, int day)",
    "new Date(124, 1, 29).format('yyyy-MM-dd')",
    (run, _self, y: number, m: number, d: number) => new JDate(instantOf(localMs(1900 + y, m + 1, d), zoneOf(run))),
  ],
  [
    "new(int year, int month, int day, int hour, int minute)",
    "new Date(124, 1, 29, 10, 30).format('HH:mm')",
    (run, _self, y: number, m: number, d: number, h: number, min: number) =>
      new JDate(instantOf(localMs(1900 + y, m + 1, d, h, min), zoneOf(run))),
  ],
  [
    "new(int year, int month, int day, int hour, int minute, int second)",
    "new Date(124, 1, 29, 10, 30, 5).format('HH:mm:ss')",
    (run, _self, y: number, m: number, d: number, h: number, min: number, s: number) =>
      new JDate(instantOf(localMs(1900 + y, m + 1, d, h, min, s), zoneOf(run))),
  ],
  [
    "new(String text)",
    "new Date('2024/02/01').format('yyyy-MM-dd')",
    (run, _self, text: string) => {
      for (const pattern of [
        "yyyy/MM/dd HH:mm:ss",
        "yyyy/MM/dd",
        "MM/dd/yyyy HH:mm:ss",
        "MM/dd/yyyy",
        "EEE MMM dd HH:mm:ss zzz yyyy",
        "EEE, d MMM yyyy HH:mm:ss z",
        "d MMM yyyy HH:mm:ss",
        "d MMM yyyy",
        "MMM d, yyyy",
      ]) {
        const found = parseDate(text, pattern, {
          zone: zoneOf(run),
          locale: DEFAULT_LOCALE,
          lenient: true,
          now: run.exchange.scope.now(),
        });
        if (found?.end === text.length) return new JDate(found.ms);
      }
      throw throwNew("java.lang.IllegalArgumentException", null);
    },
  ],
  [
    "static Date parse(String pattern, String text)",
    "Date.parse('yyyy-MM-dd', '2024-02-01').format('dd/MM/yyyy')",
    (run, _self, pattern: string, text: string) => parsed(run, text, pattern),
  ],
  [
    "static Date parse(String pattern, String text, TimeZone zone)",
    "Date.parse('yyyy-MM-dd', '2024-02-01', TimeZone.getTimeZone('UTC')).time",
    (run, _self, pattern: string, text: string, zone: TimeZone) => parsed(run, text, pattern, zone.id),
  ],
  [
    "static long parse(String text)",
    "Date.parse('Thu Feb 01 10:00:00 UTC 2024')",
    (run, _self, text: string) => BigInt(parsed(run, text, "EEE MMM dd HH:mm:ss zzz yyyy").ms),
  ],
  [
    "static Date parseToStringDate(String text)",
    "Date.parseToStringDate('Thu Feb 01 10:00:00 UTC 2024').time",
    (run, _self, text: string) => parsed(run, text, "EEE MMM dd HH:mm:ss zzz yyyy"),
  ],
  ["long getTime()", "new Date(5L).time", (_run, self) => BigInt(self.ms)],
  [
    "void setTime(long time)",
    "def d = new Date(0L)\nd.setTime(5L)\nd.time",
    (_run, self, time: bigint) => {
      self.ms = Number(time);
      return null;
    },
  ],
  field("Year", (f) => f.year - 1900),
  field("Month", (f) => f.month - 1),
  field("Date", (f) => f.day),
  field("Day", (f) => f.weekday % 7),
  field("Hours", (f) => f.hour),
  field("Minutes", (f) => f.minute),
  field("Seconds", (f) => f.second),
  ["int getTimezoneOffset()", "new Date(0L).timezoneOffset", (run, self) => -fieldsOf(run, self).offset / 60_000],
  [
    "String format(String pattern)",
    "new Date(1709217307123L).format('yyyy-MM-dd')",
    (run, self, pattern: string) => formatDate(self.ms, pattern, zoneOf(run)),
  ],
  [
    "String format(String pattern, TimeZone zone)",
    "new Date(0L).format('HH:mm', TimeZone.getTimeZone('UTC'))",
    (_run, self, pattern: string, zone: TimeZone) => formatDate(self.ms, pattern, zone.id),
  ],
  ["String getDateString()", "new Date(0L).dateString", (run, self) => formatDate(self.ms, "M/d/yy", zoneOf(run))],
  ["String getTimeString()", "new Date(0L).timeString", (run, self) => formatDate(self.ms, "h:mm:ss a", zoneOf(run))],
  [
    "String getDateTimeString()",
    "new Date(0L).dateTimeString",
    (run, self) => formatDate(self.ms, "M/d/yy, h:mm:ss a", zoneOf(run)),
  ],
  ["String toString()", "new Date(0L).toString()", (run, self) => dateText(run, self.ms)],
  [
    "String toGMTString()",
    "new Date(0L).toGMTString()",
    (_run, self) => formatDate(self.ms, "d MMM yyyy HH:mm:ss 'GMT'", "GMT"),
  ],
  ["boolean before(Date other)", "new Date(0L).before(new Date(1L))", (_run, self, other: JDate) => self.ms < other.ms],
  ["boolean after(Date other)", "new Date(0L).after(new Date(1L))", (_run, self, other: JDate) => self.ms > other.ms],
  [
    "int compareTo(Date other)",
    "new Date(0L).compareTo(new Date(1L))",
    (_run, self, other: JDate) => Math.sign(self.ms - other.ms),
  ],
  [
    "Date plus(int days)",
    "(new Date(0L) + 1).time",
    (run, self, days: number) => new JDate(plusDays(run, self.ms, days)),
  ],
  [
    "Date minus(int days)",
    "(new Date(0L) - 1).time",
    (run, self, days: number) => new JDate(plusDays(run, self.ms, -days)),
  ],
  [
    "int minus(Date other)",
    "new Date(86400000L) - new Date(0L)",
    (run, self, other: JDate) => daysBetween(run, other.ms, self.ms),
  ],
  ["Date next()", "new Date(0L).next().time", (run, self) => new JDate(plusDays(run, self.ms, 1))],
  ["Date previous()", "new Date(0L).previous().time", (run, self) => new JDate(plusDays(run, self.ms, -1))],
  [
    "Date clearTime()",
    "new Date(1709217307123L).clearTime().format('HH:mm:ss')",
    (run, self) => {
      const f = fieldsOf(run, self);
      self.ms = instantOf(localMs(f.year, f.month, f.day), zoneOf(run));
      return self;
    },
  ],
  [
    "int getAt(int field)",
    "new Date(1709217307123L)[Calendar.YEAR]",
    (run, self, at: number) => calendarField(self.ms, zoneOf(run), at),
  ],
  [
    "void set(Map fields)",
    "def d = new Date(0L)\nd.set(year: 2024, month: 1, date: 5)\nd.format('yyyy-MM-dd')",
    (run, self, updates: JMap) => {
      self.ms = withFields(run, self.ms, updates);
      return null;
    },
  ],
  [
    "Date copyWith(Map fields)",
    "new Date(0L).copyWith(year: 2000).format('yyyy-MM-dd')",
    (run, self, updates: JMap) => new JDate(withFields(run, self.ms, updates)),
  ],
  [
    "Date updated(Map fields)",
    "new Date(0L).updated(year: 2000).format('yyyy-MM-dd')",
    (run, self, updates: JMap) => new JDate(withFields(run, self.ms, updates)),
  ],
  [
    "void upto(Date last, Closure action)",
    "def l = []\nnew Date(0L).upto(new Date(86400000L)) { l << it.time }\nl",
    (run, self, last: JDate, action: Closure) => {
      for (let ms = self.ms; ms <= last.ms; ms = plusDays(run, ms, 1)) action.call1(new JDate(ms));
      return null;
    },
  ],
  [
    "void downto(Date last, Closure action)",
    "def l = []\nnew Date(86400000L).downto(new Date(0L)) { l << it.time }\nl",
    (run, self, last: JDate, action: Closure) => {
      for (let ms = self.ms; ms >= last.ms; ms = plusDays(run, ms, -1)) action.call1(new JDate(ms));
      return null;
    },
  ],
  ["Object clone()", "new Date(0L).clone().time", (_run, self) => new JDate(self.ms)],
]);

function daysBetween(run: Run, from: number, to: number): number {
  const a = fieldsAt(from, zoneOf(run));
  const b = fieldsAt(to, zoneOf(run));
  return Math.round((localMs(b.year, b.month, b.day) - localMs(a.year, a.month, a.day)) / DAY);
}

/** `%tY` and its kin for a local time; the zone's letters need the instant. */
export function formatFields(
  f: Fields,
  kind: string,
  locale: Locale,
  instant: { ms: number; zone: string } | undefined,
): string | undefined {
  const of = (pattern: string) =>
    instant
      ? formatDate(instant.ms, pattern, instant.zone, locale)
      : formatDate(localMs(f.year, f.month, f.day, f.hour, f.minute, f.second, f.milli), pattern, "UTC", locale);
  const pattern = PATTERNS.get(kind);
  if (pattern !== undefined) return kind === "p" ? of(pattern).toLowerCase() : of(pattern);
  if (kind === "s") return String(Math.floor((instant?.ms ?? 0) / 1000));
  if (kind === "Q") return String(instant?.ms ?? 0);
  if (kind === "C") return String(Math.floor(f.year / 100)).padStart(2, "0");
  if (kind === "N") return String(f.milli * 1_000_000).padStart(9, "0");
  return undefined;
}

const PATTERNS: ReadonlyMap<string, string> = new Map([
  ["H", "HH"],
  ["I", "hh"],
  ["k", "H"],
  ["l", "h"],
  ["M", "mm"],
  ["S", "ss"],
  ["L", "SSS"],
  ["p", "a"],
  ["z", "Z"],
  ["Z", "z"],
  ["B", "MMMM"],
  ["b", "MMM"],
  ["h", "MMM"],
  ["A", "EEEE"],
  ["a", "EEE"],
  ["Y", "yyyy"],
  ["y", "yy"],
  ["j", "DDD"],
  ["m", "MM"],
  ["d", "dd"],
  ["e", "d"],
  ["R", "HH:mm"],
  ["T", "HH:mm:ss"],
  ["r", "hh:mm:ss a"],
  ["D", "MM/dd/yy"],
  ["F", "yyyy-MM-dd"],
  ["c", "EEE MMM dd HH:mm:ss z yyyy"],
]);

formatsTime((run, value, kind, locale) => {
  const ms = value instanceof JDate ? value.ms : typeof value === "bigint" ? Number(value) : undefined;
  return ms === undefined
    ? undefined
    : formatFields(fieldsAt(ms, zoneOf(run)), kind, locale, { ms, zone: zoneOf(run) });
});
