import type { Value } from "@mortise/contract";
import { failed } from "./failures.ts";
import { convert, toLong, typeKind } from "./simple/convert.ts";
import { isTrue } from "./simple/truth.ts";

/**
 * A result as the type its caller asked for, by Camel's or Java's name for it (`string`, `Integer`, `boolean`, …).
 * A boolean is the value's truth. Throws `EXPRESSION_FAILED` when there is no such conversion.
 */
export function convertResult(value: Value, type: string, timeZone: string): Value {
  const kind = typeKind(type);
  if (kind === undefined) throw failed(`there is no type "${type}" to convert the result to`);
  if (kind === "Boolean") return isTrue(value);
  if (value === null) return null;
  // "integer" is a whole number of any width; Java's own names, `int` and `Integer`, are 32 bits.
  if (type === "integer") {
    const whole = toLong(value);
    if (whole !== undefined) return BigInt.asIntN(32, whole) === whole ? Number(whole) : whole;
  }
  const converted = convert(value, kind, timeZone);
  if (converted === undefined) throw failed(`the result cannot be converted to ${kind}`);
  return converted;
}
