import type { Exchange, Value } from "@mortise/contract";
import type { Compilation } from "./compilation.ts";
import type { Evaluate, FunctionUse, SimpleFunction } from "./function.ts";
import { followPath } from "./ognl/follow.ts";
import { parsePath } from "./ognl/path.ts";
import { isDynamic, quoteEnd, walk } from "./scan.ts";
import type { Span } from "./syntax.ts";

/** How named values are reached: `kind.name`, `kind:name`, `kind[name]`, and a path after the name. */
export interface Reach {
  /** A closure for a name that is known at compile time; made once, so it may prepare the name. */
  fixed(name: string): Evaluate;
  find(exchange: Exchange, name: string): Value;
}

/** Compiles what follows `header`, `exchangeProperty` or `variable`. */
export function compileAccess(use: FunctionUse, unit: Compilation, spec: SimpleFunction, reach: Reach): Evaluate {
  const { source } = unit;
  const { start, end } = use.rest;
  let at = start;
  if (source.charAt(at) === "?") at++;
  const mark = source.charAt(at);
  if (mark === "[") return bracketed(use, unit, spec, reach, at);
  if (mark !== "." && mark !== ":") throw unit.unknown(unit.text(use.node.content), use.node);
  at++;
  if (at >= end) throw unit.wrongUse(use, spec);
  const name = { start: at, end };
  const nameEnd =
    walk(
      source,
      name,
      (place, character) =>
        character === "[" || character === "(" || (character === "?" && source.charAt(place + 1) === "."),
    ) ?? end;
  return named(use, unit, spec, reach, name, nameEnd);
}

/** `header[name]`, `header['a name']`: a quoted name is never a path. */
function bracketed(use: FunctionUse, unit: Compilation, spec: SimpleFunction, reach: Reach, at: number): Evaluate {
  const { source } = unit;
  const { end } = use.rest;
  const close = walk(source, { start: at + 1, end }, (_, character) => character === "]");
  if (close === undefined) throw unit.wrongUse(use, spec);
  let inside: Span = { start: at + 1, end: close };
  const first = source.charAt(inside.start);
  if ((first === "'" || first === '"') && quoteEnd(source, inside.start, inside.end) === inside.end)
    inside = { start: inside.start + 1, end: inside.end - 1 };
  const rest = { start: close + 1, end };
  return unit.tail(rest, byName(unit, reach, inside));
}

function byName(unit: Compilation, reach: Reach, span: Span): Evaluate {
  if (isDynamic(unit.source, span)) {
    const name = unit.template(span);
    return (exchange) => reach.find(exchange, String(name(exchange) ?? ""));
  }
  return reach.fixed(unit.text(span));
}

/**
 * `header.a.b[0]`: the value whose whole name that is wins, as in Camel; else the shortest name before a dot, bracket or
 * parenthesis, and a path from its value.
 */
function named(
  use: FunctionUse,
  unit: Compilation,
  spec: SimpleFunction,
  reach: Reach,
  whole: Span,
  nameEnd: number,
): Evaluate {
  const { source } = unit;
  const path = pathStart(source, { start: whole.start, end: nameEnd });
  const start = path ?? nameEnd;
  if (start === whole.start) throw unit.wrongUse(use, spec);
  const root = byName(unit, reach, { start: whole.start, end: start });
  if (start >= whole.end) return root;
  const complete = isDynamic(source, whole) ? undefined : reach.fixed(unit.text(whole));
  let steps: ReturnType<typeof parsePath>;
  try {
    steps = parsePath({ start, end: whole.end }, unit);
  } catch (error) {
    // `header.Content-Type.x y`: no path, so a name with a dot in it.
    if (complete && path !== undefined && !/[[(]/.test(unit.text(whole))) return complete;
    throw error;
  }
  if (!complete) return (exchange) => followPath(steps, root(exchange), exchange);
  return (exchange) => complete(exchange) ?? followPath(steps, root(exchange), exchange);
}

/** Where the name ends and a path begins: at the first dot. */
function pathStart(source: string, span: Span): number | undefined {
  return walk(source, span, (_, character) => character === ".");
}
