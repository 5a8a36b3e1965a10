import { readFileSync } from "node:fs";
import {
  type CompileContext,
  decode,
  Exchange,
  encode,
  type Json,
  Message,
  MortiseError,
  mortiseError,
} from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { scope } from "./golden.ts";
import { createSimple } from "./index.ts";

type Values = { readonly [name: string]: Json };
type Texts = { readonly [name: string]: string };

interface Vector {
  readonly name: string;
  readonly source: string;
  readonly mode?: "predicate";
  readonly given?: {
    readonly body?: Json;
    readonly headers?: Values;
    readonly properties?: Values;
    readonly flowProperties?: Texts;
    readonly tenantVariables?: Texts;
    readonly exception?: { readonly message: string };
    readonly timeZone?: string;
    readonly now?: number;
  };
  readonly expect?: Json;
  readonly error?: string;
  readonly index?: number;
  /** Where the expectation comes from. */
  readonly from: string;
}

const vectors = JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8")) as readonly Vector[];
const simple = createSimple();

function exchangeOf({ given = {} }: Vector): Exchange {
  const entries = (values: Values = {}) =>
    Object.entries(values).map(([name, value]) => [name, decode(value)] as const);
  const { now = scope.now() } = given;
  const own = {
    ...scope,
    timeZone: given.timeZone ?? scope.timeZone,
    now: () => now,
    variables: new Map(Object.entries(given.tenantVariables ?? {})),
  };
  const message = new Message(decode(given.body ?? null), entries(given.headers));
  const exchange = new Exchange("exchange-1", own, message, new Map(entries(given.properties)));
  if (given.exception)
    exchange.exception = mortiseError("EXPRESSION_THREW", { ...given.exception, what: given.exception.message });
  return exchange;
}

function run(vector: Vector): Json {
  const flowProperties = vector.given?.flowProperties;
  const context: CompileContext = {
    mode: vector.mode ?? "expression",
    ...(flowProperties ? { property: (name: string) => flowProperties[name] ?? "" } : {}),
  };
  const compiled = simple.compile(vector.source, context);
  return encode(vector.mode ? compiled.test(exchangeOf(vector)) : compiled.evaluate(exchangeOf(vector)));
}

describe("Simple", () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    if (vector.error === undefined) {
      expect(run(vector)).toEqual(vector.expect);
      return;
    }
    let thrown: unknown;
    try {
      run(vector);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MortiseError);
    const error = thrown as MortiseError;
    expect(error.message).toContain(vector.error);
    expect(error.source).toBe(vector.source);
    if (vector.index !== undefined) expect(error.position?.position).toBe(vector.index);
  });
});
