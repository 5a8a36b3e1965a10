import {
  Exchange,
  type Json,
  Message,
  type MortiseError,
  mortiseError,
  type Scope,
  type Value,
} from "@mortise/contract";
import { readValue } from "./written.ts";

/** Where Simple keeps Camel's exchange variables: among the exchange's properties. */
const VARIABLE = "variable.";

type Written = { readonly [name: string]: Json };

/** The exchange that a request describes. */
export interface WrittenExchange {
  readonly message?: { readonly headers?: Written | undefined; readonly body?: Json } | undefined;
  readonly properties?: Written | undefined;
  readonly variables?: Written | undefined;
  /** What failed: `message`, and what else is known of it, such as `statusCode`. */
  readonly exception?: { readonly [name: string]: unknown } | undefined;
  readonly now: number;
  readonly timeZone: string;
}

/** Builds an exchange that belongs to nobody: nothing of it is stored, and it reaches nothing. */
export function makeExchange(written: WrittenExchange, decimals: boolean): Exchange {
  const { message = {}, properties = {}, variables = {}, exception } = written;
  const entries = (values: Written) =>
    Object.entries(values).map(([name, json]): [string, Value] => [name, readValue(json, decimals)]);
  const own = new Map(entries(properties));
  for (const [name, value] of entries(variables)) own.set(VARIABLE + name, value);
  const exchange = new Exchange(
    "evaluate",
    scopeOf(written),
    new Message(readValue(message.body ?? null, decimals), entries(message.headers ?? {})),
    own,
  );
  if (exception) exchange.exception = makeException(exception);
  return exchange;
}

/** The exchange's properties and variables, apart. */
export function propertiesOf(exchange: Exchange): {
  readonly properties: Map<string, Value>;
  readonly variables: Map<string, Value>;
} {
  const properties = new Map<string, Value>();
  const variables = new Map<string, Value>();
  for (const [name, value] of exchange.properties) {
    if (name.startsWith(VARIABLE)) variables.set(name.slice(VARIABLE.length), value);
    else properties.set(name, value);
  }
  return { properties, variables };
}

function makeException({ message, ...detail }: { readonly [name: string]: unknown }): MortiseError {
  const text = typeof message === "string" ? message : "";
  const error = mortiseError("statusCode" in detail ? "REMOTE_STATUS" : "SCRIPT_THREW", {
    class: "java.lang.Exception",
    what: text,
    ...detail,
  });
  error.message = text;
  return error;
}

function scopeOf({ now, timeZone, variables = {} }: WrittenExchange): Scope {
  const texts = Object.entries(variables).flatMap(([name, json]): [string, string][] =>
    typeof json === "string" ? [[name, json]] : [],
  );
  return {
    runId: "evaluate",
    tenant: "evaluate",
    environment: "test",
    flow: "evaluate",
    group: "",
    timeZone,
    created: now,
    now: () => now,
    random: Math.random,
    properties: new Map(),
    variables: new Map(texts),
  };
}
