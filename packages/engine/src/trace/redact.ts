import type { EncodedMessage, ErrorRecord, Json, Snapshot } from "@mortise/contract";
import { SECRET_NAME } from "../secret-name.ts";
import { REDACTED, type RunSecrets } from "./secrets.ts";

/** A body in a trace holds at most so many characters. */
export const MAX_TRACED_BODY = 250_000;

const FIELD = /("(?:[^"\\]|\\.)*")(\s*:\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/g;
const FORM = /^[^\s{}<>"]+=[^\s{}<>"]*$/;

/**
 * Registers what stands under a secret-looking name in a message: a new token in an answer is not known yet, and must
 * not show under another name a step later.
 */
export function learnSecrets(message: EncodedMessage, secrets: RunSecrets): void {
  for (const [name, value] of Object.entries(message.headers)) if (SECRET_NAME.test(name)) learn(value, secrets);
  const { body } = message;
  if (typeof body === "string") {
    if (body.length <= MAX_TRACED_BODY) eachSecretField(body, (value) => secrets.register(value));
  } else learnFields(body, secrets);
}

/** A message as a trace may show it: cut, and without secrets by key and by value. */
export function redactMessage(message: EncodedMessage, secrets: RunSecrets): EncodedMessage {
  const headers: { [name: string]: Json } = Object.create(null);
  for (const [name, value] of Object.entries(message.headers))
    headers[name] = SECRET_NAME.test(name) ? REDACTED : redactJson(value, secrets);
  return { headers, body: redactBody(message.body, secrets) };
}

/** A snapshot as a trace may show it. */
export function redactSnapshot(snapshot: Snapshot, secrets: RunSecrets): Snapshot {
  const message = redactMessage(snapshot.message, secrets);
  if (!snapshot.properties) return { message };
  return {
    message,
    properties: redactJson(snapshot.properties as { [key: string]: Json }, secrets) as { [name: string]: Json },
  };
}

/** An error as answers, events and run rows may show it. */
export function redactError(record: ErrorRecord, secrets: RunSecrets): ErrorRecord {
  return {
    ...record,
    message: secrets.redact(record.message),
    ...(record.detail
      ? { detail: redactJson(JSON.parse(JSON.stringify(record.detail)), secrets) as ErrorRecord["detail"] }
      : {}),
  };
}

function redactBody(body: Json, secrets: RunSecrets): Json {
  if (typeof body === "string") return redactText(body, secrets);
  const json = redactJson(body, secrets);
  const size = json !== null && typeof json === "object" ? JSON.stringify(json).length : 0;
  return size > MAX_TRACED_BODY ? cut(JSON.stringify(json)) : json;
}

function redactText(text: string, secrets: RunSecrets): string {
  const short = cut(text);
  const byKey = short.replace(FIELD, (whole, key: string, colon: string) =>
    SECRET_NAME.test(key.slice(1, -1)) ? `${key}${colon}"${REDACTED}"` : whole,
  );
  const byForm = FORM.test(byKey) ? redactForm(byKey) : byKey;
  return secrets.redact(byForm);
}

function redactForm(text: string): string {
  return text.replace(/(^|&|\?)([^=&]+)=([^&]*)/g, (whole, before: string, key: string) =>
    SECRET_NAME.test(safeDecode(key)) ? `${before}${key}=${REDACTED}` : whole,
  );
}

function redactJson(json: Json, secrets: RunSecrets): Json {
  if (typeof json === "string") return redactText(json, secrets);
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map((item) => redactJson(item, secrets));
  const redacted: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of Object.entries(json)) {
    if (key === "$map" && Array.isArray(value))
      redacted[key] = value.map((pair) => redactPair(pair as [Json, Json], secrets));
    else redacted[key] = SECRET_NAME.test(key) && value !== null ? REDACTED : redactJson(value, secrets);
  }
  return redacted;
}

function redactPair([key, value]: [Json, Json], secrets: RunSecrets): Json {
  return [
    redactJson(key, secrets),
    typeof key === "string" && SECRET_NAME.test(key) ? REDACTED : redactJson(value, secrets),
  ];
}

function learn(value: Json, secrets: RunSecrets): void {
  if (typeof value !== "string") return;
  secrets.register(value);
  // `Bearer <token>`: the token alone is the secret too.
  const space = value.indexOf(" ");
  if (space > 0) secrets.register(value.slice(space + 1));
}

function learnFields(json: Json, secrets: RunSecrets): void {
  if (json === null || typeof json !== "object") return;
  if (Array.isArray(json)) {
    for (const item of json) learnFields(item, secrets);
    return;
  }
  for (const [key, value] of Object.entries(json)) {
    if (SECRET_NAME.test(key)) learn(value, secrets);
    else learnFields(value, secrets);
  }
}

function eachSecretField(text: string, found: (value: string) => void): void {
  for (const [, key, , value] of text.matchAll(FIELD)) {
    if (key && value?.startsWith('"') && SECRET_NAME.test(key.slice(1, -1))) found(safeParse(value));
  }
  if (FORM.test(text)) {
    for (const [key, value] of new URLSearchParams(text)) if (SECRET_NAME.test(key)) found(value);
  }
}

function cut(text: string): string {
  return text.length <= MAX_TRACED_BODY
    ? text
    : `${text.slice(0, MAX_TRACED_BODY)}… (${text.length} characters in all)`;
}

function safeParse(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
