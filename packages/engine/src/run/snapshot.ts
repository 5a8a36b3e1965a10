import {
  decode,
  type Exchange,
  encode,
  type Json,
  Message,
  mortiseError,
  type Snapshot,
  type Value,
} from "@mortise/contract";

/** Larger bodies of durable runs are refused: every step would write them again. */
const MAX_BODY = 10_000_000;

/** An exchange's message and properties as rows hold them. Throws `BODY_TOO_LARGE`. */
export function takeSnapshot(exchange: Exchange): Snapshot {
  const { body } = exchange.message;
  const isFlat = typeof body === "string" || body instanceof Uint8Array;
  if (isFlat && body.length > MAX_BODY) throw tooLarge(body.length);
  const message = exchange.message.encode();
  if (!isFlat && body !== null && typeof body === "object") {
    const { length } = JSON.stringify(message.body);
    if (length > MAX_BODY) throw tooLarge(length);
  }
  return exchange.properties.size === 0 ? { message } : { message, properties: encodeProperties(exchange.properties) };
}

function tooLarge(bytes: number) {
  return mortiseError("BODY_TOO_LARGE", { bytes, limit: MAX_BODY });
}

/** Gives an exchange the message and properties of a row. */
export function applySnapshot(exchange: Exchange, snapshot: Snapshot): void {
  exchange.message = Message.decode(snapshot.message);
  for (const name of [...exchange.properties.keys()]) exchange.removeProperty(name);
  for (const [name, json] of Object.entries(snapshot.properties ?? {})) exchange.setProperty(name, decode(json));
}

/** A snapshot for a run that begins with this message. */
export function snapshotOf(message: Message): Snapshot {
  return { message: message.encode() };
}

function encodeProperties(properties: ReadonlyMap<string, Value>): { [name: string]: Json } {
  const json: { [name: string]: Json } = Object.create(null);
  for (const [name, value] of properties) json[name] = encode(value);
  return json;
}
