import { type Closure, Closure as ClosureClass, DELEGATE_FIRST, DELEGATE_ONLY } from "../runtime/closure.ts";
import { setProperty } from "../runtime/dispatch.ts";
import type { Obj } from "../runtime/object.ts";
import { ScriptObject } from "../runtime/script.ts";
import type { Frame } from "./frame.ts";

/** Assigns to a name that is no variable: of the closure's delegate, of `this`, or of the script. */
export function assignName(f: Frame, name: string, value: Obj): Obj {
  const { closure } = f;
  if (!closure || !assignInClosure(f, closure, name, value)) assignTo(f, f.self, name, value);
  return value;
}

function assignInClosure(f: Frame, closure: Closure, name: string, value: Obj): boolean {
  const { strategy, delegate, owner } = closure;
  const first = strategy === DELEGATE_FIRST || strategy === DELEGATE_ONLY ? delegate : owner;
  if (first instanceof ClosureClass) return assignInClosure(f, first, name, value);
  assignTo(f, first, name, value);
  return true;
}

function assignTo(f: Frame, object: Obj, name: string, value: Obj): void {
  f.run.take(64);
  if (object instanceof ScriptObject) object.assign(name, value);
  else setProperty(f.run, object, name, value);
}
