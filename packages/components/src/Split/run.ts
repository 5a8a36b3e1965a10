import type { Joining, Run } from "@mortise/contract";
import { joinJson } from "./join-json.ts";
import { joinXml } from "./join-xml.ts";
import { partsOf } from "./parts.ts";
import type { spec } from "./spec.ts";
import { SplitMessages } from "./split-messages.ts";

/** Splits the message. The engine sends the parts on their way, each when it is asked for. */
export const run: Run<typeof spec> = (exchange, settings) => {
  const { streaming, parallel } = settings;
  return { split: new SplitMessages(exchange.message, partsOf(exchange, settings), !streaming), parallel };
};

/** Makes the aggregation of the ends of the parts. */
export const join: Joining<typeof spec> = (exchange, { aggregation }) => {
  if (aggregation === "none") return undefined;
  return aggregation === "xml" ? joinXml(exchange) : joinJson(exchange);
};
