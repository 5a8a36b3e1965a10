import { cast, emptyElement, toArray } from "../runtime/cast.ts";
import { construct } from "../runtime/dispatch.ts";
import { itemsOf } from "../runtime/items.ts";
import { Bytes, JArray } from "../runtime/list.ts";
import { toInt } from "../runtime/number.ts";
import type { Obj } from "../runtime/object.ts";
import { throwNew } from "../runtime/throwable.ts";
import { INTEGER } from "../runtime/types.ts";
import type { ClassDecl, Expr } from "../syntax.ts";
import { compileArguments } from "./calls.ts";
import { compileAnonymous } from "./classes.ts";
import type { Code } from "./code.ts";
import { compileExpr } from "./expressions.ts";
import type { Frame, Node, Ref } from "./frame.ts";
import type { Scope } from "./scope.ts";

/** Compiles `new Type(…)`. */
export function compileNew(expr: Extract<Expr, { kind: "new" }>, scope: Scope): Node {
  const { at } = expr;
  const { cls } = scope.unit.type(expr.type);
  const args = compileArguments(expr.args, scope);
  if (expr.body) return compileAnonymousNew(expr.body, args, scope, at);
  if (cls.name === "java.util.Date" || cls.name.endsWith("Calendar")) scope.unit.reads = true;
  return (f) => {
    const values = args(f);
    f.run.at = at;
    f.run.take(64);
    return construct(f.run, cls, values);
  };
}

function compileAnonymousNew(body: ClassDecl, args: (f: Frame) => Obj[], scope: Scope, at: number): Node {
  const cls = compileAnonymous(scope.unit, body, scope);
  const codes = [...cls.table.values()].flat().map((method) => method.code);
  const initial = cls.fieldCodes.flatMap((field) => field.initial ?? []);
  return (f) => {
    const values = args(f);
    f.run.at = at;
    const refs = new Map<Code, readonly Ref[]>();
    for (const code of [...codes, ...initial])
      refs.set(
        code,
        code.captures.map(({ from }) => f.slots[from] as Ref),
      );
    return cls.make?.(f.run, values, refs) ?? null;
  };
}

/** Compiles `new int[3]`, `new int[2][3]` or `new int[] {1, 2}`. */
export function compileNewArray(expr: Extract<Expr, { kind: "newArray" }>, scope: Scope): Node {
  const type = scope.unit.type(expr.type);
  const element = type.name.slice(0, -2);
  const { at } = expr;
  if (expr.items) {
    const items = compileExpr(expr.items, scope);
    return (f) => toArray(f.run, itemsOf(items(f)) ?? [], element);
  }
  const sizes = expr.sizes.map((size) => compileExpr(size, scope));
  return (f) => {
    const counts = sizes.map((size) => toInt(cast(f.run, size(f), INTEGER, "int")));
    f.run.at = at;
    return emptyArray(f, counts, element);
  };
}

function emptyArray(f: Frame, counts: readonly number[], element: string): Obj {
  const [count = 0, ...inner] = counts;
  if (count < 0) throw throwNew("java.lang.NegativeArraySizeException", String(count));
  f.run.take(count * (element === "byte" ? 1 : 8) + 16);
  if (element === "byte") return new Bytes(new Uint8Array(count));
  const items: Obj[] = new Array(count);
  for (let i = 0; i < count; i++) {
    items[i] = inner.length ? emptyArray(f, inner, element.slice(0, -2)) : emptyElement(element);
  }
  return new JArray(items, element);
}
