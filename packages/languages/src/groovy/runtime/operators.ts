import {
  addNumbers,
  bits,
  divideNumbers,
  multiplyNumbers,
  powerNumbers,
  remainderNumbers,
  shift,
  subtractNumbers,
} from "./arithmetic.ts";
import { GClass } from "./class.ts";
import { Closure } from "./closure.ts";
import { invoke } from "./dispatch.ts";
import { equal, same } from "./equality.ts";
import { GString } from "./gstring.ts";
import { itemsOf } from "./items.ts";
import { JMap, JSet } from "./map.ts";
import { Char, isNumber } from "./number.ts";
import type { GObject, Obj } from "./object.ts";
import type { Run } from "./run.ts";
import { textOf, toStringOf } from "./text.ts";
import { throwNew } from "./throwable.ts";
import { truth } from "./truth.ts";
import { isInstance } from "./types.ts";

const METHODS: ReadonlyMap<string, string> = new Map([
  ["+", "plus"],
  ["-", "minus"],
  ["*", "multiply"],
  ["/", "div"],
  ["%", "mod"],
  ["**", "power"],
  ["<<", "leftShift"],
  [">>", "rightShift"],
  [">>>", "rightShiftUnsigned"],
  ["&", "and"],
  ["|", "or"],
  ["^", "xor"],
  ["=~", "=~"],
  ["==~", "==~"],
]);

/** An operator between two values: numbers at once, texts at once, all else by the method it stands for. */
export function binary(run: Run, op: string, left: Obj, right: Obj): Obj {
  if (isNumber(left) && isNumber(right)) return onNumbers(op, left, right);
  if (op === "+") {
    if (typeof left === "string") return concat(run, left, textOf(right));
    if (left instanceof GString) return plusGString(run, left, right);
  }
  if (left instanceof Char && isNumber(right) && op !== "<<") return onNumbers(op, left.code, right);
  if (right instanceof Char && isNumber(left)) return onNumbers(op, left, right.code);
  if (left instanceof Char && right instanceof Char) return onNumbers(op, left.code, right.code);
  const method = METHODS.get(op) as string;
  if (left === null) return onNull(run, op, method, right);
  if (isNumber(left) && right === null && op !== "=~" && op !== "==~") throw ambiguous(left as GObject, method);
  return invoke(run, left, method, [right]);
}

/** Two texts joined. A text made piece by piece must not cost its length each time: only the shorter counts in full. */
export function concat(run: Run, left: string, right: string): string {
  const [less, more] = left.length < right.length ? [left.length, right.length] : [right.length, left.length];
  run.take(less * 2 + (more >> 5) + 16);
  if (less + more > MAX_TEXT) throw run.limit(`${MAX_TEXT} characters in one text`, "memory");
  return left + right;
}

/** JavaScript's own limit is 2^29; a text beyond this has no business in a flow. */
export const MAX_TEXT = 100_000_000;

function plusGString(run: Run, left: GString, right: Obj): Obj {
  run.take(64);
  return right instanceof GString || typeof right === "string" ? left.plus(right) : left.toString() + textOf(right);
}

function onNumbers(op: string, left: Obj, right: Obj): Obj {
  switch (op) {
    case "+":
      return addNumbers(left, right);
    case "-":
      return subtractNumbers(left, right);
    case "*":
      return multiplyNumbers(left, right);
    case "/":
      return divideNumbers(left, right);
    case "%":
      return remainderNumbers(left, right);
    case "**":
      return powerNumbers(left, right);
    case "&":
    case "|":
    case "^":
      return bits(op, left, right);
    default:
      return shift(op as "<<", left, right);
  }
}

function onNull(run: Run, op: string, method: string, right: Obj): Obj {
  if (op === "+" && (typeof right === "string" || right instanceof GString)) return concat(run, "null", textOf(right));
  if (op === "=~" || op === "==~") return invoke(run, "", method, [right]);
  if (op === "+") throw throwNew("java.lang.NullPointerException", `Cannot execute null+${textOf(right)}`);
  throw throwNew("java.lang.NullPointerException", `Cannot invoke method ${method}() on null object`);
}

const OVERLAPPING: Readonly<Record<string, readonly string[]>> = {
  plus: ["java.lang.Character", "java.lang.String", "java.lang.Number"],
};

function ambiguous(left: GObject | Obj, method: string): Error {
  const type =
    typeof left === "number"
      ? "java.lang.Integer"
      : typeof left === "bigint"
        ? "java.lang.Long"
        : (left as GObject).cls.name;
  const prototypes = OVERLAPPING[method] ?? ["java.lang.Character", "java.lang.Number"];
  return throwNew(
    "groovy.lang.GroovyRuntimeException",
    `Ambiguous method overloading for method ${type}#${method}.\nCannot resolve which method to invoke for [null] due to overlapping prototypes between:\n${prototypes.map((one) => `\t[class ${one}]`).join("\n")}`,
  ) as unknown as Error;
}

/** `value in container`, and what `case` compares with: `isCase`. */
export function contains(run: Run, container: Obj, value: Obj): boolean {
  if (container === null) return value === null;
  if (container instanceof GClass) return isInstance(value, container);
  // A text is compared with the text of any value.
  if (typeof container === "string") return value !== null && toStringOf(value) === container;
  if (container instanceof GString) return value !== null && toStringOf(value) === container.toString();
  if (container instanceof Closure) return truth(container.call1(value));
  if (typeof container === "object") {
    if (container instanceof JMap) return container.has(value) && truth(container.get(value));
    if (container instanceof JSet) return container.has(value);
    const own = container.isCase?.(run, value);
    if (own !== undefined) return own;
    const items = itemsOf(container);
    if (items) {
      run.steps(items.length);
      return items.some((item) => same(value, item));
    }
  }
  return equal(container, value);
}

/** `===`: the same object; texts and small numbers are the same when they are equal. */
export function isSame(left: Obj, right: Obj): boolean {
  return left === right;
}
