import { GClass } from "../runtime/class.ts";
import { NativeClosure } from "../runtime/closure.ts";
import { construct, getProperty, invoke, invokeStatic, spreadProperty } from "../runtime/dispatch.ts";
import { getAt } from "../runtime/elements.ts";
import { itemsOf } from "../runtime/items.ts";
import { JList } from "../runtime/list.ts";
import { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import type { ScriptClass } from "../runtime/script-class.ts";
import { textOf } from "../runtime/text.ts";
import type { Expr } from "../syntax.ts";
import { checkMember } from "./check.ts";
import { compileExpr, compileItems } from "./expressions.ts";
import type { Frame, Node } from "./frame.ts";
import type { Scope } from "./scope.ts";
import { readField } from "./variables.ts";

/** The full name that a chain of properties spells: `java.time.LocalDate`; undefined when it is none. */
export function dottedName(expr: Expr): string | undefined {
  if (expr.kind === "name") return expr.name;
  if (expr.kind !== "property" || typeof expr.name !== "string" || expr.safe || expr.spread || expr.attribute) {
    return undefined;
  }
  const outer = dottedName(expr.object);
  return outer === undefined ? undefined : `${outer}.${expr.name}`;
}

/** The class that an expression names, where no variable hides it. */
export function namedClass(expr: Expr, scope: Scope): GClass | undefined {
  if (expr.kind === "classRef") return scope.unit.type(expr.type).cls;
  const name = dottedName(expr);
  if (name === undefined) return undefined;
  const first = name.split(".")[0] as string;
  if (scope.find(first)) return undefined;
  if (!/(^|\.)\p{Lu}[^.]*$/u.test(name)) return undefined;
  // A full name can only mean a class: one that is not there is named when the script is saved.
  return PACKAGES.test(name) ? scope.unit.requireClass(name, expr.at) : scope.unit.findClass(name);
}

const PACKAGES = /^(java|javax|groovy|groovyx|org|com|net|io|sun|jdk)\.([a-z][\w]*\.)*\p{Lu}\w*$/u;

/** Compiles a property, an attribute (`.@`) or the property of each item (`*.`). */
export function compileProperty(expr: Extract<Expr, { kind: "property" }>, scope: Scope): Node {
  const cls = namedClass(expr, scope);
  if (cls) return () => cls;
  const { at, safe } = expr;
  // In a class `this.x` is the field itself.
  const own =
    expr.object.kind === "this" && typeof expr.name === "string" ? scope.owner?.findField(expr.name) : undefined;
  if (own) return readField(own, scope.owner as ScriptClass);
  if (typeof expr.name === "string") checkMember(scope.unit, expr.object, expr.name, at, scope, "property");
  const ofClass = namedClass(expr.object, scope);
  if (ofClass && expr.name === "class") return () => ofClass;
  const object = compileExpr(expr.object, scope);
  const prefix = expr.attribute ? "@" : "";
  if (typeof expr.name !== "string") {
    const name = compileExpr(expr.name, scope);
    return (f) => {
      const value = object(f);
      if (value === null && safe) return null;
      const text = prefix + textOf(name(f));
      f.run.at = at;
      return getProperty(f.run, value, text);
    };
  }
  const name = prefix + expr.name;
  if (expr.spread) {
    return (f) => {
      const value = object(f);
      if (value === null) return null;
      f.run.at = at;
      return spreadProperty(f.run, value, name);
    };
  }
  return (f) => {
    const value = object(f);
    if (value === null && safe) return null;
    f.run.at = at;
    return getProperty(f.run, value, name);
  };
}

/** Compiles `a[i]`, `a[i, j]`, `a[x..y]`. */
export function compileIndex(expr: Extract<Expr, { kind: "index" }>, scope: Scope): Node {
  const object = compileExpr(expr.object, scope);
  const index = compileIndexValue(expr, scope);
  const { at, safe } = expr;
  return (f) => {
    const value = object(f);
    if (value === null && safe) return null;
    const key = index(f);
    if (value instanceof JList && typeof key === "number" && key >= 0) return value.items[key] ?? null;
    f.run.at = at;
    return getAt(f.run, value, key);
  };
}

/** What stands in the brackets: one value, or a list of several. */
export function compileIndexValue(expr: Extract<Expr, { kind: "index" }>, scope: Scope): Node {
  const [first] = expr.args;
  if (!first) throw scope.unit.fail(expr.at, "Expected an index between [ and ]");
  if (expr.args.length === 1 && !first.spread) return compileExpr(first.value, scope);
  const items = compileItems(expr.args, scope);
  return (f) => new JList(items(f));
}

/** Compiles `object.&method` and `Type::method`. */
export function compileMethodRef(expr: Extract<Expr, { kind: "methodRef" }>, scope: Scope): Node {
  if (typeof expr.name === "string") checkMember(scope.unit, expr.object, expr.name, expr.at, scope, "call");
  const name: Node = typeof expr.name === "string" ? () => expr.name as string : compileExpr(expr.name, scope);
  const object = compileExpr(expr.object, scope);
  return (f) => reference(f, object(f), textOf(name(f)));
}

function reference(f: Frame, object: Obj, name: string): Obj {
  const { run } = f;
  return new NativeClosure(1, (args) => {
    if (!(object instanceof GClass)) return invoke(run, object, name, args);
    if (name === "new") return construct(run, object, args);
    // `String::trim` is called on its first argument where the class itself has no such method.
    if (object.findStatic(name, args.length).length > 0 || args.length === 0)
      return invokeStatic(run, object, name, args);
    return invoke(run, args[0] as Obj, name, args.slice(1));
  });
}

/** The results of a call on each item: `list*.name()`. */
export function spreadCall(f: Frame, object: Obj, name: string, args: readonly Obj[]): Obj {
  const items = object instanceof JMap ? object.entries() : (itemsOf(object) ?? [object]);
  f.run.take(items.length * 8);
  return new JList(items.map((item) => (item === null ? null : invoke(f.run, item, name, args))));
}
