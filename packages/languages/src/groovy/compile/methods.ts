import { missingMethod } from "../runtime/dispatch.ts";
import { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import type { ScriptMethods, ScriptObject } from "../runtime/script.ts";
import type { MethodDecl, Stmt } from "../syntax.ts";
import { bind, type Code, execute } from "./code.ts";
import { Frame } from "./frame.ts";
import { compileFunction } from "./functions.ts";
import { chooseCode } from "./overloads.ts";
import type { Unit } from "./unit.ts";

/** The methods that a script declares, by name. */
export class MethodTable {
  readonly declarations = new Map<string, MethodDecl[]>();
  readonly #compiled = new Map<string, { code: Code }[]>();

  constructor(body: readonly Stmt[]) {
    for (const stmt of body) {
      if (stmt.kind !== "method") continue;
      const found = this.declarations.get(stmt.method.name);
      if (found) found.push(stmt.method);
      else this.declarations.set(stmt.method.name, [stmt.method]);
    }
  }

  compile(unit: Unit): ScriptMethods {
    const methods = new Map<string, (script: ScriptObject, args: readonly Obj[]) => Obj | undefined>();
    for (const [name, declarations] of this.declarations) {
      const overloads = declarations.map((method) => ({ code: compileMethod(unit, method) }));
      this.#compiled.set(name, overloads);
      methods.set(name, (script, args) => callOverload(overloads, script, script, args));
    }
    return methods;
  }
}

/** Compiles a method of a script or of one of its classes. */
export function compileMethod(unit: Unit, method: MethodDecl): Code {
  return compileFunction(unit, null, {
    name: method.name,
    kind: "method",
    params: method.params,
    body: method.body ?? [],
    returns: method.returns,
    isStatic: method.static,
  });
}

/** Calls the overload that is nearest to the arguments; undefined when none takes them. */
export function callOverload(
  overloads: readonly { readonly code: Code }[],
  script: ScriptObject,
  self: Obj,
  args: readonly Obj[],
): Obj | undefined {
  const only = overloads.length === 1 ? overloads[0] : chooseCode(overloads, args);
  if (!only) return undefined;
  const { code } = only;
  const f = new Frame(script, self, null, new Array(code.slots));
  if (bind(code, f, args)) return execute(code, f);
  // Named arguments make a map, which a method without parameters for it does not take.
  if (args[0] instanceof JMap && args.length === 1 && code.min === 0)
    throw missingMethod(script.cls.name, code.name, args);
  return undefined;
}
