import { javaText, toText, type Value } from "@mortise/contract";
import { spend } from "../../work.ts";
import { convert, kindOf, toLong, toNumber } from "../convert.ts";
import { isFloatingText, isWholeText, javaEquals } from "./equality.ts";

const sign = (difference: bigint | number) => (difference > 0 ? 1 : difference < 0 ? -1 : 0);

/**
 * Camel's `ObjectHelper.typeCoerceCompare`. Cutting to a Long comes before Double, so 1.5 > 1 is false; text that is
 * no number compares letter by letter.
 */
export function coerceCompare(left: Value, right: Value, timeZone: string): number {
  if (left === null || right === null) return left === right ? 0 : left === null ? -1 : 1;
  if (typeof left === "string" && typeof right === "string") {
    spend((Math.min(left.length, right.length) >> 3) + 1);
    if (isWholeText(left) && isWholeText(right) && left.length < 400 && right.length < 400)
      return sign(BigInt(left) - BigInt(right));
    return compareText(left, right);
  }
  const leftKind = kindOf(left);
  const rightKind = kindOf(right);
  if (leftKind === rightKind && leftKind === "Double") return sign(Number(javaText(left)) - Number(javaText(right)));
  if (typeof left === "string" && rightKind === "Double" && isFloatingText(left))
    return sign(Number(left) - Number(javaText(right)));
  if (typeof left === "string" && typeof right === "boolean")
    return sign(Number(left.toLowerCase() === "true") - Number(right));
  if (typeof left === "boolean" && typeof right === "string")
    return sign(Number(left) - Number(right.toLowerCase() === "true"));

  const leftLong = toLong(left);
  const rightLong = leftLong === undefined ? undefined : toLong(right);
  if (leftLong !== undefined && rightLong !== undefined) return sign(leftLong - rightLong);
  const leftNumber = toNumber(left);
  const rightNumber = leftNumber === undefined ? undefined : toNumber(right);
  if (leftNumber !== undefined && rightNumber !== undefined) return sign(leftNumber - rightNumber);

  if (typeof right === "string" && typeof left !== "string") return -coerceCompare(right, left, timeZone);
  if (rightKind !== undefined) {
    const converted = convert(left, rightKind, timeZone);
    if (converted !== undefined && converted !== null) return compareSame(converted, right, timeZone);
  }
  if (leftKind !== undefined) {
    const converted = convert(right, leftKind, timeZone);
    if (converted !== undefined && converted !== null) return compareSame(left, converted, timeZone);
  }
  return javaEquals(left, right) ? 0 : compareText(toText(left, timeZone), toText(right, timeZone));
}

function compareSame(left: Value, right: Value, timeZone: string): number {
  if (typeof left === "boolean" && typeof right === "boolean") return sign(Number(left) - Number(right));
  return compareText(toText(left, timeZone), toText(right, timeZone));
}

/** Java's `String.compareTo`: the difference of the first characters that differ, else of the lengths. */
export function compareText(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const difference = left.charCodeAt(index) - right.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
