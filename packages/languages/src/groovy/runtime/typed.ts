import type { Obj } from "./object.ts";

const readers = new Map<string, (text: string) => Obj>();

/** Says how values of a type come back from their text. */
export function readTyped(type: string, read: (text: string) => Obj): void {
  readers.set(type, read);
}

/** A value from the text it is kept as; the text itself where the type is not known. */
export function fromTypedText(type: string, text: string): Obj {
  return readers.get(type)?.(text) ?? text;
}

/** Whether values of a class are kept as their text. */
export function isTimeType(name: string): boolean {
  return readers.has(name);
}
