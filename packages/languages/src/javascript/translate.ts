import { type Position, positionAt } from "@mortise/contract";
import type { AnyNode } from "./parse.ts";
import { parseScript, refuseForbidden } from "./parse.ts";
import { namesOf, type ScriptNames } from "./scope.ts";

/** A script as QuickJS gets it: one function, compiled once and called for each message. */
export interface Translation {
  /** An expression that yields the function. */
  readonly code: string;
  readonly names: ScriptNames;
  /** The place in the author's text of a line and column (both from 1) in `code`. */
  place(line: number, column: number): Position | undefined;
}

/** Global names of QuickJS; assigning one is not declaring a variable. */
const GLOBALS: ReadonlySet<string> = new Set(
  (
    "Error EvalError RangeError ReferenceError SyntaxError TypeError URIError InternalError AggregateError Array Object " +
    "Function Iterator parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent encodeURI encodeURIComponent escape " +
    "unescape Infinity NaN undefined eval Number Boolean String Math Reflect Symbol globalThis BigInt Date RegExp JSON Proxy " +
    "Map Set WeakMap WeakSet ArrayBuffer SharedArrayBuffer Uint8ClampedArray Int8Array Uint8Array Int16Array Uint16Array " +
    "Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array Float64Array DataView Promise WeakRef " +
    "FinalizationRegistry Intl java atob btoa"
  ).split(" "),
);

const VALUE = "mortise$value";

/** Statements whose value is that of what is inside them, and undefined when nothing inside is reached. */
const OUTER = /^(If|For|ForIn|ForOf|While|DoWhile|Switch|Try|With)Statement$/;

interface Insert {
  readonly at: number;
  readonly text: string;
}

/**
 * Makes the function. The value of a script is that of its last expression, wherever that stands (as in a browser's
 * console): each expression statement outside functions stores its value. `result = …` is the classic form.
 */
export function translate(source: string): Translation {
  const program = parseScript(source);
  const names = namesOf(program, GLOBALS);
  refuseForbidden(program, source, names.declared);
  const inserts: Insert[] = [];
  for (const statement of program.body) mark(statement as unknown as AnyNode, true, source, inserts);

  const own = names.bindings.map((name) => `mortise$.${name}`);
  const locals = names.implicit.filter((name) => name !== "result");
  const result = names.implicit.includes("result") || names.declared.has("result");
  const params = [...names.bindings, VALUE, ...(names.implicit.includes("result") ? ["result"] : []), ...locals];
  const head = `(function(mortise$){return(function(${params.join(",")}){\n`;
  // A declared `result` may be inside a function, out of reach.
  const value = result ? `${VALUE}??(typeof result==="undefined"?undefined:result)` : VALUE;
  const tail = `\n;return ${value}}).call(${["mortise$.self", ...own].join(",")})})`;

  let body = "";
  let from = 0;
  for (const { at, text } of inserts) {
    body += source.slice(from, at) + text;
    from = at;
  }
  body += source.slice(from);
  return { code: head + body + tail, names, place: placer(source, body, inserts) };
}

/** Throws `SCRIPT_SYNTAX` or `SCRIPT_FORBIDDEN` with position and source; runs nothing. */
export function checkJavaScript(source: string): void {
  translate(source);
}

/** Where the value of a statement is stored. `listed`: other statements may stand before it. */
function mark(node: AnyNode, listed: boolean, source: string, inserts: Insert[]): void {
  if (node.type === "ExpressionStatement") {
    // A text that stands alone is a directive by its form, but a result by what its author means.
    if (node.directive === "use strict") return;
    // The whole statement without its semicolon: an expression's own node leaves out the parentheses around it.
    const end = source[node.end - 1] === ";" ? node.end - 1 : node.end;
    inserts.push({ at: node.start, text: `${listed ? ";" : ""}${VALUE}=(` }, { at: end, text: ")" });
    return;
  }
  if (node.type === "BlockStatement" || node.type === "SwitchCase") {
    for (const inner of (node.body ?? node.consequent) as AnyNode[]) mark(inner, true, source, inserts);
    return;
  }
  if (listed && OUTER.test(node.type)) inserts.push({ at: node.start, text: `;${VALUE}=void 0;` });
  if (node.type === "IfStatement")
    for (const branch of [node.consequent, node.alternate]) markInner(branch, source, inserts);
  else if (node.type === "TryStatement") {
    markInner(node.block, source, inserts);
    const handler = (node.handler as AnyNode | null)?.body as AnyNode | undefined;
    // What was reached before the error is not its value.
    if (handler) inserts.push({ at: handler.start + 1, text: `${VALUE}=void 0;` });
    markInner(handler, source, inserts);
  } else if (node.type === "SwitchStatement")
    for (const inner of node.cases as AnyNode[]) mark(inner, false, source, inserts);
  else if (OUTER.test(node.type) || node.type === "LabeledStatement") markInner(node.body, source, inserts);
}

function markInner(node: unknown, source: string, inserts: Insert[]): void {
  if (node) mark(node as AnyNode, false, source, inserts);
}

function placer(source: string, body: string, inserts: readonly Insert[]): Translation["place"] {
  return (line, column) => {
    // The first line of the code is ours.
    const lines = body.split("\n");
    if (line < 2 || line - 1 > lines.length) return undefined;
    let offset = lines.slice(0, line - 2).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    for (const { at, text } of inserts) {
      if (at >= offset) break;
      offset = Math.max(at, offset - text.length);
    }
    return positionAt(source, offset);
  };
}
