import {
  decode,
  Exchange,
  encodeTyped,
  type Json,
  Message,
  MortiseError,
  type Scope,
  Typed,
  type Value,
} from "@mortise/contract";
import type { ScriptBudgets } from "./runtime/run.ts";
import { compileGroovyScript, runGroovyScript } from "./script.ts";

type Values = { readonly [name: string]: Json };

/** What a script leaves behind, or how it fails. */
export interface Outcome {
  readonly headers?: Values;
  readonly body?: Json;
  readonly properties?: Values;
  readonly result?: Json;
  readonly stdout?: string;
  readonly error?: { readonly class: string; readonly message: string | null };
}

/** A script with what real Groovy made of it, as the golden file holds it. */
export interface Vector {
  readonly id: string;
  readonly tags?: readonly string[];
  readonly script: string;
  readonly now?: string;
  readonly headers?: Values;
  readonly body?: Json;
  readonly properties?: Values;
  readonly expected: Outcome;
  readonly policy?: "deny";
}

const BUDGETS: ScriptBudgets = { steps: 1_000_000, ms: 5_000, memory: 64_000_000, depth: 400, output: 10_000 };

/** What became of a vector: what it expects of the outcome, and what was found. */
export function outcomeOf(vector: Vector): { readonly found: unknown; readonly expected: unknown } {
  const { expected, policy } = vector;
  const exchange = exchangeOf(vector);
  try {
    const { headers, properties, body, result, stdout } = runGroovyScript(
      compileGroovyScript(vector.script),
      exchange,
      BUDGETS,
    );
    for (const name of headers.removed) exchange.message.removeHeader(name);
    for (const [name, value] of headers.set) exchange.message.setHeader(name, value);
    for (const name of properties.removed) exchange.removeProperty(name);
    for (const [name, value] of properties.set) exchange.setProperty(name, value);
    if (body) exchange.message.body = body.value;
    const all = {
      headers: typed(exchange.message.headers),
      body: encodeTyped(exchange.message.body),
      properties: typed(exchange.properties),
      result: encodeTyped(result),
      stdout,
    };
    const asked = Object.keys(policy === "deny" ? {} : expected) as (keyof typeof all)[];
    return { found: Object.fromEntries(asked.map((key) => [key, all[key] ?? null])), expected: wanted(vector) };
  } catch (error) {
    if (!(error instanceof MortiseError)) throw error;
    return { found: failureOf(error), expected: wanted(vector) };
  }
}

/** Error messages count up to Groovy's guesses; a script that does not compile fails in words of ours. */
function wanted({ expected, policy }: Vector): unknown {
  if (policy === "deny") return { error: { class: "SCRIPT_FORBIDDEN", message: null } };
  if (!expected.error) return expected;
  const { class: name, message } = expected.error;
  if (message === "compile") return { error: { class: "SCRIPT_SYNTAX", message: null } };
  return { error: { class: name, message: message?.split("\nPossible solutions")[0] ?? null } };
}

function failureOf({ code, detail }: MortiseError): unknown {
  if (code !== "SCRIPT_THREW") return { error: { class: code, message: null } };
  return { error: { class: detail.class, message: detail.message ?? null } };
}

function exchangeOf({ now = "2024-02-29T14:35:07.123Z", headers = {}, body = null, properties = {} }: Vector) {
  const scope: Scope = {
    runId: "run",
    tenant: "acme",
    environment: "test",
    flow: "golden",
    group: "",
    timeZone: "UTC",
    created: 0,
    now: () => Date.parse(now),
    random: () => 0.5,
    properties: new Map(),
    variables: new Map(),
  };
  const entries = (values: Values) => Object.entries(values).map(([name, value]) => [name, read(value)] as const);
  return new Exchange("exchange", scope, new Message(read(body), entries(headers)), new Map(entries(properties)));
}

/** As `POST /evaluate` reads a Groovy script's message: a number with a fraction is a BigDecimal. */
function read(json: Json): Value {
  return withDecimals(decode(json));
}

function withDecimals(value: Value): Value {
  if (typeof value === "number" && !Number.isInteger(value)) return new Typed("BigDecimal", String(value));
  if (Array.isArray(value)) return value.map(withDecimals);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, withDecimals(item)]));
  return value;
}

function typed(values: Iterable<readonly [string, Value]>): Values {
  return Object.fromEntries([...values].map(([name, value]) => [name, encodeTyped(value)]));
}
