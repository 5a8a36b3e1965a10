import { mortiseError, type Run } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** Asks the node's grant for a token that works; whether that means a refresh is the ledger's to decide. */
export const run: Run<typeof spec> = async (exchange, { name, refresh, refreshTokenDelay }, services) => {
  const { grants, nodeId, secrets, signal, variables } = services;
  if (refreshTokenDelay !== undefined && (refreshTokenDelay < 5_000 || refreshTokenDelay > 3_600_000)) {
    const expected = "5 to 3600 seconds";
    throw mortiseError(
      "FLOW_SETTINGS_INVALID",
      { setting: "refreshTokenDelay", expected, found: `${refreshTokenDelay} ms` },
      { nodeId },
    );
  }
  const margin = refresh === "lazy" ? 0 : refreshTokenDelay;
  const token = await grants.fresh(await grants.own(nodeId), { margin, signal });
  secrets.register(token.value);
  for (const each of name.split(",").map((text) => text.trim())) {
    exchange.message.setHeader(each, token.value);
    variables.set(each, token.value, { encrypt: true });
  }
};
