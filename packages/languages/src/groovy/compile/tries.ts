import type { GClass } from "../runtime/class.ts";
import { invoke } from "../runtime/dispatch.ts";
import { asThrown } from "../runtime/native.ts";
import type { Obj } from "../runtime/object.ts";
import { EXCEPTION, Thrown } from "../runtime/throwable.ts";
import type { Stmt } from "../syntax.ts";
import { type Exec, type Frame, NEXT, Ref } from "./frame.ts";
import type { Scope, Variable } from "./scope.ts";
import { compileBlock, compileStatement } from "./statements.ts";

interface Handler {
  readonly classes: readonly GClass[];
  readonly variable: Variable;
  readonly body: Exec;
}

/** Compiles `try`. What ends the run itself, such as a spent budget, is neither caught nor followed by `finally`. */
export function compileTry(stmt: Extract<Stmt, { kind: "try" }>, scope: Scope): Exec {
  return scope.block(() => {
    const resources = stmt.resources.flatMap((one) => compileStatement(one, scope) ?? []);
    const held = stmt.resources.flatMap((one) =>
      one.kind === "declare" ? one.names.flatMap(({ name }) => scope.find(name) ?? []) : [],
    );
    const body = compileBlock(stmt.body, scope);
    const handlers = stmt.catches.map(
      (one): Handler =>
        scope.block(() => {
          const classes = one.types.length ? one.types.map((type) => scope.unit.type(type).cls) : [EXCEPTION];
          const variable = scope.declare(one.name);
          return { classes, variable, body: compileBlock(one.body, scope) };
        }),
    );
    const last = stmt.finally ? compileBlock(stmt.finally, scope) : undefined;
    const guarded = resources.length ? withResources(resources, held, body) : body;
    const caught = handlers.length ? catching(guarded, handlers) : guarded;
    return last ? finishing(caught, last) : caught;
  });
}

function catching(body: Exec, handlers: readonly Handler[]): Exec {
  return (f) => {
    const { depth } = f.run;
    try {
      return body(f);
    } catch (caught) {
      const error = asThrown(caught);
      if (!(error instanceof Thrown)) throw error;
      const { value } = error;
      const handler = handlers.find(({ classes }) => classes.some((cls) => value.cls.is(cls)));
      if (!handler) throw error;
      value.frames ??= f.run.frames();
      f.run.depth = depth;
      f.slots[handler.variable.slot] = handler.variable.shared ? new Ref(value) : value;
      return handler.body(f);
    }
  };
}

function finishing(body: Exec, last: Exec): Exec {
  return (f) => {
    const { depth } = f.run;
    let signal = NEXT;
    let thrown: Thrown | undefined;
    try {
      signal = body(f);
    } catch (caught) {
      const error = asThrown(caught);
      if (!(error instanceof Thrown)) throw error;
      error.value.frames ??= f.run.frames();
      thrown = error;
      f.run.depth = depth;
    }
    const { result } = f;
    const ended = last(f);
    if (ended !== NEXT) return ended;
    if (thrown) throw thrown;
    f.result = result;
    return signal;
  };
}

function withResources(resources: readonly Exec[], held: readonly Variable[], body: Exec): Exec {
  return (f: Frame) => {
    for (const exec of resources) exec(f);
    return finishing(body, (frame) => {
      for (const variable of [...held].reverse()) {
        const slot = frame.slots[variable.slot];
        const resource = (variable.shared ? (slot as Ref).v : slot) as Obj;
        if (resource !== null) invoke(frame.run, resource, "close", []);
      }
      return NEXT;
    })(f);
  };
}
