import type { Run } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** Asks for the removal; the engine commits it together with the record that this node has run. */
export const run: Run<typeof spec> = (exchange, { variable }, { variables }) => {
  variables.remove(variable.text(exchange));
};
