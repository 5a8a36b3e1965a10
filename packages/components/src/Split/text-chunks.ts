import { type Exchange, type Expression, toText } from "@mortise/contract";
import { again } from "./split-messages.ts";

/** The text that is split: of the expression, or the body; that piece by piece where it is too large to be held. */
export function textChunks(expression: Expression | undefined, exchange: Exchange): Iterable<string> {
  const { message, scope } = exchange;
  const { largeBody } = message;
  if (largeBody && (!expression || isBody(expression))) return again(() => largeBody.texts());
  const value = expression ? expression.evaluate(exchange) : message.body;
  return value === null ? [] : [toText(value, scope.timeZone)];
}

/** Whether an expression is the body and nothing else. */
export function isBody({ language, source }: Expression): boolean {
  return language === "simple" && /^\s*\$(simple)?\{(body|bodyAs\(String\))\}\s*$/.test(source);
}
