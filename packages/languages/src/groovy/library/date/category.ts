import type { GClass } from "../../runtime/class.ts";
import { JDate } from "../../runtime/date.ts";
import { toInt } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { COMPARABLE, declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { Calendar } from "./calendar-fields.ts";
import { TimeZone } from "./timezone.ts";

const TIME_CATEGORY = declare("groovy.time.TimeCategory", OBJECT);
const DURATION = declare("groovy.time.Duration", OBJECT, COMPARABLE);
const TIME_DURATION = declare("groovy.time.TimeDuration", DURATION);
const DATUM_DURATION = declare("groovy.time.DatumDependentDuration", DURATION);

interface Parts {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly millis: number;
}
const NONE: Parts = { years: 0, months: 0, days: 0, hours: 0, minutes: 0, seconds: 0, millis: 0 };

/** A length of time as `groovy.time` has it: parts that are added to a date one after the other. */
class GroovyDuration extends GObject {
  readonly parts: Parts;

  constructor(parts: Partial<Parts>) {
    super();
    this.parts = { ...NONE, ...parts };
  }

  override get cls(): GClass {
    const { years, months, hours, minutes, seconds, millis } = this.parts;
    if (years || months) return DATUM_DURATION;
    return hours || minutes || seconds || millis ? TIME_DURATION : DURATION;
  }

  get millis(): number {
    const { years, months, days, hours, minutes, seconds, millis } = this.parts;
    return (
      (years * 365 + months * 30 + days) * 86_400_000 + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + millis
    );
  }

  override keyText(): string {
    return `d${this.millis}`;
  }

  override compareTo(other: Obj): number | undefined {
    return other instanceof GroovyDuration ? Math.sign(this.millis - other.millis) : undefined;
  }

  override text(): string {
    const { years, months, days, hours, minutes, seconds, millis } = this.parts;
    const shown: string[] = [];
    if (years) shown.push(`${years} years`);
    if (months) shown.push(`${months} months`);
    if (days) shown.push(`${days} days`);
    if (hours) shown.push(`${hours} hours`);
    if (minutes) shown.push(`${minutes} minutes`);
    if (seconds || millis) {
      const whole = Math.trunc(seconds + millis / 1000);
      const rest = Math.abs(millis % 1000);
      shown.push(
        `${whole === 0 && (seconds < 0 || millis < 0) ? "-0" : whole}.${String(rest).padStart(3, "0")} seconds`,
      );
    }
    return shown.length ? shown.join(", ") : "0";
  }

  combine(other: GroovyDuration, sign: 1 | -1): GroovyDuration {
    const a = this.parts;
    const b = other.parts;
    return new GroovyDuration({
      years: a.years + sign * b.years,
      months: a.months + sign * b.months,
      days: a.days + sign * b.days,
      hours: a.hours + sign * b.hours,
      minutes: a.minutes + sign * b.minutes,
      seconds: a.seconds + sign * b.seconds,
      millis: a.millis + sign * b.millis,
    });
  }

  from(run: Run, ms: number, sign: 1 | -1): JDate {
    const calendar = new Calendar(ms, new TimeZone(run.exchange.scope.timeZone));
    const { years, months, days, hours, minutes, seconds, millis } = this.parts;
    calendar.add("YEAR", sign * years);
    calendar.add("MONTH", sign * months);
    calendar.add("DAY_OF_YEAR", sign * days);
    calendar.ms += sign * (hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + millis);
    return new JDate(calendar.ms);
  }
}

function between(from: number, to: number): GroovyDuration {
  let left = Math.abs(to - from);
  const sign = to < from ? -1 : 1;
  const part = (size: number) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return sign * count;
  };
  return new GroovyDuration({
    days: part(86_400_000),
    hours: part(3_600_000),
    minutes: part(60_000),
    seconds: part(1_000),
    millis: sign * left,
  });
}

const units: readonly (readonly [string, keyof Parts, number])[] = [
  ["Year", "years", 1],
  ["Month", "months", 1],
  ["Week", "days", 7],
  ["Day", "days", 1],
  ["Hour", "hours", 1],
  ["Minute", "minutes", 1],
  ["Second", "seconds", 1],
  ["Millisecond", "millis", 1],
];
const using = (code: string) => `use(groovy.time.TimeCategory) { ${code} }`;

define(TIME_CATEGORY, [
  ...units.flatMap(([name, part, size]) =>
    [name, `${name}s`].map(
      (shown) =>
        [
          `static Duration get${shown}(Number count)`,
          using(`3.${shown.toLowerCase()}.toString()`),
          (_run: Run, _self: Obj, count: Obj) => new GroovyDuration({ [part]: toInt(count) * size }),
        ] as const,
    ),
  ),
  [
    "static Date plus(Date date, Duration duration)",
    using("(new Date(0L) + 1.day).time"),
    (run, _self, date: JDate, duration: GroovyDuration) => duration.from(run, date.ms, 1),
  ],
  [
    "static Date minus(Date date, Duration duration)",
    using("(new Date(0L) - 1.day).time"),
    (run, _self, date: JDate, duration: GroovyDuration) => duration.from(run, date.ms, -1),
  ],
  [
    "static TimeDuration minus(Date a, Date b)",
    "groovy.time.TimeCategory.minus(new Date(90061000L), new Date(0L)).toString()",
    (_run, _self, a: JDate, b: JDate) => between(b.ms, a.ms),
  ],
]);

const some = "groovy.time.TimeCategory.minus(new Date(90061000L), new Date(0L))";

define<GroovyDuration>(DURATION, [
  ...(["years", "months", "days", "hours", "minutes", "seconds", "millis"] as const).map(
    (part) =>
      [
        `int get${part.charAt(0).toUpperCase()}${part.slice(1)}()`,
        `${some}.${part}`,
        (_run: Run, self: GroovyDuration) => self.parts[part],
      ] as const,
  ),
  ["long toMilliseconds()", `${some}.toMilliseconds()`, (_run, self) => BigInt(self.millis)],
  [
    "Duration plus(Duration other)",
    using("(1.day + 2.hours).toString()"),
    (_run, self, other: GroovyDuration) => self.combine(other, 1),
  ],
  [
    "Duration minus(Duration other)",
    using("(1.day - 2.hours).toString()"),
    (_run, self, other: GroovyDuration) => self.combine(other, -1),
  ],
  [
    "Date plus(Date date)",
    using("(1.day + new Date(0L)).time"),
    (run, self, date: JDate) => self.from(run, date.ms, 1),
  ],
  ["Date getAgo()", using("1.day.ago != null"), (run, self) => self.from(run, run.exchange.scope.now(), -1)],
  [
    "From getFrom()",
    using("1.day.from.now != null"),
    (run, self) => new From(self.from(run, run.exchange.scope.now(), 1)),
  ],
]);

const FROM = declare("groovy.time.BaseDuration$From", OBJECT);

class From extends GObject {
  readonly now: JDate;

  constructor(now: JDate) {
    super();
    this.now = now;
  }

  override get cls(): GClass {
    return FROM;
  }
}

define<From>(FROM, [["Date getNow()", using("1.day.from.now != null"), (_run, self) => self.now]]);
