import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MortiseError } from "@mortise/contract";
import { compileGroovyScript } from "@mortise/languages";
import { expect, test } from "vitest";
import { groovyAnswer } from "./docs/groovy-answer.ts";

const guide = readFileSync(join(import.meta.dirname, "../docs/guides/groovy.md"), "utf8");
const blocks = [...guide.matchAll(/^```groovy\n((?:(?!^```).)*?)^\/\/ (gives|refused|ends): ([^\n]*)\n```$/gms)].map(
  ([, source = "", kind = "", wanted = ""]) => ({ source, kind, wanted }),
);

/** What an example comes to, as the guide writes it below. */
function outcomeOf(source: string): string {
  try {
    compileGroovyScript(source);
    return `gives: ${groovyAnswer(source)}`;
  } catch (error) {
    const failed = error instanceof MortiseError ? error : (error as Error).cause;
    if (!(failed instanceof MortiseError)) throw error;
    return `${failed.code === "SCRIPT_LIMIT" ? "ends" : "refused"}: ${failed.message}`;
  }
}

test("every Groovy example of the guide says what it comes to", () => {
  expect(blocks.length).toBe([...guide.matchAll(/^```groovy$/gm)].length);
});

test.each(blocks)("$source", ({ source, kind, wanted }) => {
  expect(outcomeOf(source)).toBe(`${kind}: ${wanted}`);
});
