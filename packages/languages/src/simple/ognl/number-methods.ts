import { toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { convert, type TypeKind } from "../convert.ts";
import { coerceCompare } from "../operators/ordering.ts";
import type { Method, Methods } from "./methods.ts";

const as = (kind: TypeKind): Method<Value> => ({
  arity: [0],
  call: (value, _, exchange) => {
    const converted = convert(value, kind, exchange.scope.timeZone);
    if (converted === undefined) throw failed(`"${toText(value)}" is no ${kind}`);
    return converted;
  },
});

/** The methods of numbers and booleans that expressions use. */
export const numberMethods: Methods<Value> = new Map<string, Method<Value>>([
  ["intValue", as("Integer")],
  ["longValue", as("Long")],
  ["doubleValue", as("Double")],
  ["booleanValue", as("Boolean")],
  ["toString", as("String")],
  [
    "compareTo",
    {
      arity: [1],
      call: (value, [other], exchange) => Math.sign(coerceCompare(value, other as Value, exchange.scope.timeZone)),
    },
  ],
]);
