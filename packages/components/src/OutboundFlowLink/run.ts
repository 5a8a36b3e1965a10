import type { Run } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** Calls the other flow; its answer, where one is waited for, takes the message's place. */
export const run: Run<typeof spec> = async (exchange, { flow, pattern }, { links }) => {
  const reply = await links.send({ flow, pattern, exchange });
  if (reply) exchange.message = reply;
};
