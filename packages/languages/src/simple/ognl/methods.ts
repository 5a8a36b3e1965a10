import { type Exchange, Typed, toText, typeName, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { closest } from "../closest.ts";
import type { Evaluate } from "../function.ts";
import { dateMethods } from "./date-methods.ts";
import { listMethods } from "./list-methods.ts";
import { mapMethods } from "./map-methods.ts";
import { numberMethods } from "./number-methods.ts";
import { objectMethods } from "./object-methods.ts";
import { stringMethods } from "./string-methods.ts";

/** A method of a value: which numbers of arguments it takes, and what it does. */
export interface Method<Receiver> {
  readonly arity: readonly number[];
  call(receiver: Receiver, args: readonly Value[], exchange: Exchange): Value;
}

/** Methods by Java's name. A Map, so that no name reaches a prototype. */
export type Methods<Receiver> = ReadonlyMap<string, Method<Receiver>>;

/** Calls a method of a value's type; a name without `get` finds the getter too, as Camel's bean language does. */
export function callMethod(
  value: Value,
  name: string,
  args: readonly Evaluate[],
  step: string,
  exchange: Exchange,
): Value {
  const methods = methodsOf(value);
  const found = findMethod(methods, name) ?? findMethod(objectMethods as Methods<never>, name);
  if (!found) {
    const key = value instanceof Map && args.length === 0 ? `; a key is written [${name}]` : "";
    const near = closest(name, methods.keys());
    throw failed(
      `Method with name: ${name} not found on a ${typeName(value)}${key || (near ? `; did you mean ${near}?` : "")}`,
    );
  }
  if (!found.arity.includes(args.length))
    throw failed(`${step}: ${name} takes ${found.arity.join(" or ")} arguments, not ${args.length}`);
  return found.call(
    value as never,
    args.map((argument) => argument(exchange)),
    exchange,
  );
}

function findMethod<Receiver>(methods: Methods<Receiver>, name: string): Method<Receiver> | undefined {
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return methods.get(name) ?? methods.get(`get${capital}`) ?? methods.get(`is${capital}`);
}

function methodsOf(value: Value): Methods<never> {
  if (typeof value === "string" || (value instanceof Typed && value.type === "GString"))
    return stringMethods as Methods<never>;
  if (Array.isArray(value) || value instanceof Set || value instanceof Uint8Array) return listMethods as Methods<never>;
  if (value instanceof Map) return mapMethods as Methods<never>;
  if (value instanceof Date) return dateMethods as Methods<never>;
  return numberMethods as Methods<never>;
}

/** An argument as a whole number. */
export function indexArgument(value: Value | undefined): number {
  const text = value === undefined || value === null ? "" : toText(value).trim();
  if (!/^-?\d{1,9}$/.test(text)) throw failed(`"${text}" is not a whole number`);
  return Number(text);
}

/** An argument as text. */
export function textArgument(value: Value | undefined, exchange: Exchange): string {
  return value === undefined || value === null ? "" : toText(value, exchange.scope.timeZone);
}
