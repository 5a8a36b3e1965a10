import type { Run } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** Puts the expression's value, with its type, in the place of the body. */
export const run: Run<typeof spec> = (exchange, { body }) => {
  exchange.message.body = body.evaluate(exchange);
};
