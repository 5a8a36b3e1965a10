import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { spendItems } from "../../work.ts";
import { hasItem, javaEquals } from "../operators/equality.ts";
import { indexArgument, type Method, type Methods } from "./methods.ts";

type Items = readonly Value[];

const method = (
  arity: number | readonly number[],
  call: (items: Items, args: readonly Value[], exchange: Exchange) => Value,
): Method<Value> => ({
  arity: typeof arity === "number" ? [arity] : arity,
  call: (receiver, args, exchange) => {
    const items = itemsOf(receiver);
    spendItems(items.length);
    return call(items, args, exchange);
  },
});

function itemsOf(receiver: Value): Items {
  if (Array.isArray(receiver)) return receiver;
  if (receiver instanceof Uint8Array) return [...receiver].map((byte) => (byte << 24) >> 24);
  return [...(receiver as Set<Value>)];
}

function at(items: Items, index: number): Value {
  if (index < 0 || index >= items.length) throw failed(`Index ${index} out of bounds for length ${items.length}`);
  return items[index] as Value;
}

/** The methods of `java.util.List`, `Set` and arrays that expressions use. None changes the list: that makes a new one. */
export const listMethods: Methods<Value> = new Map<string, Method<Value>>([
  ["size", method(0, (items) => items.length)],
  ["length", method(0, (items) => items.length)],
  ["isEmpty", method(0, (items) => items.length === 0)],
  ["get", method(1, (items, [index]) => at(items, indexArgument(index)))],
  ["getFirst", method(0, (items) => at(items, 0))],
  ["getLast", method(0, (items) => at(items, items.length - 1))],
  ["contains", method(1, (items, [wanted]) => hasItem(items, wanted as Value))],
  ["indexOf", method(1, (items, [wanted]) => items.findIndex((item) => javaEquals(item, wanted as Value)))],
  [
    "subList",
    method(2, (items, [from, to]) => {
      const [start, end] = [indexArgument(from), indexArgument(to)];
      if (start < 0 || end > items.length || start > end)
        throw failed(`subList ${start} to ${end} is outside the list`);
      return items.slice(start, end);
    }),
  ],
  [
    "toString",
    {
      arity: [0],
      call: (receiver, _, exchange) => toText(receiver, exchange.scope.timeZone),
    },
  ],
]);
