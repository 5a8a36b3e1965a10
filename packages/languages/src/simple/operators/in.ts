import type { Exchange, Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { spend } from "../../work.ts";
import { toLong } from "../convert.ts";
import { coerceEquals } from "./equality.ts";

/** `in`: one of a list, or of a text's parts between commas. The parts are not trimmed: `'def, abc'` has " abc". */
export function isIn(left: Value, right: Value, exchange: Exchange): boolean {
  if (left === null || right === null) return false;
  const items =
    typeof right === "string" ? right.split(",") : Array.isArray(right) || right instanceof Set ? right : [right];
  for (const item of items) {
    spend(1);
    // Camel converts each part to the number's type and fails where it cannot.
    if (typeof left === "number" && typeof item === "string" && item.trim() !== item && toLong(item) === undefined)
      throw failed(`"${item}" cannot be compared with a number; remove the blanks between the values of in`);
    if (coerceEquals(left, item, false, exchange.scope.timeZone)) return true;
  }
  return false;
}
