import { readFileSync } from "node:fs";
import {
  type CompileContext,
  decode,
  Exchange,
  encode,
  type Json,
  type Language,
  Message,
  MortiseError,
} from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { createLanguages } from "./index.ts";
import { scope } from "./simple/golden.ts";

interface Vector {
  readonly name: string;
  readonly source: string;
  readonly mode?: "predicate";
  readonly given?: {
    readonly body?: Json;
    readonly headers?: { readonly [name: string]: Json };
    readonly flowProperties?: { readonly [name: string]: string };
    readonly tenantVariables?: { readonly [name: string]: string };
  };
  readonly expect?: Json;
  readonly error?: string;
  readonly index?: number;
}

const languages = createLanguages();

function run(language: Language, { source, mode, given = {} }: Vector): Json {
  const { flowProperties } = given;
  const context: CompileContext = {
    mode: mode ?? "expression",
    ...(flowProperties ? { property: (name: string) => flowProperties[name] ?? "" } : {}),
  };
  const compiled = language.compile(source, context);
  const headers = Object.entries(given.headers ?? {}).map(([name, value]) => [name, decode(value)] as const);
  const own = { ...scope, variables: new Map(Object.entries(given.tenantVariables ?? {})) };
  const exchange = new Exchange("exchange-1", own, new Message(decode(given.body ?? null), headers));
  return encode(mode ? compiled.test(exchange) : compiled.evaluate(exchange));
}

describe.each(["jsonpath", "xpath", "jexl", "constant"])("%s", (name) => {
  const language = languages.get(name) as Language;
  const vectors = JSON.parse(
    readFileSync(new URL(`./${name}/vectors.json`, import.meta.url), "utf8"),
  ) as readonly Vector[];

  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    if (vector.error === undefined) {
      expect(run(language, vector)).toEqual(vector.expect);
      return;
    }
    let thrown: unknown;
    try {
      run(language, vector);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MortiseError);
    expect((thrown as MortiseError).message).toContain(vector.error);
    if (vector.index !== undefined) expect((thrown as MortiseError).position?.position).toBe(vector.index);
  });
});

/** What would hold the thread or fill the memory: each ends at its limit instead. */
const greedy: readonly (readonly [string, string, Json])[] = [
  ["simple", "${forEach(${range(1,99999)},${forEach(${range(1,99999)},${body})})}", null],
  ["simple", "${filter(${range(1,99999)},${range(1,99999)} contains ${body})}", null],
  ["simple", "${body.repeat(100000).repeat(100000)}", "abc"],
  ["simple", "${pad(x,999999999)}", null],
  ["simple", "${range(0,2147483647)}", null],
  ["simple", "${body.replaceAll('(a|b|ab)*c','')}", "ab".repeat(400_000)],
  ["simple", "${body} regex '(ab?){400}(cd?){400}'", "a"],
  ["simple", "${forEach(${range(1,99999)},${date:now:yyyy-MM-dd HH:mm})}", null],
  ["jsonpath", "$[?count($[*]) > 5]", Array.from({ length: 3_000 }, (_, index) => index)],
  ["jsonpath", "$..*..*..*..*..*..*..*", nested(40)],
  ["xpath", "count(//*[count(//*) > 1])", `<a>${"<b/>".repeat(3_000)}</a>`],
  ["xpath", "let $x := //* return count(for $a in $x, $b in $x, $c in $x return 1)", `<a>${"<b/>".repeat(300)}</a>`],
  ["jexl", "json[.a in json[.a in json[.a > 0]]]", JSON.stringify(Array.from({ length: 500 }, (_, a) => ({ a })))],
];

function nested(levels: number): Json {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

describe("a budget", () => {
  test.each(greedy)("ends a greedy %s expression at its limit: %s", (name, source, body) => {
    const language = languages.get(name) as Language;
    let thrown: unknown;
    try {
      language
        .compile(source, { mode: source.includes("regex") ? "predicate" : "expression" })
        .evaluate(new Exchange("exchange-1", scope, new Message(decode(body))));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(MortiseError);
    expect((thrown as MortiseError).message).toMatch(/limit|characters to match/);
  });
});
