import { javaText, Typed, type Value } from "@mortise/contract";
import { jsonpath } from "json-p3";
import { failed } from "../failures.ts";
import { toNumber } from "../simple/convert.ts";
import { compileRegex, spendMatching } from "../simple/regex.ts";
import { spend } from "../work.ts";

const { expressions, selectors } = jsonpath;

type Query = ReturnType<typeof jsonpath.compile>;
type Segment = Query["segments"][number];
type Selector = Segment["selectors"][number];
type FilterExpression = InstanceType<typeof expressions.LogicalExpression>["expression"];

/** What RFC 9535 calls Nothing: a query that selects no node. */
const NOTHING = Symbol("nothing");
type Operand = Value | typeof NOTHING;

/**
 * Evaluates a parsed path on the value model itself: json-p3 checks and parses, its own evaluation would take plain
 * objects (and lose `5.0`), use the backtracking RegExp of JavaScript and count no steps.
 */
export function select(query: Query, root: Value): Value[] {
  return queryFrom(query, root, root);
}

function queryFrom(query: Query, start: Value, root: Value): Value[] {
  let nodes: Value[] = [start];
  for (const segment of query.segments) {
    const next: Value[] = [];
    const places = isDescendant(segment) ? nodes.flatMap((node) => descendants(node)) : nodes;
    for (const node of places)
      for (const selector of segment.selectors) {
        spend(1);
        selectInto(next, selector, node, root);
      }
    nodes = next;
  }
  return nodes;
}

function isDescendant(segment: Segment): boolean {
  return segment.toString().startsWith("..");
}

/** A node and everything below it, parents before children. */
function descendants(node: Value): Value[] {
  const found: Value[] = [];
  const open: Value[] = [node];
  while (open.length > 0) {
    const next = open.pop() as Value;
    spend(1);
    found.push(next);
    const children = childrenOf(next);
    for (let index = children.length - 1; index >= 0; index--) open.push(children[index] as Value);
  }
  return found;
}

function childrenOf(node: Value): readonly Value[] {
  if (Array.isArray(node)) return node;
  return node instanceof Map ? [...node.values()] : [];
}

function selectInto(found: Value[], selector: Selector, node: Value, root: Value): void {
  if (selector instanceof selectors.NameSelector) {
    if (node instanceof Map && node.has(selector.name)) found.push(node.get(selector.name) as Value);
  } else if (selector instanceof selectors.IndexSelector) {
    const index = Array.isArray(node) && selector.index < 0 ? node.length + selector.index : selector.index;
    if (Array.isArray(node) && index >= 0 && index < node.length) found.push(node[index] as Value);
  } else if (selector instanceof selectors.WildcardSelector) {
    for (const child of childrenOf(node)) {
      spend(1);
      found.push(child);
    }
  } else if (selector instanceof selectors.SliceSelector) {
    if (Array.isArray(node)) sliceInto(found, node, selector.start, selector.stop, selector.step ?? 1);
  } else if (selector instanceof selectors.FilterSelector) {
    for (const child of childrenOf(node)) {
      spend(2);
      if (holds(selector.expression.expression, child, root)) found.push(child);
    }
  } else throw failed(`the selector ${selector.toString()} is not part of RFC 9535`);
}

/** RFC 9535, 2.3.4.2.2. */
function sliceInto(
  found: Value[],
  list: readonly Value[],
  start: number | undefined,
  end: number | undefined,
  step: number,
): void {
  if (step === 0) return;
  const size = list.length;
  const normal = (index: number) => (index >= 0 ? index : size + index);
  const from = normal(start ?? (step > 0 ? 0 : size - 1));
  const to = end === undefined ? (step > 0 ? size : -1) : normal(end);
  const [lower, upper] =
    step > 0
      ? [Math.min(Math.max(from, 0), size), Math.min(Math.max(to, 0), size)]
      : [Math.min(Math.max(to, -1), size - 1), Math.min(Math.max(from, -1), size - 1)];
  if (step > 0) for (let index = lower; index < upper; index += step) found.push(list[index] as Value);
  else for (let index = upper; index > lower; index += step) found.push(list[index] as Value);
  spend(found.length >> 2);
}

function holds(expression: FilterExpression, current: Value, root: Value): boolean {
  spend(1);
  if (expression instanceof expressions.LogicalExpression) return holds(expression.expression, current, root);
  if (expression instanceof expressions.PrefixExpression) return !holds(expression.right, current, root);
  if (expression instanceof expressions.InfixExpression) {
    const { left, operator, right } = expression;
    if (operator === "&&") return holds(left, current, root) && holds(right, current, root);
    if (operator === "||") return holds(left, current, root) || holds(right, current, root);
    return compare(operand(left, current, root), operator, operand(right, current, root));
  }
  if (expression instanceof expressions.FilterQuery) return nodesOf(expression, current, root).length > 0;
  if (expression instanceof expressions.FunctionExtension) return callFunction(expression, current, root) === true;
  throw failed(`the filter ${expression.toString()} is not a condition`);
}

function nodesOf(query: InstanceType<typeof expressions.FilterQuery>, current: Value, root: Value): Value[] {
  return queryFrom(query.path, query instanceof expressions.RootQuery ? root : current, root);
}

function operand(expression: FilterExpression, current: Value, root: Value): Operand {
  if (expression instanceof expressions.NullLiteral) return null;
  if (expression instanceof expressions.BooleanLiteral) return expression.value;
  if (expression instanceof expressions.StringLiteral) return expression.value;
  if (expression instanceof expressions.NumberLiteral) return expression.value;
  if (expression instanceof expressions.FunctionExtension) return callFunction(expression, current, root);
  if (expression instanceof expressions.FilterQuery) {
    const nodes = nodesOf(expression, current, root);
    return nodes.length === 1 ? (nodes[0] as Value) : NOTHING;
  }
  return holds(expression, current, root);
}

function callFunction(call: InstanceType<typeof expressions.FunctionExtension>, current: Value, root: Value): Operand {
  const [first, second] = call.args;
  if (call.name === "count" || call.name === "value") {
    if (!(first instanceof expressions.FilterQuery)) throw failed(`${call.name} needs a query`);
    const nodes = nodesOf(first, current, root);
    if (call.name === "count") return nodes.length;
    return nodes.length === 1 ? (nodes[0] as Value) : NOTHING;
  }
  const value = first ? operand(first, current, root) : NOTHING;
  if (call.name === "length") {
    if (typeof value === "string") return [...value].length;
    if (Array.isArray(value)) return value.length;
    return value instanceof Map ? value.size : NOTHING;
  }
  const pattern = second ? operand(second, current, root) : NOTHING;
  if (call.name !== "match" && call.name !== "search") throw failed(`there is no function ${call.name}`);
  if (typeof value !== "string" || typeof pattern !== "string") return false;
  const regex = compileRegex(pattern);
  spendMatching(value, regex);
  const matcher = regex.matcher(value);
  return call.name === "match" ? matcher.matches() : matcher.find();
}

/** RFC 9535, 2.3.5.2.2. */
function compare(left: Operand, operator: string, right: Operand): boolean {
  switch (operator) {
    case "==":
      return equal(left, right);
    case "!=":
      return !equal(left, right);
    case "<":
      return less(left, right);
    case ">":
      return less(right, left);
    case "<=":
      return less(left, right) || equal(left, right);
    case ">=":
      return less(right, left) || equal(left, right);
    default:
      throw failed(`the operator ${operator} is not part of RFC 9535`);
  }
}

function asNumber(value: Operand): number | undefined {
  return typeof value === "number" || typeof value === "bigint" || value instanceof Typed ? toNumber(value) : undefined;
}

function less(left: Operand, right: Operand): boolean {
  const [first, second] = [asNumber(left), asNumber(right)];
  if (first !== undefined && second !== undefined) return first < second;
  return typeof left === "string" && typeof right === "string" && left < right;
}

function equal(left: Operand, right: Operand): boolean {
  spend(1);
  if (left === right) return true;
  if (left === NOTHING || right === NOTHING) return false;
  const [first, second] = [asNumber(left), asNumber(right)];
  if (first !== undefined || second !== undefined) return first === second;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => equal(item, right[index] as Value));
  if (left instanceof Map && right instanceof Map)
    return (
      left.size === right.size &&
      [...left].every(([key, item]) => right.has(key) && equal(item, right.get(key) as Value))
    );
  return left instanceof Date && right instanceof Date && javaText(left) === javaText(right);
}
