import { type Exchange, isSecretName, mortiseError, type Services, toText, type Value } from "@mortise/contract";
import { checkHeaderName } from "../header-name.ts";
import { isForwarded, ofConnection } from "./header-rules.ts";
import { mappedHeaders } from "./input-mapping.ts";
import type { Settings } from "./settings.ts";

/** What body and proof of a request put into its headers. */
export interface OwnHeaders {
  readonly contentType: string | undefined;
  readonly authorization: string | undefined;
}

/**
 * The headers of a request: those of the settings, then the message's. One that holds a secret leaves only where the
 * author named it; the others are withheld, and the log names them.
 */
export function requestHeaders(
  exchange: Exchange,
  settings: Settings,
  own: OwnHeaders,
  services: Services,
): [string, string][] {
  const list = new HeaderList(services.nodeId);
  if (own.authorization) list.add("Authorization", own.authorization);
  if (settings.idempotencyKey) list.add("Idempotency-Key", idempotencyKey(exchange, settings.idempotencyKey, services));
  for (const [name, value] of Object.entries(settings.headers ?? {})) {
    if (ofConnection(name))
      throw unsendable(name, "it belongs to the connection, which sets it itself", services.nodeId);
    if (name.toLowerCase() !== "content-type") list.addUnlessThere(name, value.text(exchange));
  }
  for (const [name, text] of mappedHeaders(exchange, settings.inputMapping)) {
    if (ofConnection(name))
      throw unsendable(name, "it belongs to the connection, which sets it itself", services.nodeId);
    if (name.toLowerCase() !== "content-type") list.addUnlessThere(name, text);
  }
  if (own.contentType) list.add("Content-Type", own.contentType);
  const excluded = new Set(settings.excludeHeaders.map((name) => name.toLowerCase()));
  const withheld: string[] = [];
  for (const [name, value] of exchange.message.headers) {
    if (value === null || !isForwarded(name) || excluded.has(name.toLowerCase()) || list.has(name)) continue;
    const texts = textsOf(value, exchange.scope.timeZone);
    if (exchange.message.headers.isNamed(name) || !isSecret(name, texts, services))
      for (const text of texts) list.add(name, text);
    else withheld.push(name);
  }
  if (withheld.length > 0) services.log.write("info", withheldLine(withheld));
  return list.entries;
}

function isSecret(name: string, texts: readonly string[], { secrets }: Services): boolean {
  return isSecretName(name) || texts.some((text) => secrets.holds(text));
}

function withheldLine(names: readonly string[]): string {
  if (names.length > 1)
    return `The headers ${names.join(", ")} are not sent: they may hold a secret, and neither SetHeader(s) nor this node's headers name them.`;
  return `The header ${names[0]} is not sent: it may hold a secret, and neither SetHeader(s) nor this node's headers name it.`;
}

/** A list becomes one header line per item, as in Camel. */
function textsOf(value: Value, timeZone: string): string[] {
  const items = Array.isArray(value) || value instanceof Set ? [...value] : [value];
  return items.map((item) => toText(item, timeZone));
}

function idempotencyKey(
  exchange: Exchange,
  key: NonNullable<Settings["idempotencyKey"]>,
  { nodeId, tries }: Services,
): string {
  // The recorded one, so that a request which is made again after a restart is known to be the same.
  const text = tries?.idempotencyKey ?? key.text(exchange);
  if (text !== "") return text;
  const expected = "a text that tells this request from others";
  throw mortiseError("FLOW_SETTINGS_INVALID", { setting: "idempotencyKey", expected, found: "nothing" }, { nodeId });
}

/** Header lines in order, each checked, their names compared without case. */
class HeaderList {
  readonly entries: [string, string][] = [];
  readonly #names = new Set<string>();
  readonly #nodeId: string;

  constructor(nodeId: string) {
    this.#nodeId = nodeId;
  }

  has(name: string): boolean {
    return this.#names.has(name.toLowerCase());
  }

  add(name: string, value: string): void {
    checkHeaderName(name, this.#nodeId);
    const wrong = [...value].find(isControl);
    if (wrong !== undefined) throw unsendable(name, fault(wrong), this.#nodeId);
    this.#names.add(name.toLowerCase());
    this.entries.push([name, value]);
  }

  addUnlessThere(name: string, value: string): void {
    if (!this.has(name)) this.add(name, value);
  }
}

function isControl(char: string): boolean {
  return (char < " " && char !== "\t") || char === "\x7f";
}

function fault(char: string): string {
  if (char === "\r" || char === "\n") return "its value holds a line break";
  return char === "\0" ? "its value holds a NUL character" : "its value holds a control character";
}

function unsendable(name: string, what: string, nodeId: string) {
  return mortiseError("HEADER_INVALID", { name, what }, { nodeId });
}
