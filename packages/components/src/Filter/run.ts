import type { Run } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** Ends the path when the condition does not hold. */
export const run: Run<typeof spec> = (exchange, { expression }) =>
  expression.test(exchange) ? undefined : { stop: `not ${expression.source}` };
