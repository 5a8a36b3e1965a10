import { compareNumbers } from "./arithmetic.ts";
import { GString } from "./gstring.ts";
import { Char, isNumber } from "./number.ts";
import type { Obj } from "./object.ts";
import { textOf } from "./text.ts";
import { throwNew } from "./throwable.ts";
import { COMPARABLE, classOf } from "./types.ts";

/** Groovy's `<=>`: null comes first, numbers compare across their types, a text of one character is a character. */
export function compare(left: Obj, right: Obj): number {
  if (typeof left === "number" && typeof right === "number") return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === "string" && typeof right === "string") return compareTexts(left, right);
  const result = tryCompare(left, right, false);
  if (result === undefined) {
    throw throwNew(
      "java.lang.IllegalArgumentException",
      `Cannot compare ${classOf(left).name} with value '${textOf(left)}' and ${classOf(right).name} with value '${textOf(right)}'`,
    );
  }
  return result;
}

/** As `compare`; undefined where the two have no order. `equality` asks only whether they are the same. */
export function tryCompare(left: Obj, right: Obj, equality: boolean): number | undefined {
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  if (isNumber(left)) {
    if (isNumber(right) || right instanceof Char) return compareNumbers(left, right);
    if (isCharacter(right)) return compareNumbers(left, (right as string | GString).toString().charCodeAt(0));
  } else if (left instanceof Char) {
    if (isCharacter(right)) return left.code - (right as string | GString).toString().charCodeAt(0);
    if (isNumber(right)) return compareNumbers(left, right);
    if (right instanceof Char) return left.code - right.code;
  } else if (isNumber(right)) {
    if (isCharacter(left)) return compareNumbers((left as string | GString).toString().charCodeAt(0), right);
  } else if (typeof left === "string") {
    if (typeof right === "string") return compareTexts(left, right);
    if (right instanceof Char || right instanceof GString) return compareTexts(left, textOf(right));
  } else if (left instanceof GString && (typeof right === "string" || right instanceof GString)) {
    return compareTexts(left.toString(), right.toString());
  } else if (typeof left === "boolean" && typeof right === "boolean") return left ? 1 : -1;
  if (typeof left !== "object") return undefined;
  const related = classOf(right).is(left.cls) || left.cls.is(classOf(right));
  if (equality && !related) return undefined;
  if (!left.cls.is(COMPARABLE)) return undefined;
  return left.compareTo?.(right);
}

function isCharacter(value: Obj): boolean {
  return (
    (typeof value === "string" && value.length === 1) || (value instanceof GString && value.toString().length === 1)
  );
}

/** `String.compareTo`: the difference of the first characters that differ, or of the lengths. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = left.charCodeAt(i) - right.charCodeAt(i);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
