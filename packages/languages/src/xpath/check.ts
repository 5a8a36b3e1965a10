import fontoxpath from "fontoxpath";
import { Document, type Node } from "slimdom";
import { syntaxError } from "../failures.ts";

/** What a bounded evaluation cannot have: code that makes its own loops. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["inlineFunctionExpr", "functions of its own"],
  ["namedFunctionRef", "references to functions"],
  ["dynamicFunctionInvocationExpr", "calls of computed functions"],
  ["arrowExpr", "arrows"],
]);

/** What reads more than the message, or runs a backtracking engine that has no bounded form here. */
const REFUSED_FUNCTIONS: ReadonlySet<string> = new Set([
  "doc",
  "doc-available",
  "collection",
  "uri-collection",
  "unparsed-text",
  "unparsed-text-lines",
  "unparsed-text-available",
  "environment-variable",
  "available-environment-variables",
  "json-doc",
  "load-xquery-module",
  "trace",
  "put",
  "analyze-string",
  "current-dateTime",
  "current-date",
  "current-time",
  "random-number-generator",
]);

/** Numbers of a range at most: a loop over more would not be bounded by the document. */
export const MAX_RANGE = 100;

/** Loops: what is done for each of a sequence that may already have been read, so that no look counts it. */
const LOOPS = /^(forClauseItem|quantifiedExprInClause|simpleMapExpr)$/;
const COMPARISONS = /^(equal|notEqual|lessThan|greaterThan|lessThanOrEqual|greaterThanOrEqual)Op$/;

/** How many loops stand in a source. Throws `EXPRESSION_SYNTAX` for what is no XPath or is not accepted. */
export function countLoops(source: string): number {
  let loops = 0;
  for (const element of elements(parse(source))) {
    const name = localName(element) ?? "";
    const refused = REFUSED.get(name);
    if (refused) throw syntaxError(`An XPath may not use ${refused}: its time could not be bounded`, source, 0);
    const text = element.textContent ?? "";
    if (name === "functionName" && REFUSED_FUNCTIONS.has(text))
      throw syntaxError(`An XPath may not use ${text}()`, source, Math.max(0, source.indexOf(text)));
    if (name === "rangeSequenceExpr" && !isSmallRange(element))
      throw syntaxError(`A range in an XPath is written with two numbers, at most ${MAX_RANGE} apart`, source, 0);
    if (LOOPS.test(name) || name === "rangeSequenceExpr" || (COMPARISONS.test(name) && comparesSequences(element)))
      loops++;
  }
  return loops;
}

function parse(source: string): Node {
  const options = { language: fontoxpath.evaluateXPath.XPATH_3_1_LANGUAGE };
  try {
    return fontoxpath.parseScript(source, options, new Document() as never) as unknown as Node;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = (error as { position?: { start?: { offset?: number } } }).position?.start?.offset ?? 0;
    const line = message.split("\n").find((text) => /XP|Error/.test(text)) ?? message;
    throw syntaxError(`Not an XPath: ${line.trim()}`, source, Math.min(at, source.length));
  }
}

function* elements(root: Node): Generator<Node> {
  const open: Node[] = [root];
  while (open.length > 0) {
    const next = open.pop() as Node;
    if (localName(next)) yield next;
    open.push(...next.childNodes);
  }
}

function localName(node: Node | undefined): string | undefined {
  return (node as { localName?: string } | undefined)?.localName ?? undefined;
}

/** The expressions that an operator stands between. */
function operandOf(element: Node, name: string): Node | undefined {
  return element.childNodes.find((child) => localName(child) === name)?.childNodes[0];
}

function isSmallRange(element: Node): boolean {
  const [from, to] = ["startExpr", "endExpr"].map((name) => operandOf(element, name));
  if (localName(from) !== "integerConstantExpr" || localName(to) !== "integerConstantExpr") return false;
  return Number(to?.textContent) - Number(from?.textContent) <= MAX_RANGE;
}

/** A comparison with a literal looks at each item once; one of two sequences at each pair. */
function comparesSequences(element: Node): boolean {
  return ["firstOperand", "secondOperand"].every(
    (name) => !/ConstantExpr$/.test(localName(operandOf(element, name)) ?? ""),
  );
}
