import { castError, emptyElement } from "../runtime/cast.ts";
import type { Obj } from "../runtime/object.ts";
import { Throwable, Thrown, throwNew } from "../runtime/throwable.ts";
import type { Declarator, Stmt } from "../syntax.ts";
import { compileAssert } from "./assertion.ts";
import { nth } from "./assign.ts";
import { compileExpr, compileTest } from "./expressions.ts";
import { BREAK, CONTINUE, type Exec, NEXT, type Node, RETURN, Ref } from "./frame.ts";
import { compileLoop } from "./loops.ts";
import { assignName } from "./naming.ts";
import type { Scope } from "./scope.ts";
import { compileSwitch } from "./switch.ts";
import { compileTry } from "./tries.ts";

/** Compiles statements that share a block. */
export function compileBlock(body: readonly Stmt[], scope: Scope): Exec {
  return scope.block(() => {
    const execs = body.flatMap((stmt) => compileStatement(stmt, scope) ?? []);
    const [a, b] = execs;
    if (!a) return () => NEXT;
    if (execs.length === 1) return a;
    if (execs.length === 2 && b) return (f) => a(f) || b(f);
    return (f) => {
      for (let i = 0; i < execs.length; i++) {
        const signal = (execs[i] as Exec)(f);
        if (signal !== NEXT) return signal;
      }
      return NEXT;
    };
  });
}

/** Compiles one statement; undefined for what does nothing when it is reached. */
export function compileStatement(stmt: Stmt, scope: Scope): Exec | undefined {
  switch (stmt.kind) {
    case "expr": {
      const value = compileExpr(stmt.value, scope);
      return (f) => {
        value(f);
        return NEXT;
      };
    }
    case "declare":
      return compileDeclare(stmt, scope);
    case "declareAll":
      return compileDeclareAll(stmt, scope);
    case "if": {
      const test = compileTest(stmt.test, scope);
      const yes = compileBody(stmt.yes, scope);
      const no = stmt.no ? compileBody(stmt.no, scope) : undefined;
      return no ? (f) => (test(f) ? yes(f) : no(f)) : (f) => (test(f) ? yes(f) : NEXT);
    }
    case "while":
    case "doWhile":
    case "for":
    case "forIn":
      return compileLoop(stmt, scope, null);
    case "labelled":
      return compileLabelled(stmt, scope);
    case "switch":
      return compileSwitch(stmt, scope);
    case "return":
    case "yield": {
      const value: Node = stmt.value ? compileExpr(stmt.value, scope) : () => null;
      return (f) => {
        f.result = value(f);
        return RETURN;
      };
    }
    case "break":
    case "continue": {
      const plain = stmt.kind === "break" ? BREAK : CONTINUE;
      const signal = stmt.label ? scope.label(stmt.label) + (stmt.kind === "break" ? 0 : 1) : plain;
      return () => signal;
    }
    case "throw":
      return compileThrow(stmt, scope);
    case "try":
      return compileTry(stmt, scope);
    case "assert":
      return compileAssert(stmt, scope);
    case "block":
      return compileBlock(stmt.body, scope);
    case "method":
      if (scope.kind !== "script" || scope.outer)
        throw scope.unit.fail(stmt.at, "A method cannot be declared inside another");
      return undefined;
    case "class":
      if (scope.kind !== "script") throw scope.unit.fail(stmt.at, "A class cannot be declared here");
      return undefined;
  }
}

/** Compiles the statement that a condition or loop governs, in a block of its own. */
export function compileBody(stmt: Stmt, scope: Scope): Exec {
  return compileBlock(stmt.kind === "block" ? stmt.body : [stmt], scope);
}

function compileLabelled(stmt: Extract<Stmt, { kind: "labelled" }>, scope: Scope): Exec | undefined {
  const { body, label } = stmt;
  if (body.kind === "while" || body.kind === "doWhile" || body.kind === "for" || body.kind === "forIn") {
    return compileLoop(body, scope, label);
  }
  const signal = scope.label(label);
  const exec = compileStatement(body, scope);
  return exec && ((f) => (exec(f) === signal ? NEXT : NEXT));
}

function compileDeclare(stmt: Extract<Stmt, { kind: "declare" }>, scope: Scope): Exec {
  const execs = stmt.names.map((one) =>
    compileDeclarator(
      one,
      scope,
      stmt.annotations.some((one) => one.startsWith("Field")),
    ),
  );
  const [only] = execs;
  if (execs.length === 1 && only) return only;
  return (f) => {
    for (const exec of execs) exec(f);
    return NEXT;
  };
}

function compileDeclarator(one: Declarator, scope: Scope, field: boolean): Exec {
  const type = one.type ? scope.unit.type(one.type) : undefined;
  const initial: Node = one.initial ? compileExpr(one.initial, scope) : () => zero(type?.name);
  if (field) {
    return (f) => {
      assignName(f, one.name, type?.coerce ? type.coerce(f.run, initial(f)) : initial(f));
      return NEXT;
    };
  }
  if (scope.declares(one.name)) {
    throw scope.unit.fail(one.at, `The variable ${one.name} is already declared here`);
  }
  const variable = scope.declare(one.name, type?.coerce, type?.cls);
  const { slot } = variable;
  const { coerce } = variable;
  const { at } = one;
  const coerced: Node =
    coerce && one.initial
      ? (f) => {
          const v = initial(f);
          f.run.at = at;
          return coerce(f.run, v);
        }
      : initial;
  if (variable.shared) {
    return (f) => {
      f.slots[slot] = new Ref(coerced(f));
      return NEXT;
    };
  }
  return (f) => {
    f.slots[slot] = coerced(f);
    return NEXT;
  };
}

function zero(type: string | undefined): Obj {
  if (type === undefined) return null;
  return type === "boolean" ? false : type.endsWith("]") ? null : emptyElement(type);
}

function compileDeclareAll(stmt: Extract<Stmt, { kind: "declareAll" }>, scope: Scope): Exec {
  const value = compileExpr(stmt.initial, scope);
  const variables = stmt.names.map((one) => {
    const type = one.type ? scope.unit.type(one.type) : undefined;
    return scope.declare(one.name, type?.coerce, type?.cls);
  });
  const { at } = stmt;
  return (f) => {
    const values = value(f);
    f.run.at = at;
    variables.forEach((variable, i) => {
      const item = nth(f, values, i);
      const coerced = variable.coerce ? variable.coerce(f.run, item) : item;
      f.slots[variable.slot] = variable.shared ? new Ref(coerced) : coerced;
    });
    return NEXT;
  };
}

function compileThrow(stmt: Extract<Stmt, { kind: "throw" }>, scope: Scope): Exec {
  const value = compileExpr(stmt.value, scope);
  const { at } = stmt;
  return (f) => {
    const thrown = value(f);
    f.run.at = at;
    if (thrown instanceof Throwable) throw new Thrown(thrown);
    if (thrown === null) throw throwNew("java.lang.NullPointerException", null);
    throw castError(thrown, "java.lang.Throwable");
  };
}
