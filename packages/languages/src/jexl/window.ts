import { isInteger, long, Typed, toText, type Value } from "@mortise/contract";
import { failed } from "../failures.ts";
import { toNumber } from "../simple/convert.ts";
import { spend } from "../work.ts";

const values = new WeakMap<object, Value>();

/** What one look costs: Jexl's own evaluation of it included, which takes it a microsecond and more. */
const LOOK = 30;

/** Jexl turns what is thrown inside it into text, so a spent budget is kept here for its caller. */
let raised: unknown;

/** Runs a part of the evaluation and keeps what it throws. */
export function watched<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    raised ??= error;
    throw error;
  }
}

/** What was thrown inside Jexl since the last call, if anything. */
export function takeRaised(): unknown {
  const error = raised;
  raised = undefined;
  return error;
}

/**
 * A value as Jexl sees it: maps and lists behind proxies that show own keys only and count every look, so that neither
 * a prototype nor an endless search is in reach. Numbers of every width are JavaScript's; what has no other form is text.
 */
export function show(value: Value): unknown {
  if (value === null || typeof value !== "object") return typeof value === "bigint" ? Number(value) : value;
  if (value instanceof Typed) return toNumber(value) ?? value.text;
  if (value instanceof Date || value instanceof Uint8Array) return toText(value);
  if (value instanceof Set) return show([...value]);
  const shown = Array.isArray(value) ? showList(value) : showMap(value);
  values.set(shown, value);
  return shown;
}

function showList(list: readonly Value[]): object {
  return new Proxy([...list], {
    get(target, key, receiver) {
      watched(() => spend(LOOK));
      if (typeof key === "string" && /^\d+$/.test(key)) {
        const item = target[Number(key)];
        return item === undefined ? undefined : show(item);
      }
      return Reflect.get(target, key, receiver);
    },
  });
}

function showMap(map: ReadonlyMap<Value, Value>): object {
  return new Proxy(Object.create(null) as object, {
    get(_, key) {
      watched(() => spend(LOOK));
      const item = typeof key === "string" ? map.get(key) : undefined;
      return item === undefined ? undefined : show(item);
    },
    has: (_, key) => typeof key === "string" && map.has(key),
    ownKeys: () => [...map.keys()].filter((key) => typeof key === "string"),
    getOwnPropertyDescriptor: (_, key) =>
      typeof key === "string" && map.has(key)
        ? { value: show(map.get(key) as Value), configurable: true, enumerable: true }
        : undefined,
  });
}

/** What Jexl answers, as a value. */
export function take(answer: unknown, level = 0): Value {
  spend(1);
  if (answer === undefined || answer === null) return null;
  if (typeof answer === "string" || typeof answer === "boolean") return answer;
  if (typeof answer === "number") return isInteger(answer) || !Number.isSafeInteger(answer) ? answer : long(answer);
  if (typeof answer !== "object" || level > 100) throw failed("the expression gives something that is not a value");
  const own = values.get(answer);
  if (own !== undefined) return own;
  if (Array.isArray(answer)) return answer.map((item) => take(item, level + 1));
  const map = new Map<Value, Value>();
  for (const key of Object.keys(answer)) map.set(key, take((answer as { [key: string]: unknown })[key], level + 1));
  return map;
}
