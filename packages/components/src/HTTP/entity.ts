import { type Exchange, mortiseError, toText, type Value } from "@mortise/contract";
import { toJson } from "../json-text.ts";
import { mappedBody, mappedHeaders } from "./input-mapping.ts";
import type { Settings } from "./settings.ts";

/** A request's body and what it is. */
export interface Entity {
  readonly body?: string | Uint8Array;
  readonly contentType?: string;
}

const WITHOUT_BODY = ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"];

/** The body to send and its type: a form, mapped fields, the `body` setting, or the message's body. A list or map is sent as JSON. */
export function entityOf(exchange: Exchange, settings: Settings, nodeId: string): Entity {
  if (WITHOUT_BODY.includes(settings.method)) return {};
  const named = namedType(exchange, settings);
  if (settings.form) {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(settings.form)) form.append(name, value.text(exchange));
    return { body: form.toString(), contentType: named.setting ?? "application/x-www-form-urlencoded" };
  }
  const mapped = mappedBody(exchange, settings.inputMapping, named.setting);
  if (mapped) return mapped;
  const body = settings.body ? settings.body.evaluate(exchange) : exchange.message.body;
  const contentType = named.setting ?? named.message;
  if (body === null) return {};
  if (body instanceof Uint8Array) return contentType === undefined ? { body } : { body, contentType };
  if (Array.isArray(body) || body instanceof Map || body instanceof Set)
    return { body: toJson(body), contentType: contentType ?? "application/json" };
  const text = toText(body, exchange.scope.timeZone);
  return contentType === undefined ? { body: text } : { body: encoded(text, contentType, nodeId), contentType };
}

/** The type that the author names in the settings, and the one of the message. */
function namedType(exchange: Exchange, settings: Settings): { setting?: string; message?: string } {
  const { headers, excludeHeaders, inputMapping } = settings;
  const mapped = mappedHeaders(exchange, inputMapping).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  if (mapped) return { setting: mapped };
  const setting = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const excluded = excludeHeaders.some((name) => name.toLowerCase() === "content-type");
  const message: Value | undefined = excluded ? undefined : exchange.message.header("Content-Type");
  return {
    ...(setting ? { setting: setting.text(exchange) } : {}),
    ...(message ? { message: toText(message) } : {}),
  };
}

/** Text in the charset that its type names. */
function encoded(text: string, contentType: string, nodeId: string): string | Uint8Array {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? "utf-8";
  if (charset === "utf-8" || charset === "utf8" || charset === "us-ascii") return text;
  // A character that Latin-1 lacks becomes a question mark, as in Java.
  if (charset === "iso-8859-1" || charset === "latin1")
    return new Uint8Array(Buffer.from(text.replace(/[^\0-\xff]/gu, "?"), "latin1"));
  if (charset === "utf-16le") return new Uint8Array(Buffer.from(text, "utf16le"));
  const what = `its charset ${charset} cannot be written; utf-8, iso-8859-1 and utf-16le can`;
  throw mortiseError("HEADER_INVALID", { name: "Content-Type", what }, { nodeId });
}
