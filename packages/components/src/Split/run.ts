import type { Exchange, Joining, Message, Run, Value } from "@mortise/contract";
import { joinJson } from "./join-json.ts";
import { joinXml } from "./join-xml.ts";
import { partsOf } from "./parts.ts";
import type { spec } from "./spec.ts";

/** Splits the message. The engine sends the parts on their way, each when it is asked for. */
export const run: Run<typeof spec> = (exchange, settings) => {
  const { streaming, parallel } = settings;
  const bodies = partsOf(exchange, settings);
  const split = messages(exchange, bodies);
  return { split: streaming ? split : [...split], parallel };
};

/** Makes the aggregation of the ends of the parts. */
export const join: Joining<typeof spec> = (exchange, { aggregation }) => {
  if (aggregation === "none") return undefined;
  return aggregation === "xml" ? joinXml(exchange) : joinJson(exchange);
};

function* messages({ message }: Exchange, bodies: Iterable<Value>): Generator<Message> {
  for (const body of bodies) {
    const part = message.fork();
    part.body = body;
    yield part;
  }
}
