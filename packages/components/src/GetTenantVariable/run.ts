import type { Run } from "@mortise/contract";
import { checkHeaderName } from "../header-name.ts";
import type { spec } from "./spec.ts";

/** Reads the variable onto the header, which does not count as named: a secret in it stays home. */
export const run: Run<typeof spec> = async (exchange, { header, variable }, { nodeId, variables }) => {
  const name = header.text(exchange);
  checkHeaderName(name, nodeId);
  exchange.message.setHeader(name, await variables.get(variable.text(exchange)));
};
