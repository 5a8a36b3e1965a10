import type { MortiseError, Value } from "@mortise/contract";
import {
  decode,
  type Environment,
  type ErrorCode,
  Exchange,
  encode,
  Headers,
  type Json,
  mortiseError,
} from "@mortise/contract";
import { CopiedMessage, CopiedScope } from "./copied.ts";

/** The parts of an exchange that are copied only for scripts that want them. */
export type Part = "body" | "flow";

/** What a script seldom needs of its exchange besides the headers, and what is small. */
export interface Rest {
  readonly properties?: { readonly [name: string]: Json };
  readonly exception?: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly detail: { readonly [name: string]: unknown };
  };
  readonly id: string;
  readonly runId: string;
  readonly tenant: string;
  readonly environment: Environment;
  readonly flow: string;
  readonly group: string;
  readonly timeZone: string;
  readonly created: number;
  /** The script's instant, from its first to its last line. */
  readonly now: number;
  /** What its chance starts from. */
  readonly seed: number;
  /** Characters it may print. */
  readonly output: number;
}

/** An exchange's head as text, to go to another thread or into QuickJS: two lines of JSON, the headers and `Rest`. */
export function encodeHead(exchange: Exchange, output: number): string {
  const { scope, exception, properties } = exchange;
  const headers: { [name: string]: Json } = Object.create(null);
  for (const [name, value] of exchange.message.headers)
    headers[name] = typeof value === "string" ? value : encode(value);
  const rest: Rest = {
    id: exchange.id,
    runId: scope.runId,
    tenant: scope.tenant,
    environment: scope.environment,
    flow: scope.flow,
    group: scope.group,
    timeZone: scope.timeZone,
    created: scope.created,
    now: scope.now(),
    seed: scope.random(),
    output,
    ...(properties.size ? { properties: encodeNamed(properties) } : {}),
    ...(exception
      ? { exception: { code: exception.code, message: exception.message, detail: plain(exception.detail) } }
      : {}),
  };
  return `${JSON.stringify(headers)}\n${JSON.stringify(rest)}`;
}

/** The two lines of a head. */
export function splitHead(head: string): readonly [headers: string, rest: string] {
  const end = head.indexOf("\n");
  return [head.slice(0, end), head.slice(end + 1)];
}

/** One part as text. A body of plain text stays as it is behind a `t`; any other follows a `j` as JSON. */
export function encodePart(exchange: Exchange, part: Part): string {
  if (part === "flow") {
    const values: { [name: string]: string | null } = Object.create(null);
    for (const [name, value] of exchange.scope.properties) values[name] = value;
    return JSON.stringify(values);
  }
  const { body } = exchange.message;
  // NUL and halves of surrogate pairs would not survive the way into QuickJS as plain text.
  const asText = typeof body === "string" && body.isWellFormed() && !body.includes("\0");
  return asText ? `t${body}` : `j${JSON.stringify(encode(body))}`;
}

/** The exchange again. `part` is asked when a script reads that part; what it throws ends the script. */
export function decodeHead(head: string, part: (name: Part) => string): Exchange {
  const [headersText, restText] = splitHead(head);
  const headersJson = JSON.parse(headersText) as { [name: string]: Json };
  const rest = JSON.parse(restText) as Rest;
  const headers = new Headers();
  for (const name of Object.keys(headersJson)) headers.set(name, decode(headersJson[name] as Json));
  const properties = new Map<string, Value>();
  for (const [name, json] of Object.entries(rest.properties ?? {})) properties.set(name, decode(json));
  const exchange = new Exchange(rest.id, new CopiedScope(rest, part), new CopiedMessage(headers, part), properties);
  if (rest.exception) exchange.exception = restored(rest.exception);
  return exchange;
}

function encodeNamed(values: ReadonlyMap<string, Value>): { [name: string]: Json } {
  const json: { [name: string]: Json } = Object.create(null);
  for (const [name, value] of values) json[name] = encode(value);
  return json;
}

/** Details hold names and numbers; whatever else is in them does not travel. */
function plain(detail: { readonly [name: string]: unknown }): { [name: string]: unknown } {
  return Object.fromEntries(
    Object.entries(detail).filter(([, value]) => /^(string|number|boolean)$/.test(typeof value)),
  );
}

function restored({ code, message, detail }: NonNullable<Rest["exception"]>): MortiseError {
  const error = mortiseError(code, detail);
  error.message = message;
  return error;
}
