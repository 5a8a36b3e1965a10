import { decode, Exchange, encode, type Json, Message } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import type { Example } from "../function.ts";
import { scope } from "../golden.ts";
import { createSimple } from "../index.ts";
import { setVariable } from "../variables.ts";
import { simpleFunctions } from "./index.ts";

const simple = createSimple();

function exchangeOf(example: Example): Exchange {
  const entries = (values: { readonly [name: string]: unknown } = {}) =>
    Object.entries(values).map(([name, value]) => [name, decode(value as Json)] as const);
  const message = new Message(decode((example.body ?? null) as Json), entries(example.headers));
  const exchange = new Exchange("exchange-1", scope, message, new Map(entries(example.properties)));
  for (const [name, value] of entries(example.variables)) setVariable(exchange, name, value);
  return exchange;
}

describe("the functions of Simple", () => {
  const documented = simpleFunctions.flatMap((entry) =>
    entry.examples.map((example) => [entry.name, example] as const),
  );

  test.each(documented)("%s: its example gives what its documentation says: $source", (_, example) => {
    const run = () => {
      const compiled = simple.compile(example.source, { mode: example.mode ?? "expression" });
      return encode(compiled.evaluate(exchangeOf(example)));
    };
    if (example.error !== undefined) expect(run).toThrow(example.error);
    else if ("result" in example) expect(run()).toEqual(encode(decode(example.result as Json)));
    else expect(run).not.toThrow();
  });

  test("have a name of their own, a sentence and an example each", () => {
    const names = simpleFunctions.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const entry of simpleFunctions) {
      expect(entry.summary, entry.name).toMatch(/\.$/);
      if (entry.family !== "absent") expect(entry.examples.length, entry.name).toBeGreaterThan(0);
    }
  });

  test("describe every parameter that a form names", () => {
    for (const entry of simpleFunctions)
      for (const form of entry.forms) {
        const inside = /\((.*)\)$/.exec(form)?.[1] ?? "";
        for (const name of inside
          .split(",")
          .map((part) => part.trim().replace("...", ""))
          .filter(Boolean))
          if (entry.family !== "header" || !form.startsWith("header."))
            expect(
              entry.parameters.map((parameter) => parameter.name),
              form,
            ).toContain(name);
      }
  });
});
