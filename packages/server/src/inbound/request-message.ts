import { Headers, Message, type Value } from "@mortise/contract";
import type { Endpoint } from "./endpoint.ts";
import { headerName } from "./header-names.ts";

/** The parts of a request that become a message. */
export interface InboundRequest {
  readonly method: string;
  /** As it came, with its query. */
  readonly url: string;
  /** Names and values in turn, as they came: the spelling of names is kept. */
  readonly rawHeaders: readonly string[];
  readonly contentType: string | undefined;
  readonly body: Uint8Array | undefined;
}

/** Types whose body is text; everything else stays bytes. */
const TEXT =
  /^\s*(text\/|application\/(?:[\w.+-]+\+)?(?:json|xml|yaml|javascript|ecmascript)\b|application\/x-www-form-urlencoded)/i;

/** Most query parameters that are read. */
const MOST_PARAMETERS = 1_000;

/** The message of a request. `rest` is what follows the endpoint in the address. */
export function requestMessage(request: InboundRequest, endpoint: Endpoint, rest: string): Message {
  const headers = new Headers();
  const { rawHeaders, url } = request;
  const open = endpoint.auth === "none";
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    const value = rawHeaders[index + 1] as string;
    const { folded, refused } = headerName(name);
    if (refused) continue;
    // What opened the door is not handed in; an endpoint that asks for nothing may look at it itself.
    if (folded === "authorization" && !open) continue;
    const before = headers.getFolded(folded);
    headers.set(name, before === undefined ? value : `${String(before)}${folded === "cookie" ? "; " : ", "}${value}`);
  }
  const query = url.indexOf("?");
  if (query >= 0) addParameters(headers, url.slice(query + 1));
  if (endpoint.preserveHeaders) {
    headers.set("CamelHttpMethod", request.method);
    headers.set("CamelHttpPath", rest);
    headers.set("CamelHttpQuery", query >= 0 ? url.slice(query + 1) : null);
    headers.set("CamelHttpUri", query >= 0 ? url.slice(0, query) : url);
  }
  return new Message(bodyOf(request), headers);
}

/** The query parameters of an address by their name in lower case. One that is there twice is a list, as in Camel. */
export function parametersOf(query: string): Map<string, { readonly name: string; readonly value: Value }> {
  const parameters = new Map<string, { name: string; value: Value }>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(query)) {
    if (++count > MOST_PARAMETERS) break;
    const { folded, refused } = headerName(name);
    if (refused) continue;
    const before = parameters.get(folded);
    if (!before) parameters.set(folded, { name, value });
    else before.value = Array.isArray(before.value) ? [...before.value, value] : [before.value, value];
  }
  return parameters;
}

function addParameters(headers: Headers, query: string): void {
  for (const { name, value } of parametersOf(query).values()) headers.set(name, value);
}

function bodyOf({ body, contentType = "" }: InboundRequest): Value {
  if (!body || body.length === 0) return null;
  if (!TEXT.test(contentType)) return body;
  return decoderOf(/;\s*charset\s*=\s*"?([\w-]+)/i.exec(contentType)?.[1]).decode(body);
}

const utf8 = new TextDecoder();

function decoderOf(charset: string | undefined): typeof utf8 {
  if (charset === undefined || /^utf-?8$/i.test(charset)) return utf8;
  try {
    return new TextDecoder(charset);
  } catch {
    return utf8;
  }
}
