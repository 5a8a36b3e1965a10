import { refusedName } from "../runtime/denied.ts";
import type { Expr } from "../syntax.ts";
import { namedClass } from "./access.ts";
import type { Scope } from "./scope.ts";
import type { Unit } from "./unit.ts";

/** Refuses, when the script is saved, members of classes that no script may use. */
export function checkMember(unit: Unit, object: Expr | null, name: string, at: number, scope: Scope): void {
  if (!object) return;
  const cls = namedClass(object, scope);
  if (cls?.statics.has(name)) return;
  const ofClass = cls !== undefined || isClassObject(object);
  const why = refusedName(name, ofClass);
  if (!why || (!ofClass && !ALWAYS.has(name))) return;
  throw unit.forbid(at, `${cls ? `${cls.name}.` : ""}${name}: ${why}`);
}

/** Members that no object of a script has for a purpose of its own. */
const ALWAYS = new Set(["metaClass", "getMetaClass", "classLoader", "getClassLoader", "protectionDomain"]);

/** `x.class` and `x.getClass()`. */
function isClassObject(expr: Expr): boolean {
  return (expr.kind === "property" && expr.name === "class") || (expr.kind === "call" && expr.name === "getClass");
}
