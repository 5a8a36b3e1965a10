import { toText } from "@mortise/contract";
import type { Method, Methods } from "./methods.ts";

/** The methods of `java.util.Date` that expressions use. */
export const dateMethods: Methods<Date> = new Map<string, Method<Date>>([
  ["getTime", { arity: [0], call: (date) => BigInt(date.getTime()) }],
  ["toString", { arity: [0], call: (date, _, exchange) => toText(date, exchange.scope.timeZone) }],
  ["before", { arity: [1], call: (date, [other]) => other instanceof Date && date.getTime() < other.getTime() }],
  ["after", { arity: [1], call: (date, [other]) => other instanceof Date && date.getTime() > other.getTime() }],
]);
