import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { kindOf, typeKind } from "../convert.ts";

const NUMBERS: ReadonlySet<string | undefined> = new Set([
  "Integer",
  "Long",
  "Double",
  "Float",
  "Short",
  "Byte",
  "BigDecimal",
  "BigInteger",
]);

const isNumber = (name: string) => /^(java\.lang\.)?Number$/.test(name);

/** Whether there is a Java type of this name among the values. */
export function isTypeName(name: string): boolean {
  return typeKind(name) !== undefined || isNumber(name);
}

/** `is`: whether a value has a Java type, by its short or full name. */
export function isInstance(left: Value, right: Value, exchange: Exchange): boolean {
  if (right === null) throw failed("is operator cannot accept null. A class type must be provided.");
  const name = toText(right, exchange.scope.timeZone);
  if (!isTypeName(name)) throw failed(`is operator cannot find class with name: ${name}`);
  if (left === null) return false;
  const own = kindOf(left);
  if (isNumber(name)) return NUMBERS.has(own);
  const kind = typeKind(name);
  return kind === "Object" || own === kind || (kind === "List" && own === "Set" && /collection/i.test(name));
}
