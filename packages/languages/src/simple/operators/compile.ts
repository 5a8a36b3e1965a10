import { type Exchange, MortiseError, toText, type Value } from "@mortise/contract";
import type { Compilation } from "../compilation.ts";
import type { Evaluate, Test } from "../function.ts";
import { compileRegex } from "../regex.ts";
import type { BinaryNode, Node } from "../syntax.ts";
import type { BinaryOperator } from "../tokens.ts";
import { contains } from "./contains.ts";
import { coerceEquals } from "./equality.ts";
import { isIn } from "./in.ts";
import { isInstance, isTypeName } from "./instance.ts";
import { coerceCompare } from "./ordering.ts";
import { isInRange, isRangeText } from "./range.ts";
import { matches } from "./regex.ts";

type Compare = (left: Value, right: Value, exchange: Exchange) => boolean;

const zone = (exchange: Exchange) => exchange.scope.timeZone;

/** Two nulls are equal, one is not: Camel decides that before it looks at types. */
const unlessNull =
  (bothNull: boolean, compare: Compare): Compare =>
  (left, right, exchange) =>
    left === null || right === null ? bothNull && left === right : compare(left, right, exchange);

const not =
  (compare: Compare): Compare =>
  (left, right, exchange) =>
    !compare(left, right, exchange);

const equal = unlessNull(true, (left, right, exchange) => coerceEquals(left, right, false, zone(exchange)));
const equalIgnoringCase = unlessNull(true, (left, right, exchange) => coerceEquals(left, right, true, zone(exchange)));
const equalText = unlessNull(
  true,
  (left, right, exchange) => toText(left, zone(exchange)) === toText(right, zone(exchange)),
);
const holds = unlessNull(true, (left, right, exchange) => contains(left, right, false, zone(exchange)));
const holdsIgnoringCase = unlessNull(true, (left, right, exchange) => contains(left, right, true, zone(exchange)));
const starts = unlessNull(true, (left, right, exchange) =>
  toText(left, zone(exchange)).startsWith(toText(right, zone(exchange))),
);
const ends = unlessNull(true, (left, right, exchange) =>
  toText(left, zone(exchange)).endsWith(toText(right, zone(exchange))),
);

/** `<` of two nulls holds and `>` does not: seen on Camel itself, and kept. */
const COMPARISONS: { readonly [operator in Exclude<BinaryOperator, `not ${string}` | `${string} with`>]: Compare } = {
  "==": equal,
  "!=": not(equal),
  "=~": equalIgnoringCase,
  "!=~": not(equalIgnoringCase),
  equals: equalText,
  "!equals": not(equalText),
  "<": unlessNull(true, (left, right, exchange) => coerceCompare(left, right, zone(exchange)) < 0),
  ">": unlessNull(false, (left, right, exchange) => coerceCompare(left, right, zone(exchange)) > 0),
  "<=": unlessNull(true, (left, right, exchange) => coerceCompare(left, right, zone(exchange)) <= 0),
  ">=": unlessNull(true, (left, right, exchange) => coerceCompare(left, right, zone(exchange)) >= 0),
  contains: holds,
  "!contains": not(holds),
  "~~": holdsIgnoringCase,
  "!~~": not(holdsIgnoringCase),
  startsWith: starts,
  "!startsWith": not(starts),
  endsWith: ends,
  "!endsWith": not(ends),
  in: isIn,
  "!in": not(isIn),
  is: isInstance,
  "!is": not(isInstance),
  range: isInRange,
  "!range": not(isInRange),
  regex: matches,
  "!regex": not(matches),
};

/** A comparison as a value: true or false. */
export function compileBinary(node: BinaryNode, unit: Compilation): Evaluate {
  return compileBinaryTest(node, unit);
}

/** A comparison as a condition. */
export function compileBinaryTest(node: BinaryNode, unit: Compilation): Test {
  const left = unit.value(node.left);
  const text = literalText(node.right);
  if (text !== undefined && node.operator === "==") return equalsText(left, text);
  if (text !== undefined && node.operator === "!=") {
    const test = equalsText(left, text);
    return (exchange) => !test(exchange);
  }
  // A regular expression in quotes is known now, so its mistakes are found when the flow is saved.
  if (text !== undefined && /regex$/.test(node.operator)) checkPattern(text, node, unit);
  if (text !== undefined && /is$/.test(node.operator) && !isTypeName(text))
    unit.warn(`there is no type ${text}`, node.right.start);
  if (text !== undefined && /range$/.test(node.operator) && !isRangeText(text))
    unit.warn("range needs 'from..to', such as '100..200'", node.right.start);
  const right = unit.value(node.right);
  const compare = COMPARISONS[node.operator as keyof typeof COMPARISONS];
  return (exchange) => compare(left(exchange), right(exchange), exchange);
}

function checkPattern(pattern: string, node: BinaryNode, unit: Compilation): void {
  try {
    compileRegex(pattern);
  } catch (error) {
    throw unit.error(
      error instanceof MortiseError ? String(error.detail.what ?? error.message) : String(error),
      node.right.start,
    );
  }
}

/** Quoted text without anything in it to evaluate. */
function literalText(node: Node): string | undefined {
  if (node.kind !== "template" || !node.quoted) return undefined;
  if (node.parts.length === 0) return "";
  const [only] = node.parts;
  return node.parts.length === 1 && only?.kind === "text" ? only.text : undefined;
}

/** `${header.x} == 'text'` is what most filters are: text and boolean are answered without the general rules. */
function equalsText(left: Evaluate, text: string): Test {
  const isTrueText = text.toLowerCase() === "true";
  const numeric = /^-?[0-9]+$/.test(text);
  return (exchange) => {
    const value = left(exchange);
    if (typeof value === "string" && !numeric) return value === text;
    if (typeof value === "boolean") return value === isTrueText;
    return value !== null && coerceEquals(value, text, false, exchange.scope.timeZone);
  };
}
