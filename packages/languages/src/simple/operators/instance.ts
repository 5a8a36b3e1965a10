import { type Exchange, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { kindOf, typeKind } from "../convert.ts";

/** `is`: whether a value has a Java type, by its short or full name. */
export function isInstance(left: Value, right: Value, exchange: Exchange): boolean {
  if (right === null) throw failed("the type after is has no value");
  const name = toText(right, exchange.scope.timeZone);
  const kind = typeKind(name);
  if (kind === undefined && !/^(java\.lang\.)?Number$/.test(name)) throw failed(`there is no type ${name}`);
  if (left === null) return false;
  const own = kindOf(left);
  if (kind === undefined)
    return ["Integer", "Long", "Double", "Float", "Short", "Byte", "BigDecimal", "BigInteger"].includes(own ?? "");
  return kind === "Object" || own === kind || (kind === "List" && own === "Set" && /collection/i.test(name));
}
