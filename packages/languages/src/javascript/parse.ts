import { mortiseError, positionAt } from "@mortise/contract";
import { type Node, type Program, parse } from "acorn";

/** A longer script is no script; parsing it would hold the thread. */
const MAX_SOURCE = 500_000;

/** Calls that old scripts make and that no script can make here, with what to do instead. */
const FORBIDDEN: { readonly [name: string]: string } = {
  Java: "Java classes (Java.type and the like): scripts run apart from any Java",
  Packages: "Java packages: scripts run apart from any Java",
  importPackage: "Java packages: scripts run apart from any Java",
  importClass: "Java classes: scripts run apart from any Java",
  require: "require: a script stands alone",
  load: "load: a script stands alone",
  process: "process: a script sees its message and nothing of the server",
  fetch: "fetch: use the HTTP component",
  XMLHttpRequest: "XMLHttpRequest: use the HTTP component",
  setTimeout: "timers: a script runs to its end at once",
  setInterval: "timers: a script runs to its end at once",
  setImmediate: "timers: a script runs to its end at once",
};

/** Any node of the syntax tree, with its parts still to be looked at. */
export type AnyNode = Node & { readonly [part: string]: unknown };

/** A script's syntax tree. Throws `SCRIPT_SYNTAX` or `SCRIPT_FORBIDDEN` with position and source. */
export function parseScript(source: string): Program {
  if (source.length > MAX_SOURCE) {
    throw mortiseError("SCRIPT_SYNTAX", {
      what: `The script has ${source.length} characters; ${MAX_SOURCE} are allowed.`,
    });
  }
  try {
    return parse(source, { ecmaVersion: 2023, sourceType: "script", allowReturnOutsideFunction: true });
  } catch (error) {
    throw syntaxError(error, source);
  }
}

/** Refuses what no script may use, where it names it. */
export function refuseForbidden(program: Program, source: string, declared: ReadonlySet<string>): void {
  visit(program, (node) => {
    if (node.type === "ImportExpression") throw forbidden("import(): a script stands alone", node.start, source);
    if (node.type !== "CallExpression" && node.type !== "MemberExpression" && node.type !== "NewExpression")
      return undefined;
    const used = (node.callee ?? node.object) as AnyNode;
    const name = used.type === "Identifier" ? (used.name as string) : "";
    if (Object.hasOwn(FORBIDDEN, name) && !declared.has(name)) {
      throw forbidden(FORBIDDEN[name] as string, used.start, source);
    }
    return undefined;
  });
}

/** Calls `look` for each node, outermost first; a `false` leaves the node's parts out. */
export function visit(root: Node, look: (node: AnyNode, parent: AnyNode | undefined) => boolean | undefined): void {
  // A list of its own instead of recursion: source nests deeper than the stack is.
  const open: [AnyNode, AnyNode | undefined][] = [[root as AnyNode, undefined]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, parent] = next;
    if (look(node, parent) === false) continue;
    const parts: AnyNode[] = [];
    for (const part of Object.values(node)) {
      for (const item of Array.isArray(part) ? part : [part]) if (isNode(item)) parts.push(item);
    }
    for (const part of parts.reverse()) open.push([part, node]);
  }
}

function isNode(part: unknown): part is AnyNode {
  return typeof part === "object" && part !== null && typeof (part as AnyNode).type === "string";
}

function forbidden(what: string, offset: number, source: string) {
  return mortiseError("SCRIPT_FORBIDDEN", { what }, { position: positionAt(source, offset), source });
}

function syntaxError(error: unknown, source: string) {
  if (error instanceof RangeError)
    return mortiseError("SCRIPT_SYNTAX", { what: "The script is nested too deep." }, { source });
  const { pos, message } = error as { pos?: number; message: string };
  // acorn ends its messages with "(line:column)", which the position already says.
  const what = `${message.replace(/ \(\d+:\d+\)$/, "")}.`;
  const place = pos === undefined ? { source } : { position: positionAt(source, pos), source };
  return mortiseError("SCRIPT_SYNTAX", { what }, place);
}
