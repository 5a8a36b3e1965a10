import {
  type EncodedMessage,
  type ErrorRecord,
  isSecretName,
  type Json,
  REDACTED,
  redactFields,
  type Snapshot,
  secretFields,
} from "@mortise/contract";
import type { RunSecrets } from "./secrets.ts";

/** A body in a trace holds at most so many characters. */
export const MAX_TRACED_BODY = 250_000;

/** Longer than any secret in any of its encodings, but for those that are bodies themselves. */
const OVERLAP = 20_000;

/**
 * Registers what stands under a secret-looking name in a message: a new token in an answer is not known yet, and must
 * not show under another name a step later.
 */
export function learnSecrets(message: EncodedMessage, secrets: RunSecrets): void {
  learnFields(message.headers, secrets);
  if (typeof message.body === "string") learnText(message.body, secrets);
  else learnFields(message.body, secrets);
}

/** A message as a trace may show it: cut, and without secrets by key and by value. */
export function redactMessage(message: EncodedMessage, secrets: RunSecrets): EncodedMessage {
  const headers = redactJson(message.headers as { [name: string]: Json }, secrets) as EncodedMessage["headers"];
  return { headers, body: redactBody(message.body, secrets) };
}

/** A snapshot as a trace may show it. */
export function redactSnapshot(snapshot: Snapshot, secrets: RunSecrets): Snapshot {
  const message = redactMessage(snapshot.message, secrets);
  if (!snapshot.properties) return { message };
  const properties = redactJson(snapshot.properties as { [key: string]: Json }, secrets) as { [name: string]: Json };
  return { message, properties };
}

/** An error as answers, events and run rows may show it. */
export function redactError(record: ErrorRecord, secrets: RunSecrets): ErrorRecord {
  if (!record.detail) return { ...record, message: secrets.redact(record.message) };
  const detail = JSON.parse(JSON.stringify(record.detail)) as { [name: string]: Json };
  learnFields(detail, secrets);
  return {
    ...record,
    message: secrets.redact(record.message),
    detail: redactJson(detail, secrets) as NonNullable<ErrorRecord["detail"]>,
  };
}

function redactBody(body: Json, secrets: RunSecrets): Json {
  if (typeof body === "string") return redactText(body, secrets);
  const json = redactJson(body, secrets);
  const text = json !== null && typeof json === "object" ? JSON.stringify(json) : "";
  return text.length > MAX_TRACED_BODY ? cut(text) : json;
}

function redactText(text: string, secrets: RunSecrets): string {
  // A secret that the cut goes through would leave its first half: it is hidden first, in a text cut a little later.
  return cut(secrets.redact(redactFields(text.slice(0, MAX_TRACED_BODY + OVERLAP))), text.length);
}

function redactJson(json: Json, secrets: RunSecrets): Json {
  if (typeof json === "string") return redactText(json, secrets);
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map((item) => redactJson(item, secrets));
  const redacted: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of Object.entries(json)) {
    if (key === "$map") redacted[key] = (value as [Json, Json][]).map((pair) => redactPair(pair, secrets));
    else redacted[key] = isSecretName(key) && value !== null ? REDACTED : redactJson(value, secrets);
  }
  return redacted;
}

/** An entry of a map that JSON cannot write as an object. */
function redactPair([key, value]: [Json, Json], secrets: RunSecrets): Json {
  const hidden = typeof key === "string" && isSecretName(key);
  return [redactJson(key, secrets), hidden ? REDACTED : redactJson(value, secrets)];
}

function learnFields(json: Json | EncodedMessage["headers"], secrets: RunSecrets): void {
  if (typeof json === "string") learnText(json, secrets);
  if (json === null || typeof json !== "object") return;
  if (Array.isArray(json)) {
    for (const item of json) learnFields(item, secrets);
    return;
  }
  for (const [key, value] of Object.entries(json)) {
    if (isSecretName(key)) learn(value, secrets);
    else learnFields(value, secrets);
  }
}

function learnText(text: string, secrets: RunSecrets): void {
  for (const value of secretFields(cut(text))) secrets.register(value);
}

function learn(value: Json, secrets: RunSecrets): void {
  if (typeof value !== "string") {
    learnFields(value, secrets);
    return;
  }
  secrets.register(value);
  // `Bearer <token>`: the token alone is the secret too.
  const space = value.indexOf(" ");
  if (space > 0) secrets.register(value.slice(space + 1));
}

function cut(text: string, whole = text.length): string {
  if (text.length <= MAX_TRACED_BODY && whole <= MAX_TRACED_BODY) return text;
  return `${text.slice(0, MAX_TRACED_BODY)}… (${whole} characters in all)`;
}
