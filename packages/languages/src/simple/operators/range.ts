import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { coerceCompare } from "./ordering.ts";

const RANGE = /^\s*(\d{1,18})\.\.(\d{1,18})\s*$/;

/** `range 'from..to'`: both inclusive, whole numbers without a sign. */
export function isInRange(left: Value, right: Value, exchange: Exchange): boolean {
  const { timeZone } = exchange.scope;
  const text = toText(right, timeZone);
  const bounds = RANGE.exec(text);
  if (!bounds) throw failed(`range needs 'from..to', such as '100..200', not '${text.slice(0, 40)}'`);
  if (left === null) return false;
  return coerceCompare(left, Number(bounds[1]), timeZone) >= 0 && coerceCompare(left, Number(bounds[2]), timeZone) <= 0;
}
