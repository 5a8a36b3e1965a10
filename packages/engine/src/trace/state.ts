import { encode, type Json, type Message, MortiseError, type Snapshot, type Value } from "@mortise/contract";
import { MAX_TRACED_BODY } from "./redact.ts";

/** A message and properties for a trace. What cannot be written down (too deep) is named instead. */
export function encodeState(message: Message, properties?: ReadonlyMap<string, Value>): Snapshot {
  const headers: { [name: string]: Json } = Object.create(null);
  for (const [name, value] of message.headers) headers[name] = tryEncode(value);
  const { largeBody } = message;
  const state = { message: { headers, body: largeBody ? `<${largeBody.bytes} bytes>` : encodeBody(message.body) } };
  if (!properties || properties.size === 0) return state;
  const written: { [name: string]: Json } = Object.create(null);
  for (const [name, value] of properties) written[name] = tryEncode(value);
  return { ...state, properties: written };
}

function encodeBody(body: Value): Json {
  if (body instanceof Uint8Array && body.length > MAX_TRACED_BODY) return `<${body.length} bytes>`;
  return tryEncode(body);
}

function tryEncode(value: Value): Json {
  try {
    return encode(value);
  } catch (error) {
    if (error instanceof MortiseError) return `<${error.message}>`;
    throw error;
  }
}
