import type { Program } from "acorn";
import { type AnyNode, visit } from "./parse.ts";

/** The names that a script finds without declaring them. */
export const BINDINGS = [
  "request",
  "message",
  "response",
  "headers",
  "body",
  "exchange",
  "exchangeId",
  "properties",
  "flow",
  "console",
  "print",
] as const;

/** What the names of a script tell about it. */
export interface ScriptNames {
  /** The bindings it names, so that only these are made. */
  readonly bindings: readonly string[];
  /** Names that it assigns without declaring them: they live as long as one run. */
  readonly implicit: readonly string[];
  /** All names that it declares somewhere. */
  readonly declared: ReadonlySet<string>;
  /** Whether it names its body somewhere, and so will read it. */
  readonly readsBody: boolean;
  /** Whether it may leave something behind for the next run in the same context. */
  readonly leavesTraces: boolean;
}

/** Members by which built-in objects are reached and changed. */
const REACHES =
  /^(prototype|__proto__|constructor|setPrototypeOf|getPrototypeOf|define(Property|Properties|Getter)|__define.*)$/;
const GLOBAL = /^(globalThis|eval|Function)$/;

export function namesOf(program: Program, globals: ReadonlySet<string>): ScriptNames {
  const used = new Set<string>();
  const assigned = new Set<string>();
  const declared = new Set<string>();
  const lexical = new Set<string>();
  let leavesTraces = false;

  for (const statement of program.body as unknown as AnyNode[]) {
    if (statement.type === "ClassDeclaration") addNames(statement.id, lexical);
    if (statement.type === "VariableDeclaration" && statement.kind !== "var") {
      for (const { id } of statement.declarations as AnyNode[]) addNames(id, lexical);
    }
  }
  visit(program, (node, parent) => {
    if (node.type === "Identifier") used.add(node.name as string);
    else if (node.type === "AssignmentExpression") assign(node.left as AnyNode);
    else if (node.type === "UpdateExpression") assign(node.argument as AnyNode);
    else if (node.type === "UnaryExpression" && node.operator === "delete") assign(node.argument as AnyNode);
    else if (node.type === "ForInStatement" || node.type === "ForOfStatement") assign(node.left as AnyNode);
    else if (node.type === "VariableDeclarator") addNames(node.id, declared);
    else if (/Function|Class/.test(node.type)) {
      addNames(node.id, declared);
      for (const param of (node.params as AnyNode[] | undefined) ?? []) addNames(param, declared);
    } else if (node.type === "MemberExpression" && REACHES.test(memberName(node))) leavesTraces = true;
    else if (node.type === "WithStatement") leavesTraces = true;
    if (node.type === "FunctionDeclaration" || node.type === "FunctionExpression") {
      // In a plain function `this` can be the global object; in a method it is the object.
      if (!isMethod(parent) && mentionsThis(node)) leavesTraces = true;
    }
    return undefined;
  });
  for (const name of used) if (GLOBAL.test(name)) leavesTraces = true;

  function assign(target: AnyNode): void {
    if (target.type === "MemberExpression") {
      const root = target.object as AnyNode;
      if (root.type === "Identifier" && globals.has(root.name as string)) leavesTraces = true;
    } else addNames(target, assigned);
  }

  const known = new Set<string>(BINDINGS);
  for (const name of assigned) if (globals.has(name)) leavesTraces = true;
  return {
    bindings: BINDINGS.filter((name) => used.has(name) && !lexical.has(name)),
    implicit: [...assigned].filter((name) => !globals.has(name) && !lexical.has(name) && !known.has(name)),
    declared,
    readsBody: used.has("body") || used.has("getBody"),
    leavesTraces,
  };
}

/** The names that a pattern binds; of anything else, none. */
function addNames(pattern: unknown, names: Set<string>): void {
  const node = pattern as AnyNode | null | undefined;
  if (!node) return;
  if (node.type === "Identifier") names.add(node.name as string);
  else if (node.type === "ArrayPattern") for (const item of node.elements as unknown[]) addNames(item, names);
  else if (node.type === "ObjectPattern")
    for (const item of node.properties as AnyNode[]) addNames(item.value ?? item, names);
  else if (node.type === "RestElement") addNames(node.argument, names);
  else if (node.type === "AssignmentPattern") addNames(node.left, names);
}

function memberName(node: AnyNode): string {
  const property = node.property as AnyNode;
  if (property.type === "Identifier") return node.computed ? "" : (property.name as string);
  return property.type === "Literal" ? String(property.value) : "";
}

function isMethod(parent: AnyNode | undefined): boolean {
  return parent?.type === "MethodDefinition" || (parent?.type === "Property" && parent.method === true);
}

function mentionsThis(fn: AnyNode): boolean {
  let found = false;
  visit(fn, (node) => {
    if (node.type === "ThisExpression") found = true;
    // A function inside is looked at by itself; an arrow has its surroundings' `this`.
    return node === fn || (!/^Function/.test(node.type) && !/^Class/.test(node.type));
  });
  return found;
}
