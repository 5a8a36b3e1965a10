import type { Run } from "@mortise/contract";
import { checkHeaderName } from "../header-name.ts";
import type { spec } from "./spec.ts";

/** Sets each header to its expression's text, in order, so that an entry sees those before it. */
export const run: Run<typeof spec> = (exchange, { headers }, { nodeId }) => {
  for (const { name, value } of headers) {
    checkHeaderName(name, nodeId);
    exchange.message.setHeader(name, value.text(exchange), true);
  }
};
