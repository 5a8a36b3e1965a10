import { DATE, type JDate } from "../../runtime/date.ts";
import type { Run } from "../../runtime/run.ts";
import { define } from "../define.ts";
import { Calendar } from "./calendar-fields.ts";
import { type Fields, fieldsAt, instantOf, localMs } from "./fields.ts";
import { TimeZone } from "./timezone.ts";

/** The date's own setters, which the JDK would rather not have, but scripts of its time use. */
const setters: readonly (readonly [string, (fields: Fields, value: number) => Partial<Fields>])[] = [
  ["Year", (_f, value) => ({ year: value + 1900 })],
  ["Month", (_f, value) => ({ month: value + 1 })],
  ["Date", (_f, value) => ({ day: value })],
  ["Hours", (_f, value) => ({ hour: value })],
  ["Minutes", (_f, value) => ({ minute: value })],
  ["Seconds", (_f, value) => ({ second: value })],
];

define<JDate>(DATE, [
  ...setters.map(
    ([name, change]) =>
      [
        `void set${name}(int value)`,
        `def d = new Date(0L)\nd.set${name}(5)\nd.format('yyyy-MM-dd HH:mm:ss')`,
        (run: Run, self: JDate, value: number) => {
          const zone = run.exchange.scope.timeZone;
          const before = fieldsAt(self.ms, zone);
          const f = { ...before, ...change(before, value) };
          self.ms = instantOf(localMs(f.year, f.month, f.day, f.hour, f.minute, f.second, f.milli), zone);
          return null;
        },
      ] as const,
  ),
  [
    "Calendar toCalendar()",
    "new Date(0L).toCalendar().get(Calendar.YEAR)",
    (run, self) => new Calendar(self.ms, new TimeZone(run.exchange.scope.timeZone)),
  ],
]);
