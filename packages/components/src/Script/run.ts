import type { Exchange, Run, ScriptResult } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** Runs the script apart from the server and does to the message what it asked for. */
export const run: Run<typeof spec> = async (exchange, { language, source, limits }, { scripts, signal, log }) => {
  const result = await scripts.run({ language, source, ...(limits ? { limits } : {}) }, exchange, signal);
  apply(result, exchange);
  const printed = result.stdout.replace(/\r?\n$/, "");
  if (printed !== "") for (const line of printed.split(/\r?\n/)) log.write("info", line);
};

function apply({ headers, properties, body, result }: ScriptResult, exchange: Exchange): void {
  for (const name of headers.removed) exchange.message.removeHeader(name);
  for (const [name, value] of headers.set) exchange.message.setHeader(name, value);
  for (const name of properties.removed) exchange.removeProperty(name);
  for (const [name, value] of properties.set) exchange.setProperty(name, value);
  if (body) exchange.message.body = body.value;
  if (result !== null) exchange.message.body = result;
}
