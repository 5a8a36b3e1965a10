import type { GClass } from "../runtime/class.ts";
import type { ScriptClass } from "../runtime/script-class.ts";
import type { Param, Stmt, TypeName } from "../syntax.ts";
import { PRIMITIVES } from "../tokens.ts";
import type { Code, CodeParam } from "./code.ts";
import { compileExpr } from "./expressions.ts";
import { namesInClosures } from "./names.ts";
import { withResult } from "./result.ts";
import { Scope } from "./scope.ts";
import { compileBlock } from "./statements.ts";
import type { Unit } from "./unit.ts";

/** Compiles the body of a method or closure with its parameters. */
export function compileFunction(
  unit: Unit,
  outer: Scope | null,
  what: {
    name: string;
    kind: "method" | "closure";
    params: readonly Param[] | null;
    body: readonly Stmt[];
    returns?: TypeName | null;
    isStatic?: boolean;
    /** The class whose method it is. */
    owner?: ScriptClass;
  },
): Code {
  const { params: written, body: statements } = what;
  const scope = new Scope(unit, outer, what.kind, namesInClosures([written, statements]), what);
  const implicit: Param = {
    name: "it",
    type: null,
    initial: { kind: "literal", value: null, at: 0 },
    varargs: false,
    at: 0,
  };
  const params = (what.params ?? [implicit]).map((param, i, all) => compileParam(scope, param, i === all.length - 1));
  const body = withResult(what.body);
  const [only] = body;
  const value = body.length === 1 && only?.kind === "return" && only.value ? compileExpr(only.value, scope) : undefined;
  const exec = value ? () => 0 : compileBlock(body, scope);
  const type = what.returns ? unit.type(what.returns) : undefined;
  const rest = params.at(-1)?.rest !== undefined;
  return {
    name: what.name,
    params,
    min: params.filter((param) => !param.initial).length - (rest ? 1 : 0),
    max: rest ? Number.POSITIVE_INFINITY : params.length,
    slots: scope.slots,
    captures: scope.captures,
    value,
    exec,
    returns: type && type.name !== "void" ? type.coerce : undefined,
  };
}

function compileParam(scope: Scope, param: Param, last: boolean): CodeParam {
  const written = param.type && param.varargs ? { ...param.type, dims: param.type.dims + 1 } : param.type;
  const type = written ? scope.unit.type(written) : undefined;
  const cls: GClass | undefined = type?.cls;
  const initial = param.initial ? compileExpr(param.initial, scope) : null;
  const variable = scope.declare(param.name, type?.coerce, cls);
  const takesRest = last && (param.varargs || (written !== null && written.dims > 0));
  const rest = takesRest ? (type ? type.name.slice(0, -2) : "java.lang.Object") : undefined;
  return {
    name: param.name,
    slot: variable.slot,
    shared: variable.shared,
    type: cls,
    coerce: type?.coerce,
    initial,
    primitive: written !== null && written.dims === 0 && PRIMITIVES.has(written.name),
    rest,
  };
}
