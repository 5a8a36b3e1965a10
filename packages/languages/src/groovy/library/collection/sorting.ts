import type { Closure } from "../../runtime/closure.ts";
import { same } from "../../runtime/equality.ts";
import { hashOf } from "../../runtime/hash.ts";
import { isNumber, toInt } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { compare, tryCompare } from "../../runtime/order.ts";
import type { Run } from "../../runtime/run.ts";

/** How two values are put in order. */
export type Order = (left: Obj, right: Obj) => number;

/** Groovy's order for sorting: what cannot be compared is put by its hash. */
export function natural(left: Obj, right: Obj): number {
  const order = tryCompare(left, right, false);
  if (order !== undefined) return order;
  const a = hashOf(left);
  const b = hashOf(right);
  if (a === b && same(left, right)) return 0;
  return a > b ? 1 : -1;
}

/** The order that a closure stands for: of two parameters it compares, of one it gives what is compared. */
export function orderOf(closure: Closure | null | undefined): Order {
  if (!closure) return natural;
  if (closure.arity === 2) {
    return (left, right) => {
      const order = closure.call2(left, right);
      return typeof order === "number" ? order : isNumber(order) ? toInt(order) : order === true ? 1 : 0;
    };
  }
  return (left, right) => natural(closure.call1(left), closure.call1(right));
}

/** The items in order, equal ones as they stood. */
export function sorted(run: Run, items: readonly Obj[], closure?: Closure | null): Obj[] {
  run.take(items.length * 16);
  run.steps(items.length * Math.ceil(Math.log2(items.length + 1)));
  if (closure && closure.arity !== 2) {
    // Each key is worked out once: a closure may be slow, and it may have effects.
    return items
      .map((item) => ({ item, key: closure.call1(item) }))
      .sort((left, right) => natural(left.key, right.key))
      .map(({ item }) => item);
  }
  return [...items].sort(orderOf(closure));
}

/** The largest (or with -1 the smallest) item; the first of equal ones; null of none. */
export function extreme(run: Run, items: readonly Obj[], sign: 1 | -1, closure?: Closure | null): Obj {
  run.steps(items.length);
  if (closure && closure.arity !== 2) {
    let best: Obj = null;
    let bestKey: Obj = null;
    items.forEach((item, i) => {
      const key = closure.call1(item);
      if (i === 0 || compare(key, bestKey) * sign > 0) {
        best = item;
        bestKey = key;
      }
    });
    return best;
  }
  const order = orderOf(closure);
  let best: Obj = null;
  items.forEach((item, i) => {
    if (i === 0 || order(item, best) * sign > 0) best = item;
  });
  return best;
}
