import {
  type Exchange,
  isSecretName,
  REDACTED,
  type Run,
  redactFields,
  redactValue,
  toText,
  typeName,
} from "@mortise/contract";
import type { spec } from "./spec.ts";

/** A log is read by people: longer bodies are in the trace. */
const MAX_BODY = 10_000;

/** Writes message, headers and body as one entry, without secrets. */
export const run: Run<typeof spec> = (exchange, { message, level, showHeaders, showBody }, { log, secrets }) => {
  const lines: string[] = [];
  if (message) lines.push(redactFields(message.text(exchange)));
  if (showHeaders) lines.push(...headerLines(exchange));
  if (showBody) lines.push(`Body (${typeName(exchange.message.body)}): ${bodyText(exchange)}`);
  log.write(level, secrets.redact(lines.join("\n")));
};

function headerLines({ message, scope }: Exchange): string[] {
  const lines = [...message.headers].map(
    ([name, value]) => `  ${name}: ${isSecretName(name) ? REDACTED : toText(redactValue(value), scope.timeZone)}`,
  );
  return lines.length === 0 ? ["Headers: none"] : ["Headers:", ...lines];
}

function bodyText({ message, scope }: Exchange): string {
  if (message.body === null) return "none";
  const text = toText(redactValue(message.body), scope.timeZone);
  return text.length <= MAX_BODY ? text : `${text.slice(0, MAX_BODY)}… (${text.length} characters in all)`;
}
