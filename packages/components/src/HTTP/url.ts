import { type Exchange, mortiseError, redactUrl, type Services } from "@mortise/contract";
import { mappedPath } from "./input-mapping.ts";
import type { Settings } from "./settings.ts";

/** User and password that stood in the address. */
export interface UrlUser {
  readonly name: string;
  readonly password: string;
}

/** The address to call, with the parameters of `query`; user and password in it are taken out. */
export function requestUrl(
  exchange: Exchange,
  settings: Settings,
  services: Services,
): { readonly url: string; readonly user: UrlUser | undefined } {
  const url = parse(writtenUrl(exchange, settings), services);
  const path = mappedPath(exchange, settings.inputMapping, services.nodeId);
  if (path !== undefined) url.pathname = `${url.pathname.replace(/\/$/, "")}/${path}`;
  // By hand: URLSearchParams would rewrite the query that is there, and writes a space as +, which not all servers read.
  const added = Object.entries(settings.query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value.text(exchange).toWellFormed())}`,
  );
  if (added.length > 0) url.search = [url.search.slice(1), ...added].filter((part) => part !== "").join("&");
  const user = url.username === "" ? undefined : { name: decode(url.username), password: decode(url.password) };
  url.username = "";
  url.password = "";
  url.hash = "";
  return { url: url.href, user };
}

function writtenUrl(exchange: Exchange, { url, uriFromHeader }: Settings): string {
  const override = uriFromHeader ? exchange.message.header("CamelHttpUri") : undefined;
  return (typeof override === "string" && override !== "" ? override : url.text(exchange)).trim();
}

function parse(text: string, { nodeId, secrets }: Services): URL {
  const url = URL.parse(text);
  if (url && (url.protocol === "http:" || url.protocol === "https:")) return url;
  const found = text === "" ? "nothing" : JSON.stringify(secrets.redact(redactUrl(text)).slice(0, 200));
  const expected = "an address that begins with https:// or http://";
  throw mortiseError("FLOW_SETTINGS_INVALID", { setting: "url", expected, found }, { nodeId });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
