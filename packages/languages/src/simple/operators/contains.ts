import { toText, type Value } from "@mortise/contract";
import { spend } from "../../work.ts";
import { coerceEquals, hasItem } from "./equality.ts";

/** `contains` and `~~`: a piece of a text, an item of a collection; anything else is one item itself. */
export function contains(left: Value, right: Value, ignoreCase: boolean, timeZone: string): boolean {
  if (typeof left === "string") {
    const wanted = toText(right, timeZone);
    spend((left.length >> 3) + 1);
    return ignoreCase ? left.toLowerCase().includes(wanted.toLowerCase()) : left.includes(wanted);
  }
  if (Array.isArray(left) || left instanceof Set) {
    if (!ignoreCase) return hasItem(left, right);
    const wanted = toText(right, timeZone).toLowerCase();
    for (const item of left) {
      spend(1);
      if (item !== null && toText(item, timeZone).toLowerCase().includes(wanted)) return true;
    }
    return false;
  }
  return coerceEquals(left, right, ignoreCase, timeZone);
}
