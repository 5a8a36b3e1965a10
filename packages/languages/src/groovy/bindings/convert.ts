import { cast, parseNumber } from "../runtime/cast.ts";
import type { GClass } from "../runtime/class.ts";
import { Bytes } from "../runtime/list.ts";
import { isNumber } from "../runtime/number.ts";
import type { Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { textOf } from "../runtime/text.ts";
import * as T from "../runtime/types.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Camel's conversion of a header or body to a class; null where there is none. */
export function convertTo(run: Run, value: Obj, cls: GClass): Obj {
  if (value === null || T.isInstance(value, cls)) return value;
  const text = value instanceof Bytes ? decoder.decode(value.data) : textOf(value);
  if (cls === T.STRING || cls === T.CHAR_SEQUENCE) return text;
  if (cls === T.BOOLEAN) return text.toLowerCase() === "true" ? true : text.toLowerCase() === "false" ? false : null;
  if (cls.is(T.NUMBER)) return isNumber(value) ? cast(run, value, cls, cls.name) : parseNumber(text, cls);
  if (cls.name === "[B") return new Bytes(encoder.encode(text));
  return special.get(cls.name)?.(run, text) ?? null;
}

const special = new Map<string, (run: Run, text: string) => Obj>();

/** Says how Camel makes a class from text. */
export function convertText(name: string, how: (run: Run, text: string) => Obj): void {
  special.set(name, how);
}
