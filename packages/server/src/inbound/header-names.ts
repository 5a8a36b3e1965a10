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

/** What is known of a header's name. */
export interface HeaderName {
  /** As names are compared. */
  readonly folded: string;
  /** Not taken from a request, as header or as query parameter. */
  readonly refused: boolean;
  /** Not sent in an answer. */
  readonly keptBack: boolean;
  /** Not sent in an answer when its value is only what the caller sent. */
  readonly obeyed: boolean;
}

const known = new Map<string, HeaderName>();

/** So many names are remembered; callers can make up any. */
const MOST_NAMES = 1_000;

/** What is known of a header's name, as it is spelled. The same few come with every request. */
export function headerName(name: string): HeaderName {
  const remembered = known.get(name);
  if (remembered) return remembered;
  if (known.size >= MOST_NAMES) known.clear();
  const found = describeName(name);
  known.set(name, found);
  return found;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

function describeName(name: string): HeaderName {
  const folded = name.toLowerCase();
  const refused = folded.startsWith("camel") || folded.startsWith("dovetail") || REFUSED.has(folded) || folded === "";
  return {
    folded,
    refused,
    keptBack: refused || OF_REQUESTS.has(folded) || folded.startsWith("sec-") || OURS.has(folded) || !TOKEN.test(name),
    obeyed:
      OBEYED.has(folded) || /^(access-control-|content-security-policy|cross-origin-|permissions-policy)/.test(folded),
  };
}
