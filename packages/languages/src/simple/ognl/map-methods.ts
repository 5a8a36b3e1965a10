import { type Exchange, toText, type Value } from "@mortise/contract";
import { spendItems } from "../../work.ts";
import { hasItem } from "../operators/equality.ts";
import type { Method, Methods } from "./methods.ts";

type Entries = Map<Value, Value>;

const method = (
  arity: number | readonly number[],
  call: (map: Entries, args: readonly Value[], exchange: Exchange) => Value,
): Method<Entries> => ({ arity: typeof arity === "number" ? [arity] : arity, call });

/** The methods of `java.util.Map` that expressions use. `remove` answers what stood there; the map stays as it is. */
export const mapMethods: Methods<Entries> = new Map<string, Method<Entries>>([
  ["size", method(0, (map) => map.size)],
  ["isEmpty", method(0, (map) => map.size === 0)],
  ["get", method(1, (map, [key]) => map.get(key as Value) ?? null)],
  [
    "getOrDefault",
    method(2, (map, [key, otherwise]) => (map.has(key as Value) ? map.get(key as Value) : otherwise) as Value),
  ],
  ["containsKey", method(1, (map, [key]) => map.has(key as Value))],
  ["containsValue", method(1, (map, [value]) => hasItem(map.values(), value as Value))],
  ["remove", method(1, (map, [key]) => map.get(key as Value) ?? null)],
  [
    "keySet",
    method(0, (map) => {
      spendItems(map.size);
      return new Set(map.keys());
    }),
  ],
  [
    "values",
    method(0, (map) => {
      spendItems(map.size);
      return [...map.values()];
    }),
  ],
  ["toString", method(0, (map, _, exchange) => toText(map, exchange.scope.timeZone))],
]);
