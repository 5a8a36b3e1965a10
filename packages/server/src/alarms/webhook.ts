import { createHmac } from "node:crypto";
import type { AlarmDelivery } from "@mortise/contract";
import { iso, isoOrNull } from "../api/schemas.ts";
import { alarmText, textOf } from "./text.ts";

/** Where alarms are posted. */
export interface Webhook {
  readonly url: string;
  /** Signs what is sent. `whsec_` and base64, or any text. */
  readonly secret?: string | undefined;
}

/** A receiver that takes longer has no place in a chain of alarms. */
const TIMEOUT = 10_000;

/** Posts an alarm as Standard Webhooks describes: id, time and signature in the headers. Throws when the receiver did not take it, or `signal` aborts. */
export async function postAlarm(
  { url, secret }: Webhook,
  delivery: AlarmDelivery,
  server: string,
  signal: AbortSignal,
): Promise<void> {
  const body = JSON.stringify(payloadOf(delivery, server));
  const timestamp = Math.floor(Date.now() / 1_000);
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "Mortise",
      "webhook-id": delivery.id,
      "webhook-timestamp": String(timestamp),
      ...(secret === undefined ? {} : { "webhook-signature": signature(secret, delivery.id, timestamp, body) }),
    },
    body,
    // A secret is meant for the address that was given, not for one that it names.
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}

function payloadOf({ news, madeAt }: AlarmDelivery, server: string): object {
  const { alarm, what, since } = news;
  return {
    type: `alarm.${what}`,
    timestamp: iso(madeAt),
    data: {
      ...alarm,
      message: textOf(alarm.message),
      since,
      firstAt: iso(alarm.firstAt),
      lastAt: iso(alarm.lastAt),
      overAt: isoOrNull(alarm.overAt),
      acknowledgedAt: isoOrNull(alarm.acknowledgedAt),
      server,
      text: alarmText(news, server).subject,
    },
  };
}

/** `v1,` and the HMAC over id, time and body, so that nothing of it can be changed or sent again later. */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : secret;
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}
