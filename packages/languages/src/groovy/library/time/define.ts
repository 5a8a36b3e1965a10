import type { GClass } from "../../runtime/class.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { Thrown, throwNew } from "../../runtime/throwable.ts";
import { type Definition, define } from "../define.ts";
import { wrap } from "./classes.ts";
import { joda } from "./joda.ts";
import { withMonthName } from "./month-name.ts";
import { TimeValue } from "./value.ts";

/** A method of java.time: code of ours, or the name of the method of js-joda that does the same. */
export type TimeDefinition = readonly [
  signature: string,
  example: string,
  how: string | ((run: Run, self: never, ...args: never[]) => Obj),
];

const NAMES: ReadonlyMap<string, string> = new Map([
  ["DateTimeException", "java.time.DateTimeException"],
  ["DateTimeParseException", "java.time.format.DateTimeParseException"],
  ["UnsupportedTemporalTypeException", "java.time.temporal.UnsupportedTemporalTypeException"],
  ["ArithmeticException", "java.lang.ArithmeticException"],
  ["IllegalArgumentException", "java.lang.IllegalArgumentException"],
  ["NullPointerException", "java.lang.NullPointerException"],
]);

/** Runs code of js-joda; its errors become Java's. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Thrown || !(error instanceof Error)) throw error;
    const name = NAMES.get(error.name);
    if (!name) throw error;
    throw throwNew(name, messageOf(error));
  }
}

/** js-joda words a few things differently. */
function messageOf(error: Error): string {
  const first = error.message.split("\n")[0] as string;
  if (error.name === "DateTimeParseException") return withMonthName(first.replace(/(: [^:]*)?, at index: \d+$/, ""));
  return first;
}

function unwrap(arg: unknown): unknown {
  if (arg instanceof TimeValue) return arg.v;
  return typeof arg === "bigint" ? Number(arg) : arg;
}

function result(type: string, value: unknown): Obj {
  if (value === null || value === undefined) return null;
  if (type === "long") return BigInt(Math.trunc(value as number)) + 0n;
  return typeof value === "object" ? wrap(value) : (value as Obj);
}

/** Puts methods of java.time on the allow-list; a static one is found on js-joda's class of the same name. */
export function defineTime(cls: GClass, definitions: readonly TimeDefinition[]): void {
  define(
    cls,
    definitions.map(([signature, example, how]): Definition<Obj> => {
      if (typeof how !== "string") {
        const code = how as (run: Run, self: Obj, ...args: unknown[]) => Obj;
        return [signature, example, (run, self, ...args) => guarded(() => code(run, self, ...args))];
      }
      const isStatic = signature.startsWith("static ");
      const type = signature.replace("static ", "").split(" ")[0] as string;
      return [
        signature,
        example,
        (_run, self, ...args) =>
          guarded(() => {
            const target = (isStatic
              ? joda()[cls.simpleName as "LocalDate"]
              : (self as TimeValue).v) as unknown as Record<string, (...args: unknown[]) => unknown>;
            return result(
              type,
              (target[how] as (...args: unknown[]) => unknown).apply(target, (args as unknown[]).map(unwrap)),
            );
          }),
      ];
    }),
  );
}
