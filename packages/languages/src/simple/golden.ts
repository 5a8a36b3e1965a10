import {
  type CompileContext,
  decode,
  Exchange,
  encode,
  type Json,
  type Language,
  Message,
  MortiseError,
  mortiseError,
  type Scope,
  type Value,
} from "@mortise/contract";
import { convertResult } from "../result-type.ts";
import { getVariable, setVariable } from "./variables.ts";

/** One assertion of Camel's own tests, as the golden file holds it. */
export interface Vector {
  readonly id: string;
  readonly mode: "expression" | "predicate" | "parse-error";
  readonly expr: string;
  readonly resultType: string | null;
  readonly headers: { readonly [name: string]: Json };
  readonly body: Json;
  readonly properties: { readonly [name: string]: Json };
  readonly variables: { readonly [name: string]: Json };
  readonly exchange: {
    readonly parseAs?: "predicate" | "expression";
    readonly message?: string;
    readonly timezone?: string;
    readonly placeholders?: { readonly [key: string]: string };
    readonly exception?: { readonly message: string };
    readonly trim?: boolean;
    readonly trimResult?: boolean;
    readonly after?: {
      readonly headers?: { readonly [name: string]: Json };
      readonly variables?: { readonly [name: string]: Json };
    };
  };
  readonly expected: Json;
  readonly src: string;
}

/** What all exchanges of the vectors share. */
export const scope: Scope = {
  runId: "run",
  tenant: "demo",
  environment: "test",
  flow: "golden",
  group: "camel",
  timeZone: "UTC",
  created: 1_767_225_600_000,
  now: () => 1_767_225_600_000,
  random: () => 0.5,
  properties: new Map(),
  variables: new Map(),
};

/** The exchange that a vector describes. */
export function exchangeOf(vector: Vector): Exchange {
  const entries = (values: { readonly [name: string]: Json }) =>
    Object.entries(values).map(([name, value]) => [name, decode(value)] as const);
  const exchange = new Exchange(
    "exchange-1",
    scope,
    new Message(decode(vector.body), entries(vector.headers)),
    new Map(entries(vector.properties)),
  );
  for (const [name, value] of entries(vector.variables)) setVariable(exchange, name, value);
  if (vector.exchange.exception)
    exchange.exception = mortiseError("EXPRESSION_THREW", { what: vector.exchange.exception.message });
  return exchange;
}

/** What a vector's expression gives, beside what Camel says: `{ ok: true }` when they agree. */
export function outcomeOf(simple: Language, vector: Vector): { ok: true } | { found: unknown; expected: Json } {
  const mode = vector.mode === "parse-error" ? (vector.exchange.parseAs ?? "expression") : vector.mode;
  const placeholders = vector.exchange.placeholders ?? {};
  const context: CompileContext = {
    mode,
    placeholder: (key) => (Object.hasOwn(placeholders, key) ? placeholders[key] : undefined),
  };
  const different = (found: unknown) => ({ found, expected: vector.expected });
  const expectsError = isRecord(vector.expected) && ("evalError" in vector.expected || "errorIndex" in vector.expected);
  let compiled: ReturnType<Language["compile"]>;
  try {
    compiled = simple.compile(vector.expr, context);
  } catch (error) {
    if (!(error instanceof MortiseError) || error.code !== "EXPRESSION_SYNTAX") return different(String(error));
    if (!isRecord(vector.expected) || !("errorIndex" in vector.expected)) {
      if (isRecord(vector.expected) && vector.expected.evalError === null) return { ok: true };
      return different(error.message);
    }
    const { errorIndex } = vector.expected;
    if (errorIndex !== null && error.position?.position !== errorIndex)
      return different({ at: error.position?.position, message: error.message });
    const { message } = vector.exchange;
    return message !== undefined && !error.message.startsWith(message) ? different(error.message) : { ok: true };
  }
  if (vector.mode === "parse-error") return different("it compiles");
  const exchange = exchangeOf(vector);
  let found: Value;
  try {
    found = mode === "predicate" ? compiled.test(exchange) : compiled.evaluate(exchange);
    if (vector.resultType !== null) found = convertResult(found, vector.resultType, exchange.scope.timeZone);
  } catch (error) {
    if (!(error instanceof MortiseError) || !expectsError) return different(String(error));
    const text = (vector.expected as { evalError: string | null }).evalError;
    return text === null || error.message.includes(text) ? { ok: true } : different(error.message);
  }
  if (expectsError) return different(encode(found));
  const wanted = encode(decode(vector.expected));
  const got = plain(encode(found), wanted);
  if (JSON.stringify(sorted(got)) !== JSON.stringify(sorted(wanted))) return different(got);
  for (const [name, value] of Object.entries(vector.exchange.after?.headers ?? {}))
    if (JSON.stringify(encode(exchange.message.header(name) ?? null)) !== JSON.stringify(value))
      return different({ header: name });
  for (const [name, value] of Object.entries(vector.exchange.after?.variables ?? {}))
    if (JSON.stringify(encode(getVariable(exchange, name))) !== JSON.stringify(value))
      return different({ variable: name });
  return { ok: true };
}

/** JSON numbers have no width, and a Set is written as a list. */
function plain(found: Json, wanted: Json): Json {
  if (isRecord(found) && "$long" in found && typeof wanted === "number") return Number(found.$long);
  if (isRecord(found) && found.$ === "Double" && typeof wanted === "number") return Number(found.v);
  if (isRecord(found) && "$set" in found) return found.$set as Json;
  if (Array.isArray(found) && Array.isArray(wanted))
    return found.map((item, index) => plain(item, wanted[index] ?? null));
  return found;
}

function sorted(json: Json): Json {
  if (!isRecord(json)) return json;
  return Object.fromEntries(Object.entries(json).sort(([left], [right]) => (left < right ? -1 : 1)));
}

function isRecord(value: Json): value is { [key: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
