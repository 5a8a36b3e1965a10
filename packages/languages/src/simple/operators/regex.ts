import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { compileRegex, matchesWhole } from "../regex.ts";

/** `regex`: the whole text matches, as Java's `matches`. */
export function matches(left: Value, right: Value, exchange: Exchange): boolean {
  if (right === null) throw failed("the regular expression has no value");
  if (left === null) return false;
  const { timeZone } = exchange.scope;
  return matchesWhole(compileRegex(toText(right, timeZone)), toText(left, timeZone));
}
