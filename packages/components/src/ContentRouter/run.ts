import type { Run } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** Chooses the output of the first rule that holds. */
export const run: Run<typeof spec> = (exchange, { rules }) => {
  const rule = rules.find(({ expression }) => expression.test(exchange));
  return { output: rule ? rule.name : "otherwise" };
};
