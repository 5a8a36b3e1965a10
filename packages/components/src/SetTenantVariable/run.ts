import { mortiseError, type Run } from "@mortise/contract";
import { checkVariableName } from "../variable-name.ts";
import type { spec } from "./spec.ts";

/** Asks for the write; the engine commits it together with the record that this node has run. */
export const run: Run<typeof spec> = (exchange, { variable, value, encrypt, onlyIf }, { nodeId, variables }) => {
  const name = variable.text(exchange);
  checkVariableName(name, nodeId);
  // A missing header would overwrite the only refresh token with nothing; the old value is worth more than none.
  if (value.evaluate(exchange) === null) {
    const what = `${value.source} yields nothing, so the tenant variable "${name}" keeps its value.`;
    throw mortiseError("EXPRESSION_FAILED", { what }, { nodeId });
  }
  if (onlyIf === undefined) return variables.set(name, value.text(exchange), { encrypt });
  const expected = onlyIf.evaluate(exchange) === null ? null : onlyIf.text(exchange);
  variables.set(name, value.text(exchange), { encrypt, onlyIf: expected });
};
