import { type EnumValue, enumClass } from "../../runtime/enum.ts";
import { define } from "../define.ts";

/** Nanoseconds of each unit. */
const UNITS: readonly (readonly [string, bigint])[] = [
  ["NANOSECONDS", 1n],
  ["MICROSECONDS", 1_000n],
  ["MILLISECONDS", 1_000_000n],
  ["SECONDS", 1_000_000_000n],
  ["MINUTES", 60_000_000_000n],
  ["HOURS", 3_600_000_000_000n],
  ["DAYS", 86_400_000_000_000n],
];
const NANOS = new Map(UNITS);

const TIME_UNIT = enumClass(
  "java.util.concurrent.TimeUnit",
  UNITS.map(([name]) => name),
);

/** What `to…` calls a unit: `Millis`, `Seconds`. */
function suffixOf(name: string): string {
  const short = name.replace(/(NANO|MICRO|MILLI)SECONDS/, "$1S");
  return short.charAt(0) + short.slice(1).toLowerCase();
}

const nanosOf = (unit: EnumValue) => NANOS.get(unit.name) as bigint;

define<EnumValue>(TIME_UNIT.gclass, [
  ...UNITS.map(
    ([name, nanos]) =>
      [
        `long to${suffixOf(name)}(long count)`,
        `java.util.concurrent.TimeUnit.HOURS.to${suffixOf(name)}(2)`,
        (_run: unknown, self: EnumValue, count: bigint) => BigInt.asIntN(64, (count * nanosOf(self)) / nanos),
      ] as const,
  ),
  [
    "long convert(long count, TimeUnit unit)",
    "java.util.concurrent.TimeUnit.MINUTES.convert(2, java.util.concurrent.TimeUnit.HOURS)",
    (_run, self, count: bigint, unit: EnumValue) => BigInt.asIntN(64, (count * nanosOf(unit)) / nanosOf(self)),
  ],
]);
