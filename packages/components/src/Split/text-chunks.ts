import { toText, type Value } from "@mortise/contract";

/** A value's text, piece by piece where it is too large to be held whole. */
export function textChunks(value: Value, timeZone: string): Iterable<string> {
  return value === null ? [] : [toText(value, timeZone)];
}
