import { ABSENT } from "../library/absent.ts";
import type { GClass } from "../runtime/class.ts";
import { refusedName } from "../runtime/denied.ts";
import { ARRAY_LIST } from "../runtime/list.ts";
import { ScriptClass } from "../runtime/script-class.ts";
import { classOf, STRING } from "../runtime/types.ts";
import type { Expr } from "../syntax.ts";
import { namedClass } from "./access.ts";
import type { Scope } from "./scope.ts";
import type { Unit } from "./unit.ts";

/** How a member is asked for. */
type Use = "call" | "property";

/** Refuses, when the script is saved, members that no script may use, and those that are not in the library. */
export function checkMember(unit: Unit, object: Expr | null, name: string, at: number, scope: Scope, use: Use): void {
  if (!object) return;
  const cls = namedClass(object, scope);
  if (cls?.statics.has(name)) return;
  const ofClass = cls !== undefined || isClassObject(object);
  const why = refusedName(name, ofClass);
  if (why && (ofClass || ALWAYS.has(name))) throw unit.forbid(at, `${cls ? `${cls.name}.` : ""}${name}: ${why}`);
  const type = cls ?? typeOf(object, scope);
  if (!type || type instanceof ScriptClass) return;
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  const names = use === "call" ? [name] : [`get${capital}`, `is${capital}`];
  const missing = names.find((one) => isAbsent(type, one, cls !== undefined));
  if (missing !== undefined) throw unit.forbid(at, `${type.name}.${missing}(): this method is not in the library`);
}

/** Members that no object of a script has for a purpose of its own. */
const ALWAYS = new Set(["metaClass", "getMetaClass", "classLoader", "getClassLoader", "protectionDomain"]);

/** `x.class` and `x.getClass()`. */
function isClassObject(expr: Expr): boolean {
  return (expr.kind === "property" && expr.name === "class") || (expr.kind === "call" && expr.name === "getClass");
}

/** The class of what an expression gives, where that can be told without running it. */
function typeOf(expr: Expr, scope: Scope): GClass | undefined {
  switch (expr.kind) {
    case "literal":
      return expr.value === null ? undefined : classOf(expr.value);
    case "gstring":
      return STRING;
    case "list":
      return ARRAY_LIST;
    case "new":
      return expr.body ? undefined : scope.unit.type(expr.type).cls;
    case "cast":
    case "as":
      return scope.unit.type(expr.type).cls;
    case "name":
      return scope.find(expr.name)?.type;
    default:
      return undefined;
  }
}

const names = new Map<GClass, { readonly own: ReadonlySet<string>; readonly static: ReadonlySet<string> }>();

/** Whether the JDK or Groovy has a method here that the library has not. */
function isAbsent(cls: GClass, name: string, ofClass: boolean): boolean {
  if (ofClass) return absentOf(cls).static.has(name);
  return !cls.knows(name) && cls.ancestors.some((one) => absentOf(one).own.has(name));
}

function absentOf(cls: GClass): { readonly own: ReadonlySet<string>; readonly static: ReadonlySet<string> } {
  let found = names.get(cls);
  if (!found) {
    const written = Object.hasOwn(ABSENT, cls.name) ? ABSENT[cls.name] : undefined;
    found = { own: new Set(written?.own?.split(" ")), static: new Set(written?.static?.split(" ")) };
    // Classes of scripts pass by here as well: the table must not grow with them.
    if (written) names.set(cls, found);
  }
  return found;
}
