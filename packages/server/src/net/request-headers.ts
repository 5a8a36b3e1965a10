import { type HttpRequest, mortiseError } from "@mortise/contract";

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const CONTROLS = /[\u0000-\u001f\u007f]/g;

/** Framing and hop-by-hop headers: the client writes them itself, from the request it really sends. */
const OWN = new Set([
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "proxy-connection",
  "proxy-authorization",
  "upgrade",
  "te",
  "trailer",
  "expect",
]);

/** What must not reach another origin by a redirect: credentials by their name, or by what names of credentials look like. */
const CREDENTIAL = /^(authorization|cookie2?)$|token|secret|passw|api-?_?key|signature/;

const OF_BODY = /^content-(type|encoding|language|location|disposition)$/;

type Pairs = readonly (readonly [string, string])[];

/**
 * The headers as they are written to the wire. Throws `HEADER_INVALID` for a name that is no token and for line breaks,
 * NUL and other control characters in a value. Text outside ASCII goes as UTF-8. Framing headers (`Host`,
 * `Content-Length`, `Connection` …) are left out: they belong to the connection and not to the message.
 */
export function wireHeaders(headers: HttpRequest["headers"], userAgent: string): Pairs {
  const wire: (readonly [string, string])[] = [];
  const names = new Set<string>();
  for (const [name, value] of headers) {
    if (!TOKEN.test(name)) throw invalid(name, "its name holds characters that a header name cannot have");
    if (CONTROL.test(value)) throw invalid(name, "its value holds a line break or another control character");
    const folded = name.toLowerCase();
    if (OWN.has(folded)) continue;
    names.add(folded);
    wire.push([name, Buffer.from(value.trim(), "utf8").toString("latin1")]);
  }
  if (!names.has("accept")) wire.push(["Accept", "*/*"]);
  if (!names.has("accept-encoding")) wire.push(["Accept-Encoding", "gzip, deflate, br"]);
  if (!names.has("user-agent")) wire.push(["User-Agent", userAgent]);
  return wire;
}

/** Without what may not travel to another origin. */
export function withoutCredentials(headers: Pairs): Pairs {
  return headers.filter(([name]) => !CREDENTIAL.test(name.toLowerCase()));
}

/** Without what describes a body that is no longer sent. */
export function withoutBody(headers: Pairs): Pairs {
  return headers.filter(([name]) => !OF_BODY.test(name.toLowerCase()));
}

/** `Authorization` for the user and password of a URL, unless the request names its own. */
export function withUserInfo(headers: Pairs, url: URL): Pairs {
  if (!url.username && !url.password) return headers;
  if (headers.some(([name]) => name.toLowerCase() === "authorization")) return headers;
  return [...headers, ["Authorization", basicOf(url)]];
}

/** `Basic …` of a URL's user and password. */
export function basicOf(url: URL): string {
  const plain = [url.username, url.password].map(unescaped).join(":");
  return `Basic ${Buffer.from(plain, "utf8").toString("base64")}`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(name: string, what: string) {
  const shown = name.replace(CONTROLS, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
  return mortiseError("HEADER_INVALID", { name: shown.slice(0, 200), what });
}
