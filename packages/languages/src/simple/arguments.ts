import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed, quoted } from "../failures.ts";
import type { Argument } from "./call.ts";
import { convert } from "./convert.ts";

/** An argument's value; the body when it was not written. */
export function valueFrom(argument: Argument | undefined, exchange: Exchange): Value {
  return argument ? argument.value(exchange) : exchange.message.body;
}

/** An argument's text, the body's when it was not written; null stays null. */
export function textFrom(argument: Argument | undefined, exchange: Exchange): string | null {
  const value = valueFrom(argument, exchange);
  return value === null ? null : toText(value, exchange.scope.timeZone);
}

/** A whole number; `what` names it where it is none. */
export function integerFrom(argument: Argument, exchange: Exchange, what: string): number {
  const value = argument.value(exchange);
  if (value === null) throw failed(`${what} number expression evaluated to null`);
  const trimmed = typeof value === "string" ? value.trim() : value;
  const converted = convert(trimmed, "Integer", exchange.scope.timeZone);
  if (typeof converted !== "number") throw failed(`${what} needs a whole number, not ${quoted(toText(value))}`);
  return converted;
}

/** An argument written as a plain word: a type, a kind. */
export function wordFrom(argument: Argument, exchange: Exchange): string {
  return toText(argument.value(exchange)).trim();
}
