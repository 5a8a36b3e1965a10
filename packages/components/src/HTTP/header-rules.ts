/** Headers of one connection (RFC 9110 section 7.6.1), and those that the client writes itself. */
const CONNECTION = new Set([
  "connection",
  "content-length",
  "expect",
  "http2-settings",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** What Dovetail never sends of a message besides: each belongs to the call that it came from. */
const NOT_FORWARDED = new Set([
  "accept-encoding",
  "cache-control",
  "content-type",
  "date",
  "pragma",
  "set-cookie",
  "via",
  "warning",
]);

/** What an answer's headers say of its bytes on the wire: the body on the message is decoded already. */
const ON_THE_WIRE = new Set(["content-encoding"]);

/** Whether a header belongs to the connection, so that nobody may set it. */
export function ofConnection(name: string): boolean {
  const folded = name.toLowerCase();
  return CONNECTION.has(folded) || folded.startsWith("proxy-");
}

/** Whether a header of the message may go out with a request. */
export function isForwarded(name: string): boolean {
  return !ofConnection(name) && !NOT_FORWARDED.has(name.toLowerCase()) && !isOurs(name);
}

/** Whether a header of an answer may come onto the message: no other side sets our control headers. */
export function ofAnswer(name: string): boolean {
  return !ofConnection(name) && !ON_THE_WIRE.has(name.toLowerCase()) && !isOurs(name);
}

function isOurs(name: string): boolean {
  return /^(?:camel|dovetail)/i.test(name);
}
