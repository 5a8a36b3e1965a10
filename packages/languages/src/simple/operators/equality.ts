import { isInteger, javaText, type Value } from "@mortise/contract";
import { spend } from "../../work.ts";
import { convert, kindOf } from "../convert.ts";

const WHOLE = /^-?[0-9]+$/;
const FLOATING = /^-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/;

/** Camel's `ObjectHelper.isNumber`: an optional minus, then only digits. */
export function isWholeText(text: string): boolean {
  return WHOLE.test(text);
}

/** Camel's `ObjectHelper.isFloatingNumber`: the same with at most one dot. */
export function isFloatingText(text: string): boolean {
  return FLOATING.test(text);
}

/**
 * Camel's `ObjectHelper.typeCoerceEquals`: the first rule that fits decides. Its surprises are kept, since flows
 * lean on them: digits compare as numbers ("0001" == '1'), and a number is cut to the other's type (1 == 1.5).
 */
export function coerceEquals(left: Value, right: Value, ignoreCase: boolean, timeZone: string): boolean {
  if (left === null || right === null) return left === right;
  if (typeof left === "string" && typeof right === "string") {
    if (left === right) return true;
    spend((Math.min(left.length, right.length) >> 3) + 1);
    if (isWholeText(left) && isWholeText(right)) return sameWhole(left, right);
    return ignoreCase && left.toLowerCase() === right.toLowerCase();
  }
  const leftKind = kindOf(left);
  const rightKind = kindOf(right);
  if (leftKind === rightKind && (leftKind === "Integer" || leftKind === "Long" || leftKind === "Double"))
    return leftKind === "Double"
      ? Number(javaText(left)) === Number(javaText(right))
      : BigInt(left as number) === BigInt(right as number);
  if (typeof left === "string" && isWhole(rightKind) && isWholeText(left)) return sameWhole(left, String(right));
  if (typeof right === "string" && isWhole(leftKind) && isWholeText(right)) return sameWhole(String(left), right);
  if (typeof left === "string" && rightKind === "Double" && isFloatingText(left))
    return Number(left) === Number(javaText(right));
  if (typeof left === "string" && typeof right === "boolean") return (left.toLowerCase() === "true") === right;
  if (typeof left === "boolean" && typeof right === "string") return left === (right.toLowerCase() === "true");
  if (javaEquals(left, right)) return true;
  if (leftKind === rightKind) return false;
  if (rightKind !== undefined) {
    const converted = convert(left, rightKind, timeZone);
    if (converted !== undefined && converted !== null && javaEquals(converted, right)) return true;
  }
  if (leftKind === undefined) return false;
  const converted = convert(right, leftKind, timeZone);
  return converted !== undefined && converted !== null && javaEquals(left, converted);
}

function isWhole(kind: string | undefined): boolean {
  return kind === "Integer" || kind === "Long";
}

/** Whether two whole numbers in text are the same, however many zeros lead. Linear, unlike `BigInt` of a long text. */
function sameWhole(left: string, right: string): boolean {
  return canonicalWhole(left) === canonicalWhole(right);
}

function canonicalWhole(text: string): string {
  const negative = text.startsWith("-");
  const digits = text.slice(negative ? 1 : 0).replace(/^0+(?=[0-9])/, "");
  return negative && digits !== "0" ? `-${digits}` : digits;
}

/** Java's `equals`: type and content. */
export function javaEquals(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") {
    // A Long is a bigint when made by a script and a number when it came in as JSON.
    if (typeof left === "bigint" && typeof right === "number") return !isInteger(right) && Number(left) === right;
    if (typeof left === "number" && typeof right === "bigint") return !isInteger(left) && left === Number(right);
    const kind = kindOf(left);
    return (kind === "Double" || kind === "String") && kindOf(right) === kind && javaText(left) === javaText(right);
  }
  spend(1);
  if (left instanceof Date) return right instanceof Date && left.getTime() === right.getTime();
  if (left instanceof Uint8Array) return false;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => javaEquals(item, right[index] as Value))
    );
  if (left instanceof Set)
    return right instanceof Set && left.size === right.size && [...left].every((item) => hasItem(right, item));
  if (left instanceof Map) {
    if (!(right instanceof Map) || left.size !== right.size) return false;
    for (const [key, value] of left) if (!right.has(key) || !javaEquals(value, right.get(key) as Value)) return false;
    return true;
  }
  return kindOf(left) === kindOf(right) && javaText(left) === javaText(right);
}

/** Java's `Collection.contains`. */
export function hasItem(items: Iterable<Value>, wanted: Value): boolean {
  for (const item of items) {
    spend(1);
    if (javaEquals(item, wanted)) return true;
  }
  return false;
}
