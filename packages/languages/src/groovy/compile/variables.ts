import type { Closure } from "../runtime/closure.ts";
import { refusedClass } from "../runtime/denied.ts";
import { getProperty, missingProperty } from "../runtime/dispatch.ts";
import { isScriptInstance } from "../runtime/instance.ts";
import type { Obj } from "../runtime/object.ts";
import type { FieldCode, ScriptClass } from "../runtime/script-class.ts";
import { classOf } from "../runtime/types.ts";
import type { Expr } from "../syntax.ts";
import { findInClosure, tryProperty } from "./closures.ts";
import type { Frame, Node, Ref } from "./frame.ts";
import type { Scope, Variable } from "./scope.ts";

/** Names that every closure has. */
const OF_CLOSURES = new Set(["owner", "delegate", "thisObject"]);

/** Compiles a name: a variable's slot, a class, or what is looked up when it runs. */
export function compileName(expr: Extract<Expr, { kind: "name" }>, scope: Scope): Node {
  const { name, at } = expr;
  const variable = scope.find(name);
  if (variable) return readVariable(variable);
  if (scope.kind === "closure" && OF_CLOSURES.has(name)) return (f) => closureProperty(f.closure as Closure, name);
  const { unit } = scope;
  const own = scope.owner?.findField(name);
  if (own) return readField(own, scope.owner as ScriptClass);
  const field = unit.staticImport(name);
  if (field) {
    const { cls, member } = field;
    return (f) => getProperty(f.run, cls, member);
  }
  // A class hides a variable without declaration only when it looks like a class.
  const cls = /^[\p{Lu}]/u.test(name) ? unit.findClass(name) : undefined;
  if (cls) return (f) => f.script.variables.get(name) ?? cls;
  const why = /^[\p{Lu}]/u.test(name) ? refusedClass(name) : undefined;
  if (why) throw unit.forbid(at, `${name}: ${why}`);
  if (scope.kind === "script") {
    return (f) => {
      const value = f.script.variables.get(name);
      if (value !== undefined) return value;
      f.run.at = at;
      return missing(f, name);
    };
  }
  return (f) => {
    f.run.at = at;
    return lookUp(f, name);
  };
}

/** Reads a field of the class whose code this is, without asking a getter. */
export function readField(field: FieldCode, owner: ScriptClass): Node {
  const { name } = field;
  if (field.static) return (f) => f.script.staticValue(owner, name);
  return (f) => (isScriptInstance(f.self) ? (f.self.fields.get(name) ?? null) : missing(f, name));
}

function closureProperty(closure: Closure, name: string): Obj {
  if (name === "owner") return closure.owner;
  return name === "delegate" ? closure.delegate : ((closure as { self?: Obj }).self ?? null);
}

/** Reads a variable from its slot. */
export function readVariable(variable: Variable): Node {
  const { slot } = variable;
  if (variable.shared) return (f) => (f.slots[slot] as Ref).v;
  return (f) => f.slots[slot] as Obj;
}

/** A name that is no variable of the code: of the closure's owner or delegate, of `this`, or of the script. */
export function lookUp(f: Frame, name: string): Obj {
  const { run, closure } = f;
  const value = closure ? findInClosure(run, closure, name) : tryProperty(run, f.self, name);
  if (value !== undefined) return value;
  return missing(f, name);
}

function missing(f: Frame, name: string): Obj {
  throw missingProperty(classOf(f.self).name, name);
}
