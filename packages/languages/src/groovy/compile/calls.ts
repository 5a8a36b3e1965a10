import type { GClass } from "../runtime/class.ts";
import { MISS } from "../runtime/class.ts";
import { Closure, OWNER_FIRST, OWNER_ONLY } from "../runtime/closure.ts";
import { apply, invoke, invokeStatic, missingMethod } from "../runtime/dispatch.ts";
import {
  callSuper,
  initialize,
  initializeThrowable,
  isScriptInstance,
  type ScriptInstance,
} from "../runtime/instance.ts";
import { JList } from "../runtime/list.ts";
import { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import { textOf } from "../runtime/text.ts";
import { THROWABLE, Throwable, throwNew } from "../runtime/throwable.ts";
import { classOf, OBJECT } from "../runtime/types.ts";
import type { Argument, Expr } from "../syntax.ts";
import { namedClass, spreadCall } from "./access.ts";
import { builtin } from "./builtins.ts";
import { checkMember } from "./check.ts";
import { callInClosure, findInClosure, tryInvoke, tryProperty } from "./closures.ts";
import { compileExpr, compileItems, compileMap } from "./expressions.ts";
import type { Frame, Node } from "./frame.ts";
import type { Scope } from "./scope.ts";
import { readVariable } from "./variables.ts";

type Call = Extract<Expr, { kind: "call" }>;

/** Compiles arguments; named ones come first, as one map. */
export function compileArguments(args: readonly Argument[], scope: Scope): (f: Frame) => Obj[] {
  const named = args.filter((arg) => arg.key !== null);
  if (named.length === 0) return compileItems(args, scope);
  const map = compileMap(named, scope);
  const rest = compileItems(
    args.filter((arg) => arg.key === null),
    scope,
  );
  return (f) => [map(f), ...rest(f)];
}

/** Compiles a call by name, on an object or without one. */
export function compileCall(expr: Call, scope: Scope): Node {
  if (expr.object === null) return compileBareCall(expr, scope);
  const { at, safe } = expr;
  if (expr.object.kind === "super") return compileSuperCall(expr, scope);
  if (expr.object.kind === "this" && expr.name === "<init>") return compileThisCall(expr, scope);
  if (typeof expr.name === "string") checkMember(scope.unit, expr.object, expr.name, at, scope, "call");
  const args = compileArguments(expr.args, scope);
  const cls = typeof expr.name === "string" ? namedClass(expr.object, scope) : undefined;
  if (cls && !expr.spread) {
    const name = expr.name as string;
    if (name === "now" || name === "currentTimeMillis" || name.startsWith("random")) scope.unit.reads = true;
    return (f) => {
      const values = args(f);
      f.run.at = at;
      return invokeClass(f, cls, name, values);
    };
  }
  const object = compileExpr(expr.object, scope);
  if (typeof expr.name !== "string") {
    const dynamic = compileExpr(expr.name, scope);
    return (f) => {
      const value = object(f);
      if (value === null && safe) return null;
      const name = dynamic(f);
      const values = args(f);
      f.run.at = at;
      if (name instanceof Closure) return name.call(values);
      return expr.spread ? spreadCall(f, value, textOf(name), values) : invoke(f.run, value, textOf(name), values);
    };
  }
  const { name } = expr;
  if (name === "remove" && isCastToObject(expr.args)) {
    return (f) => {
      const value = object(f);
      if (value === null && safe) return null;
      const values = args(f);
      f.run.at = at;
      return invoke(f.run, value, value instanceof JList ? "removeElement" : name, values);
    };
  }
  if (expr.spread) {
    return (f) => {
      const value = object(f);
      if (value === null) return null;
      const values = args(f);
      f.run.at = at;
      return spreadCall(f, value, name, values);
    };
  }
  return (f) => {
    const value = object(f);
    if (value === null && safe) return null;
    const values = args(f);
    f.run.at = at;
    return invoke(f.run, value, name, values);
  };
}

/** `(Object) 5`: means a list's item 5, not the one at that index. */
function isCastToObject([arg, ...more]: readonly Argument[]): boolean {
  if (more.length > 0 || arg?.value.kind !== "cast") return false;
  return arg.value.type.name === "Object" || arg.value.type.name === "Integer";
}

function invokeClass(f: Frame, cls: GClass, name: string, args: readonly Obj[]): Obj {
  const own = cls.invokeMethod?.(f.run, name, args);
  if (own !== undefined) return own;
  return invokeStatic(f.run, cls, name, args);
}

function compileSuperCall(expr: Call, scope: Scope): Node {
  const args = compileArguments(expr.args, scope);
  const name = expr.name as string;
  const { at } = expr;
  const { owner } = scope;
  if (!owner) throw scope.unit.fail(at, "super means nothing outside a class");
  if (name === "<init>") {
    return (f) => {
      const values = args(f);
      f.run.at = at;
      const self = f.self as ScriptInstance;
      if (owner.base) initialize(self, owner.base, values);
      else if (self instanceof Throwable) initializeThrowable(self, values);
      return null;
    };
  }
  return (f) => {
    const values = args(f);
    f.run.at = at;
    const own = isScriptInstance(f.self) ? callSuper(f.self, owner, name, values) : undefined;
    if (own !== undefined) return own;
    const found = apply(
      f.run,
      (isScriptInstance(f.self) && f.self instanceof Throwable ? THROWABLE : OBJECT).find(name, values.length),
      f.self,
      values,
    );
    if (found !== MISS) return found as Obj;
    throw missingMethod(classOf(f.self).name, name, values);
  };
}

/** `this(…)` in a constructor. */
function compileThisCall(expr: Call, scope: Scope): Node {
  const args = compileArguments(expr.args, scope);
  const { at } = expr;
  return (f) => {
    const values = args(f);
    f.run.at = at;
    if (isScriptInstance(f.self) && scope.owner) {
      initialize(f.self, scope.owner, values);
      return null;
    }
    return invoke(f.run, f.self, "call", values);
  };
}

/** Compiles `foo(x)`: a variable that holds a closure, a method, something built in, or what is found when it runs. */
function compileBareCall(expr: Call, scope: Scope): Node {
  const { at, name } = expr;
  const args = compileArguments(expr.args, scope);
  if (typeof name !== "string") {
    const dynamic = compileExpr(name, scope);
    return (f) => {
      const values = args(f);
      f.run.at = at;
      return callDynamic(f, textOf(dynamic(f)), values);
    };
  }
  const variable = scope.find(name);
  if (variable) {
    const read = readVariable(variable);
    return (f) => {
      const callee = read(f);
      const values = args(f);
      f.run.at = at;
      return callValue(f, callee, values);
    };
  }
  const { unit } = scope;
  const imported = unit.staticImport(name);
  if (imported && !unit.declares(name)) {
    return (f) => {
      const values = args(f);
      f.run.at = at;
      return invokeStatic(f.run, imported.cls, imported.member, values);
    };
  }
  const builtIn = unit.declares(name) ? undefined : builtin(name, expr.args.length);
  if (scope.kind === "closure") {
    return (f) => {
      const values = args(f);
      f.run.at = at;
      const { closure, run } = f;
      if (closure && (name === "call" || OF_CLOSURES.has(name))) return invoke(run, closure, name, values);
      if (closure && builtIn && asksOwnersFirst(closure))
        return tryInvoke(run, f.self, name, values) ?? builtIn(f, values);
      const found = closure && callInClosure(run, closure, name, values);
      if (found !== undefined) return found;
      if (builtIn) return builtIn(f, values);
      return callNamed(f, name, values);
    };
  }
  return (f) => {
    const values = args(f);
    f.run.at = at;
    let found = tryInvoke(f.run, f.self, name, values);
    if (found === undefined && f.self !== f.script) found = tryInvoke(f.run, f.script, name, values);
    if (found !== undefined) return found;
    if (builtIn) return builtIn(f, values);
    return callNamed(f, name, values);
  };
}

/** A call by a name that is worked out: of the closure's owner or delegate, of `this`, or of the script. */
function callDynamic(f: Frame, name: string, args: readonly Obj[]): Obj {
  let found = f.closure ? callInClosure(f.run, f.closure, name, args) : tryInvoke(f.run, f.self, name, args);
  if (found === undefined && f.self !== f.script) found = tryInvoke(f.run, f.script, name, args);
  return found === undefined ? callNamed(f, name, args) : found;
}

/** Whether a script's own `println` comes before what a builder makes of the name. */
function asksOwnersFirst(closure: Closure): boolean {
  for (let one: Obj = closure; one instanceof Closure; one = one.owner) {
    if (one.strategy !== OWNER_FIRST && one.strategy !== OWNER_ONLY) return false;
  }
  return true;
}

const OF_CLOSURES = new Set([
  "curry",
  "rcurry",
  "ncurry",
  "memoize",
  "trampoline",
  "getOwner",
  "getDelegate",
  "setDelegate",
]);

/** The last that a bare name can be: a property that holds a closure. */
function callNamed(f: Frame, name: string, args: readonly Obj[]): Obj {
  const value = f.closure ? findInClosure(f.run, f.closure, name) : tryProperty(f.run, f.self, name);
  if (value !== undefined && value !== null) return callValue(f, value, args);
  throw missingMethod(classOf(f.self).name, name, args);
}

/** Compiles the call of a value: `closure(x)`, `list[0](x)`, `a()()`. */
export function compileCallValue(expr: Extract<Expr, { kind: "callValue" }>, scope: Scope): Node {
  const callee = compileExpr(expr.callee, scope);
  const args = compileArguments(expr.args, scope);
  const { at } = expr;
  return (f) => {
    const value = callee(f);
    const values = args(f);
    f.run.at = at;
    return callValue(f, value, values);
  };
}

function callValue(f: Frame, callee: Obj, args: readonly Obj[]): Obj {
  if (callee instanceof Closure) {
    if (args.length === 1) return callee.call1(args[0] as Obj);
    return args.length === 2 ? callee.call2(args[0] as Obj, args[1] as Obj) : callee.call(args);
  }
  if (callee === null) throw throwNew("java.lang.NullPointerException", "Cannot invoke method call() on null object");
  if (callee instanceof JMap && callee.get("call") instanceof Closure)
    return (callee.get("call") as Closure).call(args);
  return invoke(f.run, callee, "call", args);
}
