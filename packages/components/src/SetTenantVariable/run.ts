import { mortiseError, type Run } from "@mortise/contract";
import type { spec } from "./spec.ts";

const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,200}$/;

/** Asks for the write; the engine commits it together with the record that this node has run. */
export const run: Run<typeof spec> = (exchange, { variable, value, encrypt, onlyIf }, { nodeId, variables }) => {
  const name = variable.text(exchange);
  // A header that is missing must not make a variable that nobody can name, in a flow or in an address.
  if (!NAME.test(name)) {
    const what = `"${name.slice(0, 200)}" is no name of a tenant variable: expected letters, digits, "_", "." and "-"`;
    throw mortiseError("VALUE_INVALID", { what }, { nodeId });
  }
  // A missing header would overwrite the only refresh token with nothing; the old value is worth more than none.
  if (value.evaluate(exchange) === null) {
    const what = `${value.source} yields nothing, so the tenant variable "${name}" keeps its value.`;
    throw mortiseError("EXPRESSION_FAILED", { what }, { nodeId });
  }
  if (onlyIf === undefined) return variables.set(name, value.text(exchange), { encrypt });
  const expected = onlyIf.evaluate(exchange) === null ? null : onlyIf.text(exchange);
  variables.set(name, value.text(exchange), { encrypt, onlyIf: expected });
};
