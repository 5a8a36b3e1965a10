import type { Run } from "@mortise/contract";
import { checkHeaderName } from "../header-name.ts";
import type { spec } from "./spec.ts";

/** Sets the header to the expression's text. */
export const run: Run<typeof spec> = (exchange, { name, value }, { nodeId }) => {
  checkHeaderName(name, nodeId);
  exchange.message.setHeader(name, value.text(exchange), true);
};
