import { type Exchange, encode, Message, mortiseError, type Outcome, type PartRecord } from "@mortise/contract";

type Split = Extract<Outcome, { readonly split: unknown }>;

/** A list of parts larger than this is not written down: a run that is resumed reads it whole. */
const MAX_PARTS = 10_000_000;

/**
 * The parts of a split all at once, for a node whose outcome is recorded: asked again, it might split in another way.
 * Throws `BODY_TOO_LARGE`.
 */
export async function allParts({ split, parallel }: Split): Promise<Split> {
  const parts: Message[] = [];
  let bytes = 0;
  for await (const part of split) {
    const { body } = part;
    bytes += 100 + (typeof body === "string" || body instanceof Uint8Array ? body.length : 0);
    if (bytes > MAX_PARTS) throw mortiseError("BODY_TOO_LARGE", { bytes, limit: MAX_PARTS });
    parts.push(part);
  }
  return parallel ? { split: parts, parallel } : { split: parts };
}

/** Parts as the journal holds them. */
export function recordParts({ split }: Split, { message }: Exchange): PartRecord[] {
  return Array.isArray(split)
    ? (split as Message[]).map((part) => (part.sharesHeaders(message) ? { body: encode(part.body) } : part.encode()))
    : [];
}

/** The parts that the journal holds. */
export function reviveParts(records: readonly PartRecord[], { message }: Exchange): Message[] {
  return records.map(({ headers, named, body }) => {
    if (headers) return Message.decode(named ? { headers, named, body } : { headers, body });
    const part = message.fork();
    part.body = Message.decode({ headers: {}, body }).body;
    return part;
  });
}
