import type { MortiseError } from "@mortise/contract";
import type { BinaryNode, LogicalNode, Node, TextNode } from "./syntax.ts";
import type { BinaryOperator, Token } from "./tokens.ts";

/** An operator that waits for its operands. */
export type OperatorItem =
  | { readonly item: "binary"; readonly operator: BinaryOperator; readonly token: Token }
  | { readonly item: "logical"; readonly operator: "&&" | "||"; readonly token: Token }
  | { readonly item: "other"; readonly token: Token }
  | { readonly item: "unary"; readonly token: Token }
  | { readonly item: "not"; readonly token: Token };
/** What the parser has read so far: operands, and operators between them. */
export type Item = Node | OperatorItem;

/** Whether an item is an operator. */
export const isOperator = (item: Item | undefined): item is OperatorItem => item !== undefined && "item" in item;

/** Makes the error for a mistake at an offset. */
type Fail = (what: string, offset: number) => MortiseError;

/** `${x}++` and `${x}--` take what stands before them. */
export function foldUnary(items: readonly Item[], fail: Fail): Item[] {
  const folded: Item[] = [];
  for (const item of items) {
    if (isOperator(item) && item.item === "unary") {
      const operand = folded.pop();
      if (operand === undefined || isOperator(operand))
        throw fail(`Unary operator ${item.token.text} has no left hand side token`, item.token.start);
      const by = item.token.text === "++" ? 1 : -1;
      folded.push({ kind: "unary", by, operand, start: operand.start, end: item.token.end });
    } else folded.push(item);
  }
  return folded;
}

/** `~>` binds tighter than `?:`. */
export function foldOthers(items: readonly Item[], template: boolean, fail: Fail): Item[] {
  const span = (left: Node, right: Node) => ({ start: left.start, end: right.end });
  const chained = fold(
    items,
    "Chain",
    ({ item, token }) => item === "other" && token.text !== "?:",
    (left, { token }, right): Node =>
      left.kind === "chain"
        ? { ...left, stages: [...left.stages, right], ...span(left, right) }
        : { kind: "chain", nullSafe: token.text === "?~>", stages: [left, right], ...span(left, right) },
    fail,
  );
  return fold(
    chained,
    "Other",
    ({ item }) => item === "other",
    (left, _, right): Node => ({
      kind: "elvis",
      left,
      right: template ? unquoted(right) : right,
      ...span(left, right),
    }),
    fail,
  );
}

/** `!` takes the function after it, and no comparison. */
export function foldNot(items: readonly Item[], fail: Fail): Item[] {
  const folded: Item[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as Item;
    if (!isOperator(item) || item.item !== "not") {
      folded.push(item);
      continue;
    }
    const operand = items[++index];
    if (operand === undefined || isOperator(operand)) throw fail("! has no function after it", item.token.start);
    const next = items[index + 1];
    const before = folded.at(-1);
    const compared = (other: Item | undefined) => isOperator(other) && other.item === "binary";
    if (compared(next) || compared(before))
      throw fail("! negates one function and cannot be compared: use != or an operator with !", item.token.start);
    folded.push({ kind: "not", operand, start: item.token.start, end: operand.end });
  }
  return folded;
}

/** Comparisons. */
export function foldBinary(items: readonly Item[], fail: Fail): Item[] {
  return fold(
    items,
    "Binary",
    (item) => item.item === "binary",
    (left, item, right): BinaryNode => {
      const { operator } = item as { operator: BinaryOperator };
      return { kind: "binary", operator, left, right, start: left.start, end: right.end };
    },
    fail,
  );
}

/** `&&` and `||`, which have the same rank in Camel. */
export function foldLogical(items: readonly Item[], fail: Fail): Node[] {
  return fold(
    items,
    "Logical",
    (item) => item.item === "logical",
    (left, item, right): LogicalNode => {
      const { operator } = item as { operator: "&&" | "||" };
      return { kind: "logical", operator, left, right, start: left.start, end: right.end };
    },
    fail,
  ) as Node[];
}

/** Joins operands around the operators of one kind, from left to right: all have the same rank. */
function fold(
  items: readonly Item[],
  kind: string,
  joins: (item: OperatorItem) => boolean,
  join: (left: Node, item: OperatorItem, right: Node) => Node,
  fail: Fail,
): Item[] {
  const folded: Item[] = [];
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as Item;
    if (!isOperator(item) || !joins(item)) {
      folded.push(item);
      continue;
    }
    const operator = "operator" in item ? item.operator : item.token.text;
    const left = folded.pop();
    if (left === undefined || isOperator(left))
      throw fail(`${kind} operator ${operator} has no left hand side token`, item.token.start);
    const right = items[++index];
    if (right === undefined || isOperator(right))
      throw fail(`${kind} operator ${operator} has no right hand side token`, item.token.start);
    folded.push(join(left, item, right));
  }
  return folded;
}

/** Adds a token to the text before it. */
export function addText(items: Item[], token: Token): void {
  const last = items.at(-1);
  if (last && !isOperator(last) && last.kind === "text") {
    items[items.length - 1] = { kind: "text", text: last.text + token.text, start: last.start, end: token.end };
  } else items.push({ kind: "text", text: token.text, start: token.start, end: token.end });
}

/** The blanks that make `~>` and `?:` operators are theirs, not the text's. */
export function trimAroundOthers(items: readonly Item[]): Item[] {
  const trimmed: Item[] = [];
  for (const [index, item] of items.entries()) {
    const text = isOperator(item) || item.kind !== "text" ? undefined : item;
    if (!text) {
      trimmed.push(item);
      continue;
    }
    const before = items[index - 1];
    const after = items[index + 1];
    let kept = text.text;
    if (isOperator(before)) kept = kept.trimStart();
    if (isOperator(after)) kept = kept.trimEnd();
    if (kept !== "") trimmed.push({ ...text, text: kept } satisfies TextNode);
  }
  return trimmed;
}

function unquoted(node: Node): Node {
  if (node.kind !== "text") return node;
  const quoted = /^(['"])([\s\S]*)\1$/.exec(node.text.trim());
  return quoted ? { ...node, text: quoted[2] as string } : node;
}
