import {
  type Exchange,
  isSecretName,
  REDACTED,
  type Run,
  redactFields,
  redactValue,
  type Secrets,
  toText,
  typeName,
} from "@mortise/contract";
import type { spec } from "./spec.ts";

/** A log is read by people: longer bodies are in the trace. */
const MAX_BODY = 10_000;

/** Longer than any token or key that a provider gives out. */
const LONGEST_SECRET = 8_192;

/** Writes message, headers and body as one entry, without secrets. */
export const run: Run<typeof spec> = (exchange, { message, level, showHeaders, showBody }, { log, secrets }) => {
  const lines: string[] = [];
  if (message) lines.push(redactFields(message.text(exchange)));
  if (showHeaders) lines.push(...headerLines(exchange));
  if (showBody) lines.push(`Body (${typeName(exchange.message.body)}): ${bodyText(exchange, secrets)}`);
  log.write(level, secrets.redact(lines.join("\n")));
};

function headerLines({ message, scope }: Exchange): string[] {
  const lines = [...message.headers].map(
    ([name, value]) => `  ${name}: ${isSecretName(name) ? REDACTED : toText(redactValue(value), scope.timeZone)}`,
  );
  return lines.length === 0 ? ["Headers: none"] : ["Headers:", ...lines];
}

function bodyText({ message, scope }: Exchange, secrets: Secrets): string {
  const { body } = message;
  if (body === null) return "none";
  const text = typeof body === "string" ? body : toText(redactValue(body), scope.timeZone);
  if (text.length <= MAX_BODY) return redactFields(text);
  // Hidden before it is cut, or the first half of a secret would show at the cut.
  const shown = secrets.redact(redactFields(text.slice(0, MAX_BODY + LONGEST_SECRET))).slice(0, MAX_BODY);
  return `${shown}… (${text.length} characters in all)`;
}
