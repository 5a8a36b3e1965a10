import { iterate } from "../runtime/iterate.ts";
import type { Stmt } from "../syntax.ts";
import { compileExpr, compileTest } from "./expressions.ts";
import { BREAK, CONTINUE, type Exec, NEXT, Ref } from "./frame.ts";
import type { Scope } from "./scope.ts";
import { compileBody, compileStatement } from "./statements.ts";

type Loop = Extract<Stmt, { kind: "while" | "doWhile" | "for" | "forIn" }>;

/** Compiles a loop; each turn costs a step. */
export function compileLoop(stmt: Loop, scope: Scope, label: string | null): Exec {
  const labelled = label === null ? -1 : scope.label(label);
  switch (stmt.kind) {
    case "while":
      return compileWhile(stmt, scope, labelled);
    case "doWhile":
      return compileDoWhile(stmt, scope, labelled);
    case "for":
      return scope.block(() => compileFor(stmt, scope, labelled));
    default:
      return scope.block(() => compileForIn(stmt, scope, labelled));
  }
}

function compileWhile(stmt: Extract<Stmt, { kind: "while" }>, scope: Scope, labelled: number): Exec {
  const test = compileTest(stmt.test, scope);
  const body = compileBody(stmt.body, scope);
  return (f) => {
    while (test(f)) {
      f.run.step();
      const signal = body(f);
      if (signal === NEXT || signal === CONTINUE || signal === labelled + 1) continue;
      if (signal === BREAK || signal === labelled) break;
      return signal;
    }
    return NEXT;
  };
}

function compileDoWhile(stmt: Extract<Stmt, { kind: "doWhile" }>, scope: Scope, labelled: number): Exec {
  const body = compileBody(stmt.body, scope);
  const test = compileTest(stmt.test, scope);
  return (f) => {
    do {
      f.run.step();
      const signal = body(f);
      if (signal === NEXT || signal === CONTINUE || signal === labelled + 1) continue;
      if (signal === BREAK || signal === labelled) break;
      return signal;
    } while (test(f));
    return NEXT;
  };
}

function compileFor(stmt: Extract<Stmt, { kind: "for" }>, scope: Scope, labelled: number): Exec {
  const init = stmt.init.flatMap((one) => compileStatement(one, scope) ?? []);
  const test = stmt.test ? compileTest(stmt.test, scope) : () => true;
  const update = stmt.update.map((one) => compileExpr(one, scope));
  const body = compileBody(stmt.body, scope);
  return (f) => {
    for (const exec of init) exec(f);
    for (; test(f); ) {
      f.run.step();
      const signal = body(f);
      if (signal !== NEXT && signal !== CONTINUE && signal !== labelled + 1) {
        if (signal === BREAK || signal === labelled) break;
        return signal;
      }
      for (const node of update) node(f);
    }
    return NEXT;
  };
}

function compileForIn(stmt: Extract<Stmt, { kind: "forIn" }>, scope: Scope, labelled: number): Exec {
  const over = compileExpr(stmt.over, scope);
  const type = stmt.variable.type ? scope.unit.type(stmt.variable.type) : undefined;
  const variable = scope.declare(stmt.variable.name, type?.coerce, type?.cls);
  const body = compileBody(stmt.body, scope);
  const { slot, shared, coerce } = variable;
  const { at } = stmt;
  return (f) => {
    const value = over(f);
    f.run.at = at;
    const next = iterate(value);
    if (shared) f.slots[slot] = new Ref(null);
    for (let item = next(); item !== undefined; item = next()) {
      f.run.step();
      const given = coerce ? coerce(f.run, item) : item;
      if (shared) (f.slots[slot] as Ref).v = given;
      else f.slots[slot] = given;
      const signal = body(f);
      if (signal === NEXT || signal === CONTINUE || signal === labelled + 1) continue;
      if (signal === BREAK || signal === labelled) break;
      return signal;
    }
    return NEXT;
  };
}
