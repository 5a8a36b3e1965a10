import { mortiseError, toText, type Value } from "@mortise/contract";
import fontoxpath, { type IDomFacade } from "fontoxpath";
import { Document, type Node } from "slimdom";
import { failed, syntaxError } from "../failures.ts";
import { LIMITS, spend, spendText } from "../work.ts";
import { parseXml } from "../xml/parse.ts";

/** A query that is ready to be applied to a value, as text or as a condition. */
export interface XPathQuery {
  (value: Value): Value;
  test(value: Value): boolean;
}

/** What a bounded evaluation cannot have: code that makes its own loops, or reads what is not in the document. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["inlineFunctionExpr", "functions of its own"],
  ["namedFunctionRef", "references to functions"],
  ["dynamicFunctionInvocationExpr", "calls of computed functions"],
]);

const REFUSED_FUNCTIONS =
  /^(doc|doc-available|collection|uri-collection|unparsed-text.*|environment-variable|available-environment-variables|json-doc|load-xquery-module|trace|put)$/;

/** Numbers in a range at most: a loop over more would not be bounded by the document. */
const MAX_RANGE = 1_000;

/** Compiles an XPath 3.1. Throws `EXPRESSION_SYNTAX`. */
export function compileXPath(source: string): XPathQuery {
  if (source.trim() === "") throw syntaxError("An XPath is expected, such as /order/@id", source, 0);
  if (source.length > LIMITS.pattern)
    throw syntaxError(`An XPath holds at most ${LIMITS.pattern} characters`, source.slice(0, 100), 0);
  const weight = check(source);
  const run = (value: Value): Value => textOf(evaluate(source, value, weight));
  const test = (value: Value): boolean => {
    const document = documentOf(value, weight);
    return guarded(() => evaluateXPathToBoolean(source, document as never, facade, null, options));
  };
  return Object.assign(run, { test });
}

const { evaluateXPath, evaluateXPathToBoolean, parseScript } = fontoxpath;

const options = { language: evaluateXPath.XPATH_3_1_LANGUAGE };

/** How many loops stand in a source whose steps the document does not count. */
function check(source: string): number {
  let script: Node;
  try {
    script = parseScript(
      source,
      { language: evaluateXPath.XPATH_3_1_LANGUAGE },
      new Document() as never,
    ) as unknown as Node;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = (error as { position?: { start?: { offset?: number } } }).position?.start?.offset ?? 0;
    throw syntaxError(
      `Not an XPath: ${
        message
          .split("\n")
          .find((line) => /Error|XP/.test(line))
          ?.trim() ?? message
      }`,
      source,
      at,
    );
  }
  let loops = 0;
  for (const name of elementNames(script)) {
    const refused = REFUSED.get(name.local);
    if (refused) throw syntaxError(`An XPath may not use ${refused}: its time could not be bounded`, source, 0);
    if (name.local === "functionName" && REFUSED_FUNCTIONS.test(name.text))
      throw syntaxError(
        `An XPath may not use ${name.text}(): it reads what is not in the message`,
        source,
        source.indexOf(name.text),
      );
    if (
      /^(forClauseItem|quantifiedExprInClause|generalComparison|equalOp|notEqualOp|lessThanOp|greaterThanOp|lessThanOrEqualOp|greaterThanOrEqualOp|simpleMapExpr)$/.test(
        name.local,
      )
    )
      loops++;
    if (name.local === "rangeSequenceExpr" && !isSmallRange(name.text))
      throw syntaxError(`A range in an XPath is written with two numbers, at most ${MAX_RANGE} apart`, source, 0);
  }
  return loops;
}

interface ElementName {
  readonly local: string;
  readonly text: string;
}

function* elementNames(node: Node): Generator<ElementName> {
  const open: Node[] = [node];
  while (open.length > 0) {
    const next = open.pop() as Node;
    const local = (next as { localName?: string }).localName;
    if (local) yield { local, text: local === "rangeSequenceExpr" ? rangeText(next) : (next.textContent ?? "") };
    open.push(...next.childNodes);
  }
}

function rangeText(node: Node): string {
  const part = (name: string) => {
    const found = node.childNodes.find((child) => (child as { localName?: string }).localName === name);
    const literal = found?.childNodes[0];
    return (literal as { localName?: string } | undefined)?.localName === "integerConstantExpr"
      ? (literal?.textContent ?? "")
      : "?";
  };
  return `${part("startExpr")} ${part("endExpr")}`;
}

function isSmallRange(text: string): boolean {
  const bounds = /^(\d{1,9}) (\d{1,9})$/.exec(text);
  return bounds !== null && Number(bounds[2]) - Number(bounds[1]) <= MAX_RANGE;
}

/** Loops over what was already read touch no node, so their number times the nodes' is what they may take. */
function documentOf(value: Value, loops: number): Node {
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : toText(value);
  const document = parseXml(text);
  if (loops > 0) {
    let nodes = 1;
    for (const open: Node[] = [document]; open.length > 0; nodes++) open.push(...(open.pop() as Node).childNodes);
    if (nodes ** Math.min(loops, 8) > LIMITS.steps * 10 && loops > 1)
      throw mortiseError("EXPRESSION_LIMIT", { limit: `${LIMITS.steps} work steps` });
  }
  return document;
}

function evaluate(source: string, value: Value, loops: number): unknown[] {
  const document = documentOf(value, loops);
  return guarded(
    () => evaluateXPath(source, document as never, facade, null, evaluateXPath.ALL_RESULTS_TYPE, options) as unknown[],
  );
}

function guarded<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error && "code" in error) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw failed(
      `the XPath failed: ${
        message
          .split("\n")
          .find((line) => /Error|XP|FO/.test(line))
          ?.trim() ?? message.slice(0, 200)
      }`,
    );
  }
}

/** The text of the first thing found; null when nothing was. */
function textOf(found: readonly unknown[]): Value {
  const [first] = found;
  if (first === undefined || first === null) return null;
  const text =
    typeof first === "object" && "nodeType" in first
      ? ((first as Node).textContent ?? attributeValue(first))
      : String(first);
  spendText(text.length);
  return text;
}

function attributeValue(node: object): string {
  return "value" in node && typeof node.value === "string" ? node.value : "";
}

/** Reads the document step by step, and counts. */
const facade: IDomFacade = {
  getAllAttributes: (node) => counted((node as unknown as { attributes?: unknown[] }).attributes ?? []) as never,
  getAttribute: (node, name) =>
    counted((node as unknown as { getAttribute?(name: string): string | null }).getAttribute?.(name) ?? null) as never,
  getChildNodes: (node) => counted((node as unknown as Node).childNodes) as never,
  getData: (node) =>
    counted(
      (node as unknown as { data?: string; value?: string }).data ??
        (node as unknown as { value?: string }).value ??
        "",
    ) as never,
  getFirstChild: (node) => counted((node as unknown as Node).firstChild) as never,
  getLastChild: (node) => counted((node as unknown as Node).lastChild) as never,
  getNextSibling: (node) => counted((node as unknown as Node).nextSibling) as never,
  getParentNode: (node) =>
    counted(
      (node as unknown as Node & { ownerElement?: Node }).parentNode ??
        (node as unknown as { ownerElement?: Node }).ownerElement ??
        null,
    ) as never,
  getPreviousSibling: (node) => counted((node as unknown as Node).previousSibling) as never,
};

function counted<Result>(result: Result): Result {
  spend(Array.isArray(result) ? result.length + 1 : 1);
  return result;
}
