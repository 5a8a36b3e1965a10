import { STATUS_CODES } from "node:http";
import type { HttpResponse, LargeBody, Message, Value } from "@mortise/contract";
import { ofAnswer } from "./header-rules.ts";

/** The name of a status, such as `Not Found`. */
export function statusText(status: number): string {
  return STATUS_CODES[status] ?? "";
}

/** Puts the answer on the message: its body in place of the old one, its headers beside those that are there. */
export function takeAnswer(message: Message, response: HttpResponse): void {
  if (response.large) message.largeBody = largeBody(response.large, response);
  else message.body = answerBody(response);
  for (const [name, value] of answerHeaders(response)) message.setHeader(name, value);
  message.setHeader("CamelHttpResponseCode", response.status);
  message.setHeader("CamelHttpResponseText", statusText(response.status));
}

/** The answer's headers but for those of the connection; lines of one name are joined (RFC 9110 section 5.3). */
export function answerHeaders(response: HttpResponse): Map<string, Value> {
  const headers = new Map<string, Value>();
  const spelled = new Map<string, string>();
  for (const [written, value] of response.headers) {
    if (!ofAnswer(written)) continue;
    const name = spelled.get(written.toLowerCase()) ?? written;
    spelled.set(written.toLowerCase(), name);
    const before = headers.get(name);
    if (before === undefined) headers.set(name, value);
    // A cookie may hold a comma.
    else if (name.toLowerCase() === "set-cookie")
      headers.set(name, Array.isArray(before) ? [...before, value] : [before, value]);
    else headers.set(name, `${String(before)}, ${value}`);
  }
  return headers;
}

/** The answer's body: text where its type says so, or where it has no type and is text; else bytes. */
export function answerBody({ headers, body }: HttpResponse): Value {
  if (body.length === 0) return null;
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (type === "") return decodeStrictly(body) ?? body;
  if (!TEXT.test(type)) return body;
  return decode(body, /charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1] ?? declared(type, body));
}

/** A large answer: text where its type says so, else bytes. */
function largeBody(large: LargeBody, { headers }: HttpResponse): LargeBody {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (!TEXT.test(type)) return large;
  return large.asText(/charset\s*=\s*"?([^\s";]+)/i.exec(type)?.[1] ?? declared(type, large.start(200)));
}

const TEXT =
  /^\s*(?:text\/|application\/(?:[\w.+-]*\+)?(?:json|xml)\b|application\/(?:x-www-form-urlencoded|javascript|ecmascript|x-ndjson|graphql|yaml|x-yaml|jwt|soap|problem)\b|[\w.-]+\/[\w.-]+\+(?:json|xml|yaml)\b)/i;

/** An XML document names its own charset. */
function declared(type: string, body: Uint8Array): string {
  if (!/xml/i.test(type)) return "utf-8";
  const start = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, 200)).toString("latin1");
  return /^(?:\uFEFF|\u00EF\u00BB\u00BF)?\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1] ?? "utf-8";
}

function decode(body: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

function decodeStrictly(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
