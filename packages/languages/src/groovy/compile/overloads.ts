import type { GClass } from "../runtime/class.ts";
import { Closure } from "../runtime/closure.ts";
import { GString } from "../runtime/gstring.ts";
import type { Obj } from "../runtime/object.ts";
import * as T from "../runtime/types.ts";
import type { Code } from "./code.ts";

const WIDENING: readonly GClass[] = [
  T.BYTE,
  T.SHORT,
  T.INTEGER,
  T.LONG,
  T.BIG_INTEGER,
  T.FLOAT,
  T.DOUBLE,
  T.BIG_DECIMAL,
];

/** How far a value is from a parameter's class: 0 is the class itself, `Infinity` does not fit. */
export function parameterDistance(value: Obj, type: GClass | undefined): number {
  if (!type || type === T.OBJECT) return value === null ? 1 : 100;
  if (value === null) return 2;
  const cls = T.classOf(value);
  if (cls === type) return 0;
  const at = cls.ancestors.indexOf(type);
  if (at >= 0) return 1 + at + (type.isInterface ? 10 : 0);
  if (value instanceof GString && type === T.STRING) return 20;
  const from = WIDENING.indexOf(cls);
  const to = WIDENING.indexOf(type);
  if (from >= 0 && to > from) return 30 + to - from;
  // A BigDecimal literal may be given where a double is asked for.
  if (cls === T.BIG_DECIMAL && (type === T.DOUBLE || type === T.FLOAT)) return 40;
  if (value instanceof Closure && type.isInterface) return 50;
  return Number.POSITIVE_INFINITY;
}

/** The code whose parameters are nearest to the arguments; undefined when none takes them. */
export function chooseCode<C extends { readonly code: Code }>(
  overloads: readonly C[],
  args: readonly Obj[],
): C | undefined {
  let best: C | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const one of overloads) {
    const distance = codeDistance(one.code, args);
    if (distance < least) {
      best = one;
      least = distance;
    }
  }
  return best;
}

function codeDistance(code: Code, args: readonly Obj[]): number {
  if (args.length < code.min || args.length > code.max) return Number.POSITIVE_INFINITY;
  let total = code.max === Number.POSITIVE_INFINITY ? 1000 : 0;
  total += Math.max(0, code.params.length - args.length) * 0.1;
  for (let i = 0; i < args.length; i++) {
    const param = code.params[Math.min(i, code.params.length - 1)];
    if (!param) return Number.POSITIVE_INFINITY;
    if (param.rest !== undefined && code.max === Number.POSITIVE_INFINITY) continue;
    if (args[i] === null && param.primitive) return Number.POSITIVE_INFINITY;
    total += parameterDistance(args[i] as Obj, param.type);
  }
  return total;
}
