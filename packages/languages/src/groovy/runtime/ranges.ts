import { addNumbers, compareNumbers, subtractNumbers } from "./arithmetic.ts";
import { GString } from "./gstring.ts";
import { Char, isNumber, toInt } from "./number.ts";
import type { Obj } from "./object.ts";
import { compare } from "./order.ts";
import { EMPTY_RANGE, INT_RANGE, NUMBER_RANGE, nextText, OBJECT_RANGE, Range } from "./range.ts";
import type { Run } from "./run.ts";
import { throwNew } from "./throwable.ts";

/** `from..to`, either end left out where it is open. */
export function makeRange(run: Run, from: Obj, to: Obj, openFrom: boolean, openTo: boolean): Range {
  if (from === null || to === null) {
    throw throwNew(
      "java.lang.IllegalArgumentException",
      "Must specify a non-null value for the 'from' index in a Range",
    );
  }
  if (typeof from === "number" && typeof to === "number") return intRange(from, to, openFrom, openTo);
  if (isNumber(from) && isNumber(to)) return numberRange(run, from, to, openFrom, openTo);
  if (from instanceof GString) return makeRange(run, from.toString(), to, openFrom, openTo);
  if (to instanceof GString) return makeRange(run, from, to.toString(), openFrom, openTo);
  if (typeof from === "string" && typeof to === "string") return textRange(run, from, to, openFrom, openTo);
  if (from instanceof Char && to instanceof Char) {
    const codes = intRange(from.code, to.code, openFrom, openTo).list();
    run.take(codes.length * 32);
    return new Range(
      OBJECT_RANGE,
      ends(from, to, from.code > to.code),
      codes.map((code) => new Char(code as number)),
    );
  }
  return objectRange(run, from, to, openFrom, openTo);
}

function ends(from: Obj, to: Obj, reverse: boolean): { from: Obj; to: Obj; reverse: boolean } {
  return reverse ? { from: to, to: from, reverse } : { from, to, reverse };
}

function intRange(from: number, to: number, openFrom: boolean, openTo: boolean): Range {
  const reverse = from > to;
  const step = reverse ? -1 : 1;
  const first = openFrom ? from + step : from;
  const last = openTo ? to - step : to;
  const size = Math.max(0, (last - first) * step + 1);
  if (size === 0) return new Range(EMPTY_RANGE, ends(from, from, false), []);
  return new Range(INT_RANGE, ends(first, last, reverse), { first, size });
}

function numberRange(run: Run, from: Obj, to: Obj, openFrom: boolean, openTo: boolean): Range {
  const reverse = compareNumbers(from, to) > 0;
  const step = reverse ? subtractNumbers : addNumbers;
  const items: Obj[] = [];
  let at = openFrom ? step(from, 1) : from;
  for (;;) {
    const difference = reverse ? compareNumbers(to, at) : compareNumbers(at, to);
    if (difference > 0 || (difference === 0 && openTo)) break;
    run.step();
    run.take(40);
    items.push(at);
    at = step(at, 1);
  }
  const whole = [from, to].every((end) => typeof end === "number" || typeof end === "bigint");
  return new Range(whole ? OBJECT_RANGE : NUMBER_RANGE, ends(from, to, reverse), items);
}

function textRange(run: Run, from: string, to: string, openFrom: boolean, openTo: boolean): Range {
  const reverse = from > to;
  const [low, high] = reverse ? [to, from] : [from, to];
  const items: Obj[] = [];
  if (low.length === high.length) {
    for (let text = low; ; text = nextText(text)) {
      run.step();
      run.take(40);
      items.push(text);
      if (text >= high || text.length > high.length) break;
    }
  } else items.push(low);
  if (items.at(-1) !== high) items.splice(0, items.length, low);
  if (reverse) items.reverse();
  if (openFrom) items.shift();
  if (openTo) items.pop();
  return new Range(OBJECT_RANGE, ends(from, to, reverse), items);
}

function objectRange(run: Run, from: Obj, to: Obj, openFrom: boolean, openTo: boolean): Range {
  const reverse = compare(from, to) > 0;
  const items: Obj[] = [];
  let at = from;
  while (reverse ? compare(at, to) >= 0 : compare(at, to) <= 0) {
    run.step();
    run.take(40);
    items.push(at);
    const following = typeof at === "object" ? at?.successor?.(reverse ? -1 : 1) : undefined;
    if (following === undefined)
      throw throwNew("java.lang.IllegalArgumentException", "These values have no range between them");
    at = following;
  }
  if (openFrom) items.shift();
  if (openTo && compare(items.at(-1) ?? null, to) === 0) items.pop();
  return new Range(OBJECT_RANGE, ends(from, to, reverse), items);
}

/** Where an index points, counted from the end when it is negative. */
export function indexIn(index: Obj, size: number): number {
  const at = toInt(index);
  return at < 0 ? at + size : at;
}
