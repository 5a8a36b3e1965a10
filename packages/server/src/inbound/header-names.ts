/** Names that are never taken from a request: they steer Camel's components, belong to the connection, or reach a prototype. */
const REFUSED = new Set([
  "__proto__",
  "constructor",
  "prototype",
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "expect",
]);

/** Names that say something about a request, and mean nothing (or too much) in an answer. */
const OF_REQUESTS = new Set([
  "accept",
  "accept-charset",
  "accept-encoding",
  "accept-language",
  "authorization",
  "cookie",
  "forwarded",
  "from",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-range",
  "if-unmodified-since",
  "max-forwards",
  "origin",
  "priority",
  "range",
  "referer",
  "upgrade-insecure-requests",
  "user-agent",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
]);

/** Names that a browser obeys in an answer: a link with `?Set-Cookie=…` must not be able to say them. */
const OBEYED = new Set([
  "alt-svc",
  "cache-control",
  "clear-site-data",
  "content-disposition",
  "content-encoding",
  "content-type",
  "link",
  "location",
  "nel",
  "refresh",
  "report-to",
  "reporting-endpoints",
  "server",
  "set-cookie",
  "sourcemap",
  "strict-transport-security",
  "www-authenticate",
]);

/** The server writes these itself. */
const OURS = new Set(["date", "responsetime", "x-content-type-options"]);

/** Whether a header or query parameter of a request may not become a header of the message. Give the name in lower case. */
export function isRefused(name: string): boolean {
  return name.startsWith("camel") || name.startsWith("dovetail") || REFUSED.has(name) || name === "";
}

/** Whether a header of the message has no place in an answer. Give the name in lower case. */
export function isKeptBack(name: string): boolean {
  return isRefused(name) || OF_REQUESTS.has(name) || name.startsWith("sec-") || OURS.has(name);
}

/** Whether an answer may not carry this name when its value is only what the caller sent. Give the name in lower case. */
export function isObeyed(name: string): boolean {
  return (
    OBEYED.has(name) ||
    name.startsWith("access-control-") ||
    name.startsWith("content-security-policy") ||
    name.startsWith("cross-origin-") ||
    name.startsWith("permissions-policy")
  );
}
