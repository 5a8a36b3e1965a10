import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { coerceCompare } from "./ordering.ts";

const RANGE = /^\s*(\d{1,18})\.\.(\d{1,18})\s*$/;

/** Whether a text is a range. */
export function isRangeText(text: string): boolean {
  return RANGE.test(text);
}

/** `range 'from..to'`: both inclusive, whole numbers without a sign. */
export function isInRange(left: Value, right: Value, exchange: Exchange): boolean {
  const { timeZone } = exchange.scope;
  const text = toText(right, timeZone);
  const bounds = RANGE.exec(text);
  if (!bounds) throw failed("range operator is not valid. Valid syntax:'from..to' (where from and to are numbers).");
  if (left === null) return false;
  return coerceCompare(left, Number(bounds[1]), timeZone) >= 0 && coerceCompare(left, Number(bounds[2]), timeZone) <= 0;
}
