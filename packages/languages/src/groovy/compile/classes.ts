import { emptyElement } from "../runtime/cast.ts";
import type { GClass } from "../runtime/class.ts";
import { ENUM, enumOf } from "../runtime/enum.ts";
import { instantiate } from "../runtime/instance.ts";
import { type FieldCode, ScriptClass, type Shape } from "../runtime/script-class.ts";
import { THROWABLE } from "../runtime/throwable.ts";
import { OBJECT } from "../runtime/types.ts";
import type { ClassDecl, Expr, FieldDecl, MethodDecl, Stmt, TypeName } from "../syntax.ts";
import type { Code } from "./code.ts";
import { compileFunction } from "./functions.ts";
import type { Scope } from "./scope.ts";
import type { Unit } from "./unit.ts";

/** A class that was declared, waiting for the others before it is compiled. */
interface Pending {
  readonly decl: ClassDecl;
  readonly cls: ScriptClass;
  readonly scope: Scope | null;
}

/** Declares all classes of a script by name, then compiles them: they may use one another. */
export function compileClasses(unit: Unit, body: readonly Stmt[]): void {
  const pending: Pending[] = [];
  for (const stmt of body) if (stmt.kind === "class") declareClass(unit, stmt.decl, "", pending);
  for (const one of pending) link(unit, one);
  for (const one of pending) compileMembers(unit, one);
}

/** Compiles the class of `new Type() { … }`, whose methods see the variables around it. */
export function compileAnonymous(unit: Unit, decl: ClassDecl, scope: Scope): ScriptClass {
  const cls = makeClass(unit, decl, `Script1$${++unit.anonymous}`);
  const parent = decl.parent ? unit.type(decl.parent).cls : OBJECT;
  const one: Pending = { decl: { ...decl, parent: null }, cls, scope };
  cls.setParents([allowedParent(unit, parent, decl.at)]);
  if (parent instanceof ScriptClass) cls.base = parent;
  compileMembers(unit, one);
  return cls;
}

function makeClass(_unit: Unit, decl: ClassDecl, name: string): ScriptClass {
  const cls = new ScriptClass(name, decl.kind, decl.kind === "enum" ? ENUM : OBJECT);
  cls.shape = shapeOf(decl);
  cls.make = (run, args, refs) => instantiate(run.script as NonNullable<typeof run.script>, cls, args, refs);
  return cls;
}

function declareClass(unit: Unit, decl: ClassDecl, outer: string, pending: Pending[]): void {
  const name = outer ? `${outer}$${decl.name}` : decl.name;
  if (unit.classes.get(decl.name) instanceof ScriptClass)
    throw unit.fail(decl.at, `The class ${decl.name} is declared twice`);
  const cls = makeClass(unit, decl, name);
  unit.classes.set(decl.name, cls);
  if (outer) unit.classes.set(`${outer.replaceAll("$", ".")}.${decl.name}`, cls);
  pending.push({ decl, cls, scope: null });
  for (const inner of decl.inner) declareClass(unit, inner, name, pending);
}

function link(unit: Unit, { decl, cls }: Pending): void {
  const parents: GClass[] = [];
  const named = [...(decl.parent ? [decl.parent] : []), ...decl.interfaces];
  for (const type of named) {
    const parent = allowedParent(unit, unit.type(type).cls, type.at);
    if (parent instanceof ScriptClass && parent.chain.includes(cls))
      throw unit.fail(type.at, `${decl.name} cannot extend itself`);
    if (parent instanceof ScriptClass && type === decl.parent) cls.base = parent;
    parents.push(parent);
  }
  cls.setParents(parents);
}

/** Only the script's own classes, exceptions and interfaces can be extended: others have code of their own. */
function allowedParent(unit: Unit, parent: GClass, at: number): GClass {
  if (parent === OBJECT || parent instanceof ScriptClass || parent.is(THROWABLE)) return parent;
  if (parent.isInterface && !enumOf(parent)) return parent;
  throw unit.forbid(at, `a class that extends ${parent.name}`);
}

function shapeOf(decl: ClassDecl): Shape {
  const has = (name: string) => decl.annotations.some((one) => one === name || one.startsWith(`${name}(`));
  const canonical = has("Canonical") || has("Immutable");
  const record = decl.kind === "record";
  const names = decl.annotations.some((one) => /^(ToString|Canonical|Immutable)\(.*includeNames\s*=\s*true/s.test(one));
  return {
    equality: canonical || record || has("EqualsAndHashCode"),
    tuple: canonical || record || has("TupleConstructor"),
    text: record ? "record" : canonical || has("ToString") ? (names ? "names" : "plain") : "none",
    immutable: has("Immutable") || record,
  };
}

function compileMembers(unit: Unit, { decl, cls, scope }: Pending): void {
  const compile = (what: {
    name: string;
    params?: MethodDecl["params"];
    body: readonly Stmt[];
    returns?: TypeName | null;
    isStatic?: boolean;
  }): Code => compileFunction(unit, scope, { kind: "method", params: [], ...what, owner: cls });
  for (const field of decl.fields) cls.fieldCodes.push(compileField(unit, decl, field, compile));
  for (const method of decl.methods) {
    const isStatic = method.static;
    if (!method.body) {
      if (!cls.table.has(method.name)) cls.abstract.add(method.name);
      continue;
    }
    const { name, params, body, returns } = method;
    const code = compile({ name, params, body, returns, isStatic });
    const made = { name: method.name, static: isStatic, code };
    if (method.name === "<init>") cls.makers.push(made);
    else if (cls.table.has(method.name)) cls.table.get(method.name)?.push(made);
    else cls.table.set(method.name, [made]);
  }
  for (const block of decl.initializers) {
    cls.initializers.push({
      static: block.static,
      code: compile({ name: "<init>", body: block.body, isStatic: block.static }),
    });
  }
  for (const constant of decl.constants) {
    let own = cls;
    if (constant.body) {
      own = makeClass(unit, { ...constant.body, kind: "class" }, `${cls.name}$${constant.name}`);
      own.setParents([cls]);
      own.base = cls;
      compileMembers(unit, { decl: constant.body, cls: own, scope: null });
    }
    const list: Expr = { kind: "list", items: constant.args, at: constant.at };
    const args = constant.args.length
      ? compile({ name: "<init>", body: [{ kind: "return", value: list, at: constant.at }], isStatic: true })
      : null;
    cls.constants.push({ name: constant.name, cls: own, args });
  }
}

function compileField(
  unit: Unit,
  decl: ClassDecl,
  field: FieldDecl,
  compile: (what: { name: string; body: readonly Stmt[]; isStatic?: boolean }) => Code,
): FieldCode {
  const type = field.type ? unit.type(field.type) : undefined;
  const isStatic = field.static || decl.kind === "interface";
  const initial = field.initial
    ? compile({ name: "<init>", body: [{ kind: "return", value: field.initial, at: field.at }], isStatic })
    : null;
  return {
    name: field.name,
    static: isStatic,
    final: field.final,
    property: field.property,
    coerce: type?.coerce,
    zero: type && !type.name.endsWith("]") ? emptyElement(type.name) : null,
    initial,
  };
}
