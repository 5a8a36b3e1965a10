import { beforeAll, describe, expect, test } from "vitest";
import { compileGroovyScript, groovyLibrary, runGroovyScript } from "../groovy/index.ts";
import { type JavaScriptRunner, loadJavaScript } from "../javascript/index.ts";
import failingSeeds from "./failing-seeds.json" with { type: "json" };
import { createGroovyGrammar } from "./groovy-grammar.ts";
import { javascriptProgram } from "./javascript-grammar.ts";
import { fuzzExchange, objection } from "./verdict.ts";

/** Scripts of each language; `node bench/script-fuzz.ts` makes a hundred thousand. Of JavaScript fewer: each takes a context of its own. */
const COUNT = { groovy: 4_200, javascript: 800 };
const BUDGETS = { ms: 300, steps: 20_000, memory: 4_000_000, depth: 60, output: 2_000 };

const groovyProgram = createGroovyGrammar(groovyLibrary);
let javascript: JavaScriptRunner;
beforeAll(async () => {
  javascript = await loadJavaScript({ memory: 32_000_000 });
});

async function wrong(language: "groovy" | "javascript", source: string): Promise<string | undefined> {
  if (language === "groovy")
    return objection(language, () => runGroovyScript(compileGroovyScript(source), fuzzExchange(), BUDGETS));
  await javascript.ready();
  return objection(language, () => javascript.run(source, fuzzExchange(), BUDGETS));
}

describe("a script made by a grammar gives a value or an error of its own", () => {
  test.each([
    ["groovy", groovyProgram],
    ["javascript", javascriptProgram],
  ] as const)(
    "in hundreds and thousands of scripts of %s",
    async (language, program) => {
      const found: string[] = [];
      for (let seed = 0; seed < COUNT[language] && found.length < 5; seed += 1) {
        const source = program(seed);
        const what = await wrong(language, source);
        if (what) found.push(`seed ${seed}: ${source}\n=> ${what}`);
      }
      expect(found).toEqual([]);
    },
    180_000,
  );

  test.each([
    ...failingSeeds.groovy.map((seed) => ["groovy", seed, groovyProgram(seed)] as const),
    ...failingSeeds.javascript.map((seed) => ["javascript", seed, javascriptProgram(seed)] as const),
  ])("in %s also with seed %d, which once failed", async (language, _seed, source) => {
    expect(await wrong(language, source), source).toBeUndefined();
  });

  // The scripts themselves, where a library that has grown made others of their seeds.
  test.each([
    ["groovy", "def re\ud83dder = 1"] as const,
    ...failingSeeds.sources.map(({ language, source }) => [language as "groovy", source] as const),
  ])("in %s also when it is: %s", async (language, source) => {
    expect(await wrong(language, source)).toBeUndefined();
  });
});
