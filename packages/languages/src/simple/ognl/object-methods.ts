import { typeName, type Value } from "@mortise/contract";
import { javaEquals } from "../operators/equality.ts";
import type { Method, Methods } from "./methods.ts";

/** What every value has. There is no `getClass`: a class would be a way out of the values; `class` is its name. */
export const objectMethods: Methods<Value> = new Map<string, Method<Value>>([
  ["equals", { arity: [1], call: (value, [other]) => javaEquals(value, other as Value) }],
  ["class", { arity: [0], call: (value) => typeName(value) }],
]);
