import { MortiseError, mortiseError, toText, type Value } from "@mortise/contract";
import fontoxpath, { type FunctionNameResolver } from "fontoxpath";
import { failed, syntaxError } from "../failures.ts";
import { LIMITS, spendText } from "../work.ts";
import { textContent, type XmlAttribute, type XmlNode } from "../xml/node.ts";
import { parseXml } from "../xml/parse.ts";
import { writeNode } from "../xml/write.ts";
import { countLoops, MAX_RANGE } from "./check.ts";
import { facade } from "./facade.ts";
import { resolveFunction } from "./regex-functions.ts";

const { evaluateXPath, evaluateXPathToBoolean } = fontoxpath;

/** A query that is ready to be applied to a value, as text or as a condition. */
export interface XPathQuery {
  (value: Value): Value;
  test(value: Value): boolean;
  /** Everything it selects: elements as XML, all else as text. */
  items(value: Value): readonly string[];
}

const options = {
  language: evaluateXPath.XPATH_3_1_LANGUAGE,
  functionNameResolver: resolveFunction as FunctionNameResolver,
};

/** Turns that loops may take together, at some three microseconds each. */
const MAX_TURNS = 50_000;

/** Compiles an XPath 3.1. Throws `EXPRESSION_SYNTAX`. */
export function compileXPath(source: string): XPathQuery {
  if (source.trim() === "") throw syntaxError("An XPath is expected, such as /order/@id", source, 0);
  if (source.length > LIMITS.pattern)
    throw syntaxError(`An XPath holds at most ${LIMITS.pattern} characters`, source.slice(0, 100), 0);
  const loops = countLoops(source);
  const select = (value: Value): readonly unknown[] => {
    const document = documentOf(value, loops);
    return guarded(() =>
      evaluateXPath(source, document as never, facade, null, evaluateXPath.ALL_RESULTS_TYPE, options),
    ) as unknown[];
  };
  const run = (value: Value): Value => firstText(select(value));
  const items = (value: Value) => select(value).map(itemText);
  const test = (value: Value): boolean => {
    const document = documentOf(value, loops);
    return guarded(() => evaluateXPathToBoolean(source, document as never, facade, null, options));
  };
  return Object.assign(run, { test, items });
}

/** Loops over what was already read touch no node, so the document's size says how many turns they may take. */
function documentOf(value: Value, loops: number): XmlNode {
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : toText(value);
  const document = parseXml(text);
  if (loops > 1 && Math.max(MAX_RANGE, countNodes(document)) ** Math.min(loops, 8) > MAX_TURNS)
    throw mortiseError("EXPRESSION_LIMIT", { limit: `${MAX_TURNS} turns of its ${loops} loops` });
  return document;
}

function countNodes(root: XmlNode): number {
  let count = 0;
  for (const open: XmlNode[] = [root]; open.length > 0; count++) {
    const next = open.pop() as XmlNode;
    count += next.attributes.length;
    open.push(...next.childNodes);
  }
  return count;
}

function guarded<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    const own = ownError(error);
    if (own) throw own;
    if (error instanceof RangeError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const line = message.split("\n").find((text) => /XP|FO|Error/.test(text)) ?? message.slice(0, 200);
    throw failed(`the XPath failed: ${line.trim()}`);
  }
}

/** fontoxpath wraps what a look at the document or one of our functions throws. */
function ownError(error: unknown): MortiseError | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++)
    if (cause instanceof MortiseError) return cause;
  return undefined;
}

/** One thing that was found, so that it can go on as a message: an element with all that is in it. */
function itemText(found: unknown): string {
  const text =
    found !== null && typeof found === "object" && "nodeType" in found
      ? writeNode(found as XmlNode | XmlAttribute)
      : String(found);
  spendText(text.length);
  return text;
}

/** The text of the first thing found; null when nothing was. */
function firstText(found: readonly unknown[]): Value {
  const [first] = found;
  if (first === undefined || first === null) return null;
  const text =
    typeof first === "object" && "nodeType" in first ? textContent(first as XmlNode | XmlAttribute) : String(first);
  spendText(text.length);
  return text;
}
