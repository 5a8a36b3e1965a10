import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { classOf } from "../../runtime/types.ts";
import type { Locale } from "./locale.ts";

/** How `%t…` writes a value; the dates say so themselves when they are loaded. */
type TimeFormat = (run: Run, value: Obj, kind: string, locale: Locale) => string | undefined;
const formats: TimeFormat[] = [];

/** Adds a kind of values that `%t…` can write. */
export function formatsTime(how: TimeFormat): void {
  formats.push(how);
}

/** `%tY`, `%tF` and their kin. */
export function formatTime(run: Run, value: Obj, kind: string, locale: Locale): string {
  if (value === null) return "null";
  for (const format of formats) {
    const text = format(run, value, kind, locale);
    if (text !== undefined) return text;
  }
  throw throwNew("java.util.IllegalFormatConversionException", `${kind} != ${classOf(value).name}`);
}
