import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { outcomeOf, type Vector } from "./golden.ts";

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const { vectors } = read("./golden.json") as { vectors: readonly Vector[] };
const more = read("./vectors.json") as readonly Vector[];

/** What a script here does not do as Groovy does, each with its reason. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ["cls-metaclass", "Metaprogramming is refused by name: a method put on String would be there for every script."],
]);

describe("what Groovy answers to integration scripts", () => {
  test.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (id, vector) => {
    const { found, expected } = outcomeOf(vector);
    if (EXCEPTIONS.has(id)) expect(found).not.toEqual(expected);
    else expect(found).toEqual(expected);
  });

  test("has exceptions for at most 4 % of the scripts, each of which there is", () => {
    expect(EXCEPTIONS.size).toBeLessThanOrEqual(vectors.length * 0.04);
    expect([...EXCEPTIONS.keys()].filter((id) => !vectors.some((vector) => vector.id === id))).toEqual([]);
  });
});

describe("what Groovy answers to single questions", () => {
  test.each(more.map((vector) => [vector.id, vector] as const))("%s", (_id, vector) => {
    const { found, expected } = outcomeOf(vector);
    expect(found).toEqual(expected);
  });
});
