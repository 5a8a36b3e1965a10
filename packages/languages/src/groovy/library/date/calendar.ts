import { JDate } from "../../runtime/date.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { define, defineFields } from "../define.ts";
import { DEFAULT_LOCALE, type Locale } from "../text/locale.ts";
import { CALENDAR, Calendar, FIELDS, type FieldName, fieldName, GREGORIAN, MINIMA } from "./calendar-fields.ts";
import { fieldsAt, instantOf, isLeap, localMs } from "./fields.ts";
import { dayNames, monthNames } from "./names.ts";
import { formatDate } from "./simple-format.ts";
import { defaultZone, type TimeZone } from "./timezone.ts";

const now = (run: Run) => Math.floor(run.exchange.scope.now());
const c = "def c = new GregorianCalendar(2024, Calendar.FEBRUARY, 29, 10, 30)\nc";

define<Calendar>(CALENDAR, [
  [
    "static Calendar getInstance()",
    "Calendar.getInstance() != null",
    (run) => new Calendar(now(run), defaultZone(run)),
  ],
  [
    "static Calendar getInstance(TimeZone zone)",
    "Calendar.getInstance(TimeZone.getTimeZone('UTC')).timeZone.ID",
    (run, _self, zone: TimeZone) => new Calendar(now(run), zone),
  ],
  [
    "static Calendar getInstance(Locale locale)",
    "Calendar.getInstance(Locale.US) != null",
    (run, _self, _locale: Locale) => new Calendar(now(run), defaultZone(run)),
  ],
  [
    "static Calendar getInstance(TimeZone zone, Locale locale)",
    "Calendar.getInstance(TimeZone.getTimeZone('UTC'), Locale.US).timeZone.ID",
    (run, _self, zone: TimeZone, _locale: Locale) => new Calendar(now(run), zone),
  ],
  ["int get(int field)", `${c}.get(Calendar.MONTH)`, (_run, self, at: number) => self.get(fieldName(at))],
  ["int getAt(int field)", `${c}[Calendar.YEAR]`, (_run, self, at: number) => self.get(fieldName(at))],
  [
    "void putAt(int field, int value)",
    `${c}[Calendar.YEAR] = 2025\nc.get(Calendar.YEAR)`,
    (_run, self, at: number, value: number) => {
      self.set(fieldName(at), value);
      return null;
    },
  ],
  [
    "void set(int field, int value)",
    `${c}.set(Calendar.YEAR, 2025)\nc.get(Calendar.YEAR)`,
    (_run, self, at: number, value: number) => {
      self.set(fieldName(at), value);
      return null;
    },
  ],
  [
    "void set(int year, int month, int day)",
    `${c}.set(2024, 0, 15)\nc.get(Calendar.DAY_OF_MONTH)`,
    (_run, self, y: number, m: number, d: number) => setAll(self, y, m, d),
  ],
  [
    "void set(int year, int month, int day, int hour, int minute)",
    `${c}.set(2024, 0, 15, 8, 5)\nc.get(Calendar.MINUTE)`,
    (_run, self, y: number, m: number, d: number, h: number, min: number) => setAll(self, y, m, d, h, min),
  ],
  [
    "void set(int year, int month, int day, int hour, int minute, int second)",
    `${c}.set(2024, 0, 15, 8, 5, 9)\nc.get(Calendar.SECOND)`,
    (_run, self, y: number, m: number, d: number, h: number, min: number, s: number) =>
      setAll(self, y, m, d, h, min, s),
  ],
  [
    "void add(int field, int amount)",
    `${c}.add(Calendar.DAY_OF_MONTH, 1)\nc.get(Calendar.MONTH)`,
    (_run, self, at: number, amount: number) => {
      self.add(fieldName(at), amount);
      return null;
    },
  ],
  [
    "void roll(int field, int amount)",
    `${c}.roll(Calendar.DAY_OF_MONTH, 1)\nc.get(Calendar.DAY_OF_MONTH)`,
    (_run, self, at: number, amount: number) => roll(self, fieldName(at), amount),
  ],
  [
    "void roll(int field, boolean up)",
    `${c}.roll(Calendar.DAY_OF_MONTH, true)\nc.get(Calendar.DAY_OF_MONTH)`,
    (_run, self, at: number, up: boolean) => roll(self, fieldName(at), up ? 1 : -1),
  ],
  [
    "void clear()",
    `${c}.clear()\nc.get(Calendar.YEAR)`,
    (_run, self) => {
      self.ms = instantOf(0, self.zone.id);
      return null;
    },
  ],
  [
    "void clear(int field)",
    `${c}.clear(Calendar.MINUTE)\nc.get(Calendar.MINUTE)`,
    (_run, self, at: number) => {
      const name = fieldName(at);
      self.set(name, name === "YEAR" ? 1970 : MINIMA.has(name) ? 1 : 0);
      return null;
    },
  ],
  [
    "Calendar clearTime()",
    `${c}.clearTime().get(Calendar.HOUR_OF_DAY)`,
    (_run, self) => {
      const f = fieldsAt(self.ms, self.zone.id);
      self.ms = instantOf(localMs(f.year, f.month, f.day), self.zone.id);
      return self;
    },
  ],
  ["Date getTime()", `${c}.time.format('yyyy-MM-dd')`, (_run, self) => new JDate(self.ms)],
  [
    "void setTime(Date date)",
    `${c}.setTime(new Date(0L))\nc.timeInMillis`,
    (_run, self, date: JDate) => {
      self.ms = date.ms;
      return null;
    },
  ],
  [
    "long getTimeInMillis()",
    "def c = Calendar.instance\nc.timeInMillis = 5L\nc.timeInMillis",
    (_run, self) => BigInt(self.ms),
  ],
  [
    "void setTimeInMillis(long time)",
    `${c}.setTimeInMillis(0L)\nc.timeInMillis`,
    (_run, self, time: bigint) => {
      self.ms = Number(time);
      return null;
    },
  ],
  [
    "TimeZone getTimeZone()",
    "Calendar.getInstance(TimeZone.getTimeZone('UTC')).timeZone.ID",
    (_run, self) => self.zone,
  ],
  [
    "void setTimeZone(TimeZone zone)",
    `${c}.setTimeZone(TimeZone.getTimeZone('UTC'))\nc.timeZone.ID`,
    (_run, self, zone: TimeZone) => {
      self.zone = zone;
      return null;
    },
  ],
  [
    "int getActualMaximum(int field)",
    `${c}.getActualMaximum(Calendar.DAY_OF_MONTH)`,
    (_run, self, at: number) => self.maximum(fieldName(at)),
  ],
  [
    "int getMaximum(int field)",
    `${c}.getMaximum(Calendar.HOUR_OF_DAY)`,
    (_run, self, at: number) => (fieldName(at) === "DATE" ? 31 : self.maximum(fieldName(at))),
  ],
  [
    "int getActualMinimum(int field)",
    `${c}.getActualMinimum(Calendar.DAY_OF_MONTH)`,
    (_run, _self, at: number) => (MINIMA.has(fieldName(at)) ? 1 : 0),
  ],
  ["int getFirstDayOfWeek()", `${c}.firstDayOfWeek`, () => 1],
  ["void setFirstDayOfWeek(int day)", `${c}.setFirstDayOfWeek(2)`, (_run, _self, _day: number) => null],
  ["int getMinimalDaysInFirstWeek()", `${c}.minimalDaysInFirstWeek`, () => 1],
  [
    "void setLenient(boolean lenient)",
    `${c}.setLenient(false)`,
    (_run, self, lenient: boolean) => {
      self.lenient = lenient;
      return null;
    },
  ],
  [
    "String getDisplayName(int field, int style, Locale locale)",
    `${c}.getDisplayName(Calendar.MONTH, Calendar.LONG, Locale.US)`,
    (_run, self, at: number, style: number, locale: Locale) => {
      const names = style === 2 ? "long" : "short";
      const name = fieldName(at);
      if (name === "MONTH") return monthNames(locale, names)[self.get("MONTH")] ?? null;
      return name === "DAY_OF_WEEK" ? (dayNames(locale, names)[(self.get("DAY_OF_WEEK") + 5) % 7] ?? null) : null;
    },
  ],
  [
    "boolean before(Calendar other)",
    `${c}.before(Calendar.instance)`,
    (_run, self, other: Calendar) => self.ms < other.ms,
  ],
  [
    "boolean after(Calendar other)",
    `${c}.after(Calendar.instance)`,
    (_run, self, other: Calendar) => self.ms > other.ms,
  ],
  [
    "int compareTo(Calendar other)",
    `${c}.compareTo(c)`,
    (_run, self, other: Calendar) => Math.sign(self.ms - other.ms),
  ],
  [
    "String format(String pattern)",
    `${c}.format('yyyy-MM-dd')`,
    (_run, self, pattern: string) => formatDate(self.ms, pattern, self.zone.id, DEFAULT_LOCALE),
  ],
  ["boolean isLeapYear(int year)", `${c}.isLeapYear(2024)`, (_run, _self, year: number) => isLeap(year)],
  ["Object clone()", `${c}.clone().get(Calendar.YEAR)`, (_run, self) => new Calendar(self.ms, self.zone)],
]);

function setAll(
  self: Calendar,
  year: number,
  month: number,
  day: number,
  hour?: number,
  minute?: number,
  second?: number,
): null {
  const f = fieldsAt(self.ms, self.zone.id);
  self.ms = instantOf(
    localMs(year, month + 1, day, hour ?? f.hour, minute ?? f.minute, second ?? f.second, f.milli),
    self.zone.id,
  );
  return null;
}

function roll(self: Calendar, field: FieldName, amount: number): null {
  const least = MINIMA.has(field) ? 1 : 0;
  const count = self.maximum(field) - least + 1;
  const value = self.get(field) - least + amount;
  self.set(field, (((value % count) + count) % count) + least);
  return null;
}

define<Calendar>(GREGORIAN, [
  ["new()", "new GregorianCalendar() != null", (run) => new Calendar(now(run), defaultZone(run))],
  [
    "new(TimeZone zone)",
    "new GregorianCalendar(TimeZone.getTimeZone('UTC')).timeZone.ID",
    (run, _self, zone: TimeZone) => new Calendar(now(run), zone),
  ],
  [
    "new(int year, int month, int day)",
    "new GregorianCalendar(2024, 1, 29).get(Calendar.DAY_OF_YEAR)",
    (run, _self, y: number, m: number, d: number) => made(run, y, m, d),
  ],
  [
    "new(int year, int month, int day, int hour, int minute)",
    "new GregorianCalendar(2024, 1, 29, 10, 5).get(Calendar.MINUTE)",
    (run, _self, y: number, m: number, d: number, h: number, min: number) => made(run, y, m, d, h, min),
  ],
  [
    "new(int year, int month, int day, int hour, int minute, int second)",
    "new GregorianCalendar(2024, 1, 29, 10, 5, 9).get(Calendar.SECOND)",
    (run, _self, y: number, m: number, d: number, h: number, min: number, s: number) => made(run, y, m, d, h, min, s),
  ],
]);

function made(run: Run, year: number, month: number, day: number, hour = 0, minute = 0, second = 0): Calendar {
  const zone = defaultZone(run);
  return new Calendar(instantOf(localMs(year, month + 1, day, hour, minute, second), zone.id), zone);
}

const constants: Record<string, Obj> = Object.create(null);
FIELDS.forEach((name, i) => {
  constants[name] = i;
});
["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"].forEach((name, i) => {
  constants[name] = i + 1;
});
[
  "JANUARY",
  "FEBRUARY",
  "MARCH",
  "APRIL",
  "MAY",
  "JUNE",
  "JULY",
  "AUGUST",
  "SEPTEMBER",
  "OCTOBER",
  "NOVEMBER",
  "DECEMBER",
].forEach((name, i) => {
  constants[name] = i;
});
defineFields(CALENDAR, { ...constants, DAY_OF_MONTH: 5, AM: 0, PM: 1, SHORT: 1, LONG: 2 });
defineFields(GREGORIAN, { AD: 1, BC: 0 });
