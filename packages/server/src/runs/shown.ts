import { type EncodedMessage, isSecretName, type Message, type Snapshot } from "@mortise/contract";
import { type RunSecrets, redactMessage, redactSnapshot } from "@mortise/engine";

/** A message as it is written down for people: of a large body only its size. */
export function encodeShown(message: Message): EncodedMessage {
  const { largeBody } = message;
  if (!largeBody) return message.encode();
  const shown = message.fork();
  shown.body = `<${largeBody.bytes} bytes>`;
  return shown.encode();
}

/** A message as people may see it: without secrets by value, and by the name they stand under. */
export function shownMessage(message: EncodedMessage, secrets: RunSecrets): EncodedMessage {
  learn(message, secrets);
  return redactMessage(message, secrets);
}

/** A snapshot as people may see it. */
export function shownSnapshot(snapshot: Snapshot, secrets: RunSecrets): Snapshot {
  learn(snapshot.message, secrets);
  return redactSnapshot(snapshot, secrets);
}

/** A token in a header `Authorization` must not show in the body either. */
function learn(message: EncodedMessage, secrets: RunSecrets): void {
  for (const [name, value] of Object.entries(message.headers)) {
    if (typeof value !== "string" || !isSecretName(name)) continue;
    secrets.register(value);
    const space = value.indexOf(" ");
    if (space > 0) secrets.register(value.slice(space + 1));
  }
}
