import type { GClass } from "../../runtime/class.ts";
import { JDate } from "../../runtime/date.ts";
import { isNumber, toBigInt } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define, defineFields } from "../define.ts";
import type { Builder } from "../text/builder.ts";
import { DEFAULT_LOCALE, type Locale } from "../text/locale.ts";
import { Calendar } from "./calendar-fields.ts";
import { unparseable } from "./date.ts";
import { formatDate, parseDate, patternPieces } from "./simple-format.ts";
import { defaultZone, type TimeZone } from "./timezone.ts";

const FORMAT = declare("java.text.Format", OBJECT);
export const DATE_FORMAT = declare("java.text.DateFormat", FORMAT);
const SIMPLE_DATE_FORMAT = declare("java.text.SimpleDateFormat", DATE_FORMAT);
const PARSE_POSITION = declare("java.text.ParsePosition", OBJECT);
const FIELD_POSITION = declare("java.text.FieldPosition", OBJECT);

/** `java.text.SimpleDateFormat`. */
export class DateFormat extends GObject {
  pattern: string;
  readonly locale: Locale;
  zone: TimeZone;
  lenient = true;

  constructor(pattern: string, zone: TimeZone, locale: Locale = DEFAULT_LOCALE) {
    super();
    patternPieces(pattern);
    this.pattern = pattern;
    this.zone = zone;
    this.locale = locale;
  }

  override get cls(): GClass {
    return SIMPLE_DATE_FORMAT;
  }
}

/** `java.text.ParsePosition`. */
class ParsePosition extends GObject {
  index: number;
  errorIndex = -1;

  constructor(index: number) {
    super();
    this.index = index;
  }

  override get cls(): GClass {
    return PARSE_POSITION;
  }
}

function format(self: DateFormat, value: Obj): string {
  const ms =
    value instanceof JDate || value instanceof Calendar
      ? value.ms
      : isNumber(value)
        ? Number(toBigInt(value))
        : undefined;
  if (value === null) throw throwNew("java.lang.NullPointerException", null);
  if (ms === undefined) throw throwNew("java.lang.IllegalArgumentException", "Cannot format given Object as a Date");
  return formatDate(ms, self.pattern, self.zone.id, self.locale);
}

function parse(run: Run, self: DateFormat, text: string, from = 0): { ms: number; end: number } | undefined {
  const how = { zone: self.zone.id, locale: self.locale, lenient: self.lenient, now: run.exchange.scope.now() };
  return parseDate(text, self.pattern, how, from);
}

const sdf = "import java.text.SimpleDateFormat\ndef f = new SimpleDateFormat('yyyy-MM-dd')\nf";

define<DateFormat>(DATE_FORMAT, [
  [
    "String format(Object date)",
    `${sdf}.format(new Date(1709217307123L))`,
    (_run, self, date: Obj) => format(self, date),
  ],
  [
    "StringBuffer format(Object date, StringBuffer to, FieldPosition at)",
    `${sdf}.format(new Date(0L), new StringBuffer(), new java.text.FieldPosition(0)).toString()`,
    (run, self, date: Obj, to: Builder, _at: Obj) => to.append(run, format(self, date)),
  ],
  [
    "Date parse(String text)",
    `${sdf}.parse('2024-02-29').format('dd/MM/yyyy')`,
    (run, self, text: string) => {
      if (text === null)
        throw throwNew("java.lang.NullPointerException", 'Cannot invoke "String.length()" because "text" is null');
      const found = parse(run, self, text);
      if (!found) throw unparseable(text);
      return new JDate(found.ms);
    },
  ],
  [
    "Date parse(String text, ParsePosition at)",
    `${sdf}.parse('x', new java.text.ParsePosition(0))`,
    (run, self, text: string, at: ParsePosition) => {
      const found = parse(run, self, text, at.index);
      if (!found) {
        at.errorIndex = at.index;
        return null;
      }
      at.index = found.end;
      return new JDate(found.ms);
    },
  ],
  [
    "void setTimeZone(TimeZone zone)",
    `${sdf}.setTimeZone(TimeZone.getTimeZone('UTC'))\nf.timeZone.ID`,
    (_run, self, zone: TimeZone) => {
      self.zone = zone;
      return null;
    },
  ],
  ["TimeZone getTimeZone()", `${sdf}.timeZone.ID != null`, (_run, self) => self.zone],
  [
    "void setLenient(boolean lenient)",
    `${sdf}.setLenient(false)\nf.lenient`,
    (_run, self, lenient: boolean) => {
      self.lenient = lenient;
      return null;
    },
  ],
  ["boolean isLenient()", `${sdf}.isLenient()`, (_run, self) => self.lenient],
  [
    "static DateFormat getDateInstance()",
    "java.text.DateFormat.getDateInstance().format(new Date(0L))",
    (run) => new DateFormat("MMM d, yyyy", defaultZone(run)),
  ],
  [
    "static DateFormat getDateInstance(int style)",
    "java.text.DateFormat.getDateInstance(java.text.DateFormat.SHORT).format(new Date(0L))",
    (run, _self, style: number) => new DateFormat(DATES[style] ?? "MMM d, yyyy", defaultZone(run)),
  ],
  [
    "static DateFormat getTimeInstance()",
    "java.text.DateFormat.getTimeInstance().format(new Date(0L))",
    (run) => new DateFormat("h:mm:ss a", defaultZone(run)),
  ],
  [
    "static DateFormat getDateTimeInstance()",
    "java.text.DateFormat.getDateTimeInstance().format(new Date(0L))",
    (run) => new DateFormat("MMM d, yyyy, h:mm:ss a", defaultZone(run)),
  ],
  [
    "static DateFormat getInstance()",
    "java.text.DateFormat.getInstance().format(new Date(0L))",
    (run) => new DateFormat("M/d/yy, h:mm a", defaultZone(run)),
  ],
]);
const DATES: readonly string[] = ["EEEE, MMMM d, yyyy", "MMMM d, yyyy", "MMM d, yyyy", "M/d/yy"];
defineFields(DATE_FORMAT, { FULL: 0, LONG: 1, MEDIUM: 2, SHORT: 3, DEFAULT: 2 });

define<DateFormat>(SIMPLE_DATE_FORMAT, [
  [
    "new()",
    "new java.text.SimpleDateFormat().format(new Date(0L))",
    (run) => new DateFormat("M/d/yy, h:mm a", defaultZone(run)),
  ],
  [
    "new(String pattern)",
    `${sdf}.format(new Date(0L))`,
    (run, _self, pattern: string) => new DateFormat(pattern, defaultZone(run)),
  ],
  [
    "new(String pattern, Locale locale)",
    "new java.text.SimpleDateFormat('EEE', Locale.US).format(new Date(0L))",
    (run, _self, pattern: string, locale: Locale) => new DateFormat(pattern, defaultZone(run), locale),
  ],
  ["String toPattern()", `${sdf}.toPattern()`, (_run, self) => self.pattern],
  [
    "void applyPattern(String pattern)",
    `${sdf}.applyPattern('yyyy')\nf.format(new Date(0L))`,
    (_run, self, pattern: string) => {
      patternPieces(pattern);
      self.pattern = pattern;
      return null;
    },
  ],
  [
    "Object clone()",
    `${sdf}.clone().toPattern()`,
    (_run, self) => new DateFormat(self.pattern, self.zone, self.locale),
  ],
]);

define<ParsePosition>(PARSE_POSITION, [
  ["new(int index)", "new java.text.ParsePosition(0).index", (_run, _self, index: number) => new ParsePosition(index)],
  ["int getIndex()", "new java.text.ParsePosition(3).index", (_run, self) => self.index],
  ["int getErrorIndex()", "new java.text.ParsePosition(3).errorIndex", (_run, self) => self.errorIndex],
]);
/** `java.text.FieldPosition`: asked for by a method of formats, and of no further use. */
class FieldPosition extends GObject {
  override get cls(): GClass {
    return FIELD_POSITION;
  }
}

define(FIELD_POSITION, [["new(int field)", "new java.text.FieldPosition(0) != null", () => new FieldPosition()]]);
