import { encode, type Message, toText, type Value } from "@mortise/contract";
import type { RunSecrets } from "@mortise/engine";
import { headerName } from "./header-names.ts";
import { parametersOf } from "./request-message.ts";

/** What goes back to the caller. Headers are names and values in turn, as Node wants them. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array;
}

/** What a reply is made against: where its values may have come from. */
export interface ReplyTo {
  /** As it came, with its query. */
  readonly url: string;
  readonly contentType: string | undefined;
  /** Secrets that the run knew by value; absent when it met none. */
  readonly secrets: RunSecrets | undefined;
  /** The status when the message names none. */
  readonly status: number;
}

const RESPONSE_CODE = "camelhttpresponsecode";

/** What a form's type says about an answer is never true. */
const FORM = /^\s*(application\/x-www-form-urlencoded|multipart\/)/i;

/** The answer that a message stands for: its body, its headers without those that steer or betray, its status. */
export function replyOf(message: Message, to: ReplyTo): Reply {
  const status = statusOf(message.headers.getFolded(RESPONSE_CODE), to.status);
  const headers: string[] = [];
  let typed = false;
  for (const [name, value] of message.headers) {
    const { folded, keptBack, obeyed } = headerName(name);
    if (keptBack || value === null) continue;
    const named = (obeyed || to.secrets !== undefined) && message.headers.isNamed(name);
    if (obeyed && !named && isCallersOwn(folded, value, to)) continue;
    if (Array.isArray(value) && folded === "set-cookie") {
      for (const cookie of value) headers.push(name, headerText(cookie));
      continue;
    }
    const text = headerText(value);
    // Only where the author names the header himself may a secret leave in it.
    if (to.secrets && !named && to.secrets.holds(text)) continue;
    if (folded === "content-type") typed = true;
    headers.push(name, text);
  }
  const body = status === 204 || status === 304 ? "" : bodyOf(message.body);
  if (!typed && body.length > 0) headers.push("Content-Type", typeOf(message.body));
  return { status, headers, body };
}

/** Whether a value that a browser would obey is only what the caller sent. His own type for his own body is fine. */
function isCallersOwn(folded: string, value: Value, { url, contentType }: ReplyTo): boolean {
  if (folded === "content-type" && value === contentType && !FORM.test(contentType ?? "")) return false;
  const query = url.indexOf("?");
  const sent = query < 0 ? undefined : parametersOf(url.slice(query + 1)).get(folded);
  return (
    folded === "cache-control" ||
    (folded === "content-type" && value === contentType) ||
    sent?.value === value ||
    Array.isArray(sent?.value)
  );
}

/** A status that Node can send and a caller can take for final; 1xx would leave him waiting. */
function statusOf(value: Value | undefined, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  const code = Math.trunc(Number(toText(value)));
  return Number.isNaN(code) ? otherwise : Math.min(599, Math.max(200, code));
}

/** A header's text: one line, and UTF-8 as the bytes that Node writes it in. */
function headerText(value: Value): string {
  const text = typeof value === "string" ? value : toText(value);
  if (isPlain(text)) return text;
  const line = text.replace(/[\r\n]+\s*/g, " ").replace(/(?!\t)\p{Cc}/gu, "");
  return Buffer.from(line, "utf8").toString("latin1");
}

/** Visible ASCII and spaces: nearly every header. A loop, as it is run for each of them. */
function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const char = text.charCodeAt(index);
    if (char < 0x20 || char > 0x7e) return false;
  }
  return true;
}

function bodyOf(body: Value): string | Uint8Array {
  if (body === null) return "";
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  return isStructure(body) ? JSON.stringify(encode(body)) : toText(body);
}

function typeOf(body: Value): string {
  if (body instanceof Uint8Array) return "application/octet-stream";
  return isStructure(body) ? "application/json" : "text/plain; charset=utf-8";
}

function isStructure(body: Value): boolean {
  return body instanceof Map || Array.isArray(body) || body instanceof Set;
}
