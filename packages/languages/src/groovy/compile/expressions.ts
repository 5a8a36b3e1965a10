import { asType, cast } from "../runtime/cast.ts";
import { equal } from "../runtime/equality.ts";
import { GString } from "../runtime/gstring.ts";
import { itemsOf } from "../runtime/items.ts";
import { JList } from "../runtime/list.ts";
import { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import { makeRange } from "../runtime/ranges.ts";
import { throwNew } from "../runtime/throwable.ts";
import { truth } from "../runtime/truth.ts";
import { isInstance } from "../runtime/types.ts";
import type { Argument, Expr } from "../syntax.ts";
import { compileIndex, compileMethodRef, compileProperty } from "./access.ts";
import { compileRecorded } from "./assertion.ts";
import { compileAssign, compileAssignAll, compileStep } from "./assign.ts";
import { compileCall, compileCallValue } from "./calls.ts";
import { CodeClosure } from "./closures.ts";
import { compileNew, compileNewArray } from "./creation.ts";
import type { Node, Ref } from "./frame.ts";
import { compileFunction } from "./functions.ts";
import { compileBinary, compileUnary } from "./operators.ts";
import type { Scope } from "./scope.ts";
import { compileSwitchValue } from "./switch.ts";
import { compileName } from "./variables.ts";

/** Compiles an expression; within an assertion its values are kept for the message. */
export function compileExpr(expr: Expr, scope: Scope): Node {
  return scope.unit.recording ? compileRecorded(expr, scope, compileKind) : compileKind(expr, scope);
}

function compileKind(expr: Expr, scope: Scope): Node {
  switch (expr.kind) {
    case "literal": {
      const { value } = expr;
      return () => value;
    }
    case "gstring":
      return compileGString(expr, scope);
    case "name":
      return compileName(expr, scope);
    case "this":
      return (f) => f.self;
    case "super":
      throw scope.unit.fail(expr.at, "super can only be called, as super.method()");
    case "list":
      return compileList(expr.items, scope);
    case "map":
      return compileMap(expr.entries, scope);
    case "range": {
      const from = compileExpr(expr.from, scope);
      const to = compileExpr(expr.to, scope);
      const { openFrom, openTo, at } = expr;
      return (f) => {
        const first = from(f);
        const last = to(f);
        f.run.at = at;
        return makeRange(f.run, first, last, openFrom, openTo);
      };
    }
    case "unary":
      return compileUnary(expr, scope);
    case "step":
      return compileStep(expr, scope);
    case "binary":
      return compileBinary(expr, scope);
    case "and": {
      const left = compileTest(expr.left, scope);
      const right = compileTest(expr.right, scope);
      return (f) => left(f) && right(f);
    }
    case "or": {
      const left = compileTest(expr.left, scope);
      const right = compileTest(expr.right, scope);
      return (f) => left(f) || right(f);
    }
    case "ternary": {
      const test = compileTest(expr.test, scope);
      const yes = compileExpr(expr.yes, scope);
      const no = compileExpr(expr.no, scope);
      return (f) => (test(f) ? yes(f) : no(f));
    }
    case "elvis": {
      const left = compileExpr(expr.left, scope);
      const right = compileExpr(expr.right, scope);
      return (f) => {
        const value = left(f);
        return truth(value) ? value : right(f);
      };
    }
    case "assign":
      return compileAssign(expr, scope);
    case "assignAll":
      return compileAssignAll(expr, scope);
    case "property":
      return compileProperty(expr, scope);
    case "index":
      return compileIndex(expr, scope);
    case "call":
      return compileCall(expr, scope);
    case "callValue":
      return compileCallValue(expr, scope);
    case "new":
      return compileNew(expr, scope);
    case "newArray":
      return compileNewArray(expr, scope);
    case "closure":
      return compileClosure(expr, scope);
    case "cast": {
      const type = scope.unit.type(expr.type);
      const value = compileExpr(expr.value, scope);
      const { at } = expr;
      return (f) => {
        const v = value(f);
        f.run.at = at;
        return cast(f.run, v, type.cls, type.name);
      };
    }
    case "as": {
      const type = scope.unit.type(expr.type);
      const value = compileExpr(expr.value, scope);
      const { at } = expr;
      return (f) => {
        const v = value(f);
        f.run.at = at;
        return asType(f.run, v, type);
      };
    }
    case "instanceof": {
      const { cls } = scope.unit.type(expr.type);
      const value = compileExpr(expr.value, scope);
      const { not } = expr;
      return (f) => isInstance(value(f), cls) !== not;
    }
    case "methodRef":
      return compileMethodRef(expr, scope);
    case "switchExpr":
      return compileSwitchValue(expr, scope);
    case "classRef": {
      const { cls } = scope.unit.type(expr.type);
      return () => cls;
    }
  }
}

/** Compiles a condition to a plain boolean. */
export function compileTest(expr: Expr, scope: Scope): (f: Parameters<Node>[0]) => boolean {
  if (!scope.unit.recording && isEquality(expr)) return compileEquality(expr, scope);
  const node = compileExpr(expr, scope);
  return (f) => {
    const value = node(f);
    return value === true || (value !== false && truth(value));
  };
}

function compileGString(expr: Extract<Expr, { kind: "gstring" }>, scope: Scope): Node {
  const { texts } = expr;
  const values = expr.values.map((value) => compileExpr(value, scope));
  if (values.length === 1) {
    const only = values[0] as Node;
    return (f) => new GString(texts, [only(f)]);
  }
  return (f) => {
    const made: Obj[] = new Array(values.length);
    for (let i = 0; i < values.length; i++) made[i] = (values[i] as Node)(f);
    return new GString(texts, made);
  };
}

/** Compiles list items or arguments to what fills an array. */
export function compileItems(items: readonly Argument[], scope: Scope): (f: Parameters<Node>[0]) => Obj[] {
  const nodes = items.map((item) => compileExpr(item.value, scope));
  if (!items.some((item) => item.spread)) {
    const [a, b] = nodes;
    if (nodes.length === 0) return () => [];
    if (nodes.length === 1 && a) return (f) => [a(f)];
    if (nodes.length === 2 && a && b) return (f) => [a(f), b(f)];
    return (f) => {
      const values: Obj[] = new Array(nodes.length);
      for (let i = 0; i < nodes.length; i++) values[i] = (nodes[i] as Node)(f);
      return values;
    };
  }
  return (f) => {
    const values: Obj[] = [];
    for (let i = 0; i < nodes.length; i++) {
      const value = (nodes[i] as Node)(f);
      if (!items[i]?.spread) values.push(value);
      else if (value !== null) {
        const spread = itemsOf(value);
        if (!spread) {
          f.run.at = items[i]?.value.at ?? 0;
          throw throwNew(
            "java.lang.IllegalArgumentException",
            `cannot spread the type ${(value as { cls?: { name: string } }).cls?.name ?? typeof value} with value ${value}`,
          );
        }
        f.run.take(spread.length * 8);
        for (const item of spread) values.push(item);
      }
    }
    return values;
  };
}

function compileList(items: readonly Argument[], scope: Scope): Node {
  const fill = compileItems(items, scope);
  const bytes = 64 + items.length * 8;
  return (f) => {
    f.run.take(bytes);
    return new JList(fill(f));
  };
}

/** Compiles map entries, or the named arguments of a call. */
export function compileMap(entries: readonly Argument[], scope: Scope): Node {
  const parts = entries.map(({ key, value, spread }) => ({
    key: compileExpr(key as Expr, scope),
    value: compileExpr(value, scope),
    spread,
  }));
  const bytes = 128 + entries.length * 64;
  return (f) => {
    f.run.take(bytes);
    const map = new JMap();
    for (const part of parts) {
      if (part.spread) {
        const other = part.value(f);
        if (other instanceof JMap) for (const entry of other.entries()) map.set(entry.key, entry.value);
      } else map.set(part.key(f), part.value(f));
    }
    return map;
  };
}

function compileClosure(expr: Extract<Expr, { kind: "closure" }>, scope: Scope): Node {
  const code = compileFunction(scope.unit, scope, {
    name: "closure",
    kind: "closure",
    params: expr.params,
    body: expr.body,
  });
  const { captures } = code;
  return (f) => {
    const refs: Ref[] = new Array(captures.length);
    for (let i = 0; i < captures.length; i++) refs[i] = f.slots[(captures[i] as { from: number }).from] as Ref;
    f.run.take(96);
    return new CodeClosure(code, { script: f.script, self: f.self, owner: f.closure ?? f.self }, refs);
  };
}

type Equality = Extract<Expr, { kind: "binary" }>;

function isEquality(expr: Expr): expr is Equality {
  return expr.kind === "binary" && (expr.op === "==" || expr.op === "!=");
}

/** Compiles `==` and `!=`. */
export function compileEquality(expr: Equality, scope: Scope): (f: Parameters<Node>[0]) => boolean {
  const left = compileExpr(expr.left, scope);
  const right = compileExpr(expr.right, scope);
  const wanted = expr.op === "==";
  const { at } = expr;
  return (f) => {
    const a = left(f);
    const b = right(f);
    f.run.at = at;
    return equal(a, b) === wanted;
  };
}
