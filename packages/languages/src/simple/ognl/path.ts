import type { Compilation } from "../compilation.ts";
import type { Evaluate } from "../function.ts";
import { quoteEnd, walk } from "../scan.ts";
import type { Span } from "../syntax.ts";

/** One step of a path: a method, a key, or a method whose result is keyed. */
export interface Step {
  readonly method?: { readonly name: string; readonly args: readonly Evaluate[] };
  readonly key?: Evaluate;
  /** A missing value ends the path with null instead of an error. */
  readonly nullSafe: boolean;
  /** As written, for messages. */
  readonly text: string;
}

const NAME = /[A-Za-z_$][\w$]*/y;

/** Reads `.method(args)[key]?.next` from the source. */
export function parsePath(span: Span, unit: Compilation): readonly Step[] {
  const { source } = unit;
  const steps: Step[] = [];
  let at = span.start;
  const broken = () => unit.brokenPath(span.start);
  while (at < span.end) {
    const start = at;
    const nullSafe = source.charAt(at) === "?";
    if (nullSafe) at++;
    if (source.charAt(at) === "[") {
      const close = closing(unit, at, span.end, "]");
      if (close === undefined) throw broken();
      // A key belongs to the step before it: `?.list[0]` is null safe as a whole.
      const safe = nullSafe || (steps.at(-1)?.nullSafe ?? false);
      const key = keyOf({ start: at + 1, end: close }, unit);
      steps.push({ key, nullSafe: safe, text: source.slice(start, close + 1) });
      at = close + 1;
      continue;
    }
    if (source.charAt(at) !== ".") throw broken();
    at++;
    NAME.lastIndex = at;
    const name = NAME.exec(source)?.[0];
    if (name === undefined || at + name.length > span.end) throw broken();
    at += name.length;
    let args: readonly Evaluate[] = [];
    if (source.charAt(at) === "(" && at < span.end) {
      const close = closing(unit, at, span.end, ")");
      if (close === undefined) throw broken();
      args = unit.methodArguments({ start: at + 1, end: close });
      at = close + 1;
    }
    steps.push({ method: { name, args }, nullSafe, text: source.slice(start, at) });
  }
  return steps;
}

function closing(unit: Compilation, open: number, end: number, wanted: string): number | undefined {
  return walk(unit.source, { start: open + 1, end }, (_, character) => character === wanted);
}

/** `[name]`, `['a name']`, `[0]`, `[last-1]`, `[${header.x}]`. */
function keyOf(span: Span, unit: Compilation): Evaluate {
  const first = unit.source.charAt(span.start);
  const quoted =
    (first === "'" || first === '"') && quoteEnd(unit.source, span.start, span.end) === span.end
      ? { start: span.start + 1, end: span.end - 1 }
      : span;
  return unit.template(quoted);
}
