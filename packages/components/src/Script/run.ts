import { type Exchange, type Log, MortiseError, type Run, type ScriptResult } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** Runs the script apart from the server and does to the message what it asked for. */
export const run: Run<typeof spec> = async (exchange, { language, source, limits }, { scripts, signal, log }) => {
  let result: ScriptResult;
  try {
    result = await scripts.run({ language, source, ...(limits ? { limits } : {}) }, exchange, signal);
  } catch (error) {
    if (error instanceof MortiseError) tell(error, log);
    throw error;
  }
  apply(result, exchange);
  print(result.stdout, log);
};

function apply({ headers, properties, body, result }: ScriptResult, exchange: Exchange): void {
  for (const name of headers.removed) exchange.message.removeHeader(name);
  for (const [name, value] of headers.set) exchange.message.setHeader(name, value);
  for (const name of properties.removed) exchange.removeProperty(name);
  for (const [name, value] of properties.set) exchange.setProperty(name, value);
  if (body) exchange.message.body = body.value;
  if (result !== null) exchange.message.body = result;
}

function print(text: string, log: Log): void {
  const printed = text.replace(/\r?\n$/, "");
  if (printed !== "") for (const line of printed.split(/\r?\n/)) log.write("info", line);
}

/** What a script had printed when it failed, and the calls that led there where they are more than the script itself. */
function tell({ detail }: MortiseError, log: Log): void {
  if (typeof detail.stdout === "string") print(detail.stdout, log);
  const frames = (Array.isArray(detail.frames) ? detail.frames : []) as { name: string; line: number }[];
  const calls = frames.map(({ name, line }) => `at ${name} (line ${line})`);
  if (calls.length > 1) log.write("error", `${detail.class}: ${calls.join(", ")}`);
}
