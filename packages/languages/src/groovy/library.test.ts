import { Exchange, Message, MortiseError, type Scope } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { groovyLibrary } from "./library.ts";
import { compileGroovyScript, runGroovyScript } from "./script.ts";

const BUDGETS = { steps: 1_000_000, ms: 5_000, memory: 64_000_000, depth: 400, output: 10_000 };
const scope: Scope = {
  runId: "run",
  tenant: "acme",
  environment: "test",
  flow: "Examples",
  group: "",
  timeZone: "Europe/Amsterdam",
  created: 0,
  now: () => Date.parse("2026-01-01T00:00:00Z"),
  random: () => 0.5,
  properties: new Map(),
  variables: new Map(),
};

/** What is wrong with an example; undefined when it runs. */
function failureOf(example: string): string | undefined {
  try {
    const exchange = new Exchange("exchange", scope, new Message(null, [["name", "Ann"]]));
    runGroovyScript(compileGroovyScript(example), exchange, BUDGETS);
    return undefined;
  } catch (error) {
    return error instanceof MortiseError ? error.message : String(error);
  }
}

describe("the library of Groovy scripts", () => {
  test.each(groovyLibrary.map((type) => [type.name, type] as const))("runs every example of %s", (_name, type) => {
    const methods = [...type.constructors, ...type.statics, ...type.methods];
    const failures = methods.flatMap(({ signature, example }) => {
      const failure = failureOf(example);
      return failure === undefined ? [] : [`${signature}: ${example}: ${failure}`];
    });
    expect(failures).toEqual([]);
  });
});
