import {
  decode,
  Exchange,
  encode,
  type Json,
  Message,
  type MortiseError,
  mortiseError,
  type Scope,
  type Value,
} from "@mortise/contract";
import { beforeAll, expect, test } from "vitest";
import { type JavaScriptRunner, loadJavaScript } from "./index.ts";
import vectors from "./vectors.json" with { type: "json" };

interface Vector {
  name: string;
  source: string;
  headers?: { [name: string]: Json };
  properties?: { [name: string]: Json };
  body?: Json;
  flow?: { [name: string]: string };
  exception?: { code: "REMOTE_STATUS"; detail: { [name: string]: unknown } };
  seed?: number;
  expect?: {
    result: Json;
    headers?: { [name: string]: Json };
    removed?: string[];
    properties?: { [name: string]: Json };
    removedProperties?: string[];
    body?: Json;
    stdout?: string;
  };
  error?: { code: string; class?: string; text?: string; line?: number; column?: number };
}

let javascript: JavaScriptRunner;
beforeAll(async () => {
  javascript = await loadJavaScript();
});

const pairs = (json: { [name: string]: Json } = {}) =>
  Object.entries(json).map(([name, value]): [string, Value] => [name, decode(value)]);

function exchangeOf(vector: Vector): Exchange {
  const scope: Scope = {
    runId: "run-1",
    tenant: "tenant-1",
    environment: "test",
    flow: "flow-1",
    group: "group-1",
    timeZone: "Europe/Amsterdam",
    created: 0,
    now: () => Date.parse("2026-11-29T23:30:00Z"),
    random: () => vector.seed ?? 0.5,
    properties: new Map(Object.entries(vector.flow ?? {})),
    variables: new Map(),
  };
  const message = new Message(decode(vector.body ?? null), pairs(vector.headers));
  const exchange = new Exchange("exchange-1", scope, message, new Map(pairs(vector.properties)));
  if (vector.exception) exchange.exception = mortiseError(vector.exception.code, vector.exception.detail);
  return exchange;
}

const budgets = { ms: 2_000, output: 1_000 };
const written = (set: readonly (readonly [string, Value])[]) =>
  Object.fromEntries(set.map(([name, value]) => [name, encode(value)]));

// Twice each: the second time in the context that the first has used.
test.each(vectors as unknown as Vector[])("$name", async (vector) => {
  for (const time of ["first", "second"]) {
    await javascript.ready();
    const run = () => javascript.run(vector.source, exchangeOf(vector), budgets);
    if (vector.error) {
      const { code, text, line, column } = vector.error;
      const error = failureOf(run);
      expect(error.code, time).toBe(code);
      expect(error.source).toBe(vector.source);
      if (vector.error.class) expect(error.detail.class).toBe(vector.error.class);
      if (text) expect(error.message).toContain(text);
      if (line) expect(error.position?.line).toBe(line);
      if (column) expect(error.position?.column).toBe(column);
      continue;
    }
    const { headers, properties, body, result, stdout } = run();
    const wanted = vector.expect;
    const known = (value: Json): Json =>
      Array.isArray(value) ? value.map((item, index) => (is(wanted?.result, index) ? "@number" : known(item))) : value;
    expect(known(encode(result)), time).toEqual(wanted?.result);
    expect(written(headers.set)).toEqual(Object.fromEntries(Object.entries(wanted?.headers ?? {})));
    expect([...headers.removed].sort()).toEqual(wanted?.removed ?? []);
    expect(written(properties.set)).toEqual(wanted?.properties ?? {});
    expect(properties.removed).toEqual(wanted?.removedProperties ?? []);
    expect(body ? { value: encode(body.value) } : undefined).toEqual(
      wanted && "body" in wanted ? { value: wanted.body } : undefined,
    );
    expect(stdout).toBe(wanted?.stdout ?? "");
  }
});

/** Whether a vector only says that a number stands there. */
function is(wanted: Json | undefined, index: number): boolean {
  return Array.isArray(wanted) && wanted[index] === "@number";
}

function failureOf(run: () => unknown): MortiseError {
  try {
    run();
  } catch (error) {
    return error as MortiseError;
  }
  throw new Error("it did not fail");
}
