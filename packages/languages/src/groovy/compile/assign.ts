import { addNumbers, subtractNumbers } from "../runtime/arithmetic.ts";
import { getProperty, invoke, setProperty } from "../runtime/dispatch.ts";
import { getAt, putAt } from "../runtime/elements.ts";
import { assignField, isScriptInstance } from "../runtime/instance.ts";
import { JArray, JList } from "../runtime/list.ts";
import { isNumber } from "../runtime/number.ts";
import type { Obj } from "../runtime/object.ts";
import { binary } from "../runtime/operators.ts";
import type { FieldCode, ScriptClass } from "../runtime/script-class.ts";
import { textOf } from "../runtime/text.ts";
import { truth } from "../runtime/truth.ts";
import type { Expr } from "../syntax.ts";
import { compileIndexValue } from "./access.ts";
import { compileExpr } from "./expressions.ts";
import type { Frame, Node, Ref } from "./frame.ts";
import { assignName } from "./naming.ts";
import type { Scope, Variable } from "./scope.ts";
import { lookUp, readVariable } from "./variables.ts";

/** Something that can be assigned to: what it stands on is worked out once, then read and written. */
interface Target<Place = unknown> {
  place(f: Frame): Place;
  read(f: Frame, place: Place): Obj;
  write(f: Frame, place: Place, value: Obj): Obj;
}

/** Compiles `a = b`, `a += b`, `a ?= b`. */
export function compileAssign(expr: Extract<Expr, { kind: "assign" }>, scope: Scope): Node {
  const { op, target, at } = expr;
  if (op === "=" && target.kind === "name") {
    const variable = scope.find(target.name);
    if (variable) return writeVariable(variable, compileExpr(expr.value, scope), at);
  }
  const value = compileExpr(expr.value, scope);
  const to = compileTarget(target, scope);
  if (op === "=") {
    return (f) => {
      const place = to.place(f);
      const v = value(f);
      f.run.at = at;
      return to.write(f, place, v);
    };
  }
  if (op === "?=") {
    return (f) => {
      const place = to.place(f);
      const old = to.read(f, place);
      return truth(old) ? old : to.write(f, place, value(f));
    };
  }
  const operator = op.slice(0, -1);
  return (f) => {
    const place = to.place(f);
    const old = to.read(f, place);
    const v = value(f);
    f.run.at = at;
    if (typeof old === "number" && typeof v === "number" && operator === "+") return to.write(f, place, (old + v) | 0);
    return to.write(f, place, binary(f.run, operator, old, v));
  };
}

/** Compiles the writing of a variable's slot. */
export function writeVariable(variable: Variable, value: Node, at: number): Node {
  const { slot, coerce, shared } = variable;
  if (coerce) {
    return (f) => {
      const v = value(f);
      f.run.at = at;
      const coerced = coerce(f.run, v);
      if (shared) (f.slots[slot] as Ref).v = coerced;
      else f.slots[slot] = coerced;
      return coerced;
    };
  }
  if (shared) {
    return (f) => {
      const v = value(f);
      (f.slots[slot] as Ref).v = v;
      return v;
    };
  }
  return (f) => {
    const v = value(f);
    f.slots[slot] = v;
    return v;
  };
}

function compileTarget(target: Expr, scope: Scope): Target {
  switch (target.kind) {
    case "name":
      return nameTarget(target, scope);
    case "property":
      return propertyTarget(target, scope);
    case "index":
      return indexTarget(target, scope);
    default:
      throw scope.unit.fail(target.at, "Only a variable, a property or an element can be assigned to");
  }
}

function nameTarget(target: Extract<Expr, { kind: "name" }>, scope: Scope): Target {
  const variable = scope.find(target.name);
  if (variable) {
    const read = readVariable(variable);
    return {
      place: () => undefined,
      read,
      write: (f, _place, value) => writeVariable(variable, () => value, target.at)(f),
    };
  }
  const { name } = target;
  const field = scope.owner?.findField(name);
  if (field) return fieldTarget(field, scope.owner as ScriptClass);
  return {
    place: () => undefined,
    read: (f) => lookUp(f, name),
    write: (f, _place, value) => assignName(f, name, value),
  };
}

/** A field of the class whose code this is, written without asking a setter. */
function fieldTarget(field: FieldCode, owner: ScriptClass): Target {
  const { name } = field;
  if (field.static) {
    return {
      place: () => undefined,
      read: (f) => f.script.staticValue(owner, name),
      write: (f, _place, value) => {
        f.script.setStatic(owner, name, value);
        return value;
      },
    };
  }
  return {
    place: () => undefined,
    read: (f) => (isScriptInstance(f.self) ? (f.self.fields.get(name) ?? null) : null),
    write: (f, _place, value) => {
      if (isScriptInstance(f.self)) assignField(f.self, field, value);
      return value;
    },
  };
}

function propertyTarget(target: Extract<Expr, { kind: "property" }>, scope: Scope): Target {
  const own =
    target.object.kind === "this" && typeof target.name === "string" ? scope.owner?.findField(target.name) : undefined;
  if (own) return fieldTarget(own, scope.owner as ScriptClass);
  const object = compileExpr(target.object, scope);
  const name: Node = typeof target.name === "string" ? () => target.name as string : compileExpr(target.name, scope);
  const prefix = target.attribute ? "@" : "";
  const { safe, at } = target;
  return {
    place: (f) => {
      const value = object(f);
      return [value, prefix + textOf(name(f))];
    },
    read: (f, place) => {
      const [value, key] = place as [Obj, string];
      f.run.at = at;
      return getProperty(f.run, value, key);
    },
    write: (f, place, value) => {
      const [owner, key] = place as [Obj, string];
      if (owner === null && safe) return null;
      f.run.at = at;
      setProperty(f.run, owner, key, value);
      return value;
    },
  };
}

function indexTarget(target: Extract<Expr, { kind: "index" }>, scope: Scope): Target {
  const object = compileExpr(target.object, scope);
  const index = compileIndexValue(target, scope);
  const { at } = target;
  return {
    place: (f) => [object(f), index(f)],
    read: (f, place) => {
      const [value, key] = place as [Obj, Obj];
      f.run.at = at;
      return getAt(f.run, value, key);
    },
    write: (f, place, value) => {
      const [owner, key] = place as [Obj, Obj];
      f.run.at = at;
      putAt(f.run, owner, key, value);
      return value;
    },
  };
}

/** Compiles `(a, b) = list`. */
export function compileAssignAll(expr: Extract<Expr, { kind: "assignAll" }>, scope: Scope): Node {
  const value = compileExpr(expr.value, scope);
  const targets = expr.targets.map((target) => compileTarget(target, scope));
  const { at } = expr;
  return (f) => {
    const values = value(f);
    f.run.at = at;
    targets.forEach((target, i) => {
      target.write(f, target.place(f), nth(f, values, i));
    });
    return values;
  };
}

/** The item that a variable of a multiple assignment gets. */
export function nth(f: Frame, values: Obj, index: number): Obj {
  if (values instanceof JList || values instanceof JArray) return values.items[index] ?? null;
  return getAt(f.run, values, index);
}

/** Compiles `++` and `--`, before or after. */
export function compileStep(expr: Extract<Expr, { kind: "step" }>, scope: Scope): Node {
  const { target, prefix, at } = expr;
  const up = expr.op === "++";
  if (target.kind === "name") {
    const variable = scope.find(target.name);
    if (variable && !variable.shared && !variable.coerce) {
      const { slot } = variable;
      return (f) => {
        const old = f.slots[slot] as Obj;
        f.run.at = at;
        const value = typeof old === "number" ? (up ? (old + 1) | 0 : (old - 1) | 0) : following(f, old, up);
        f.slots[slot] = value;
        return prefix ? value : old;
      };
    }
  }
  const to = compileTarget(target, scope);
  return (f) => {
    const place = to.place(f);
    const old = to.read(f, place);
    f.run.at = at;
    const value = to.write(f, place, following(f, old, up));
    return prefix ? value : old;
  };
}

function following(f: Frame, value: Obj, up: boolean): Obj {
  if (isNumber(value)) return up ? addNumbers(value, 1) : subtractNumbers(value, 1);
  return invoke(f.run, value, up ? "next" : "previous", []);
}
