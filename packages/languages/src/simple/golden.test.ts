import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { outcomeOf, type Vector } from "./golden.ts";
import { createSimple } from "./index.ts";

interface Exception {
  readonly id: string;
  /** `3.11 only`: Camel 4 contradicts it, and `evidence` says where. `other`: at most seven of these. */
  readonly kind: "3.11 only" | "other";
  readonly reason: string;
  readonly evidence?: string;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const { vectors } = read("./golden.json") as { vectors: readonly Vector[] };
const exceptions = read("./golden-exceptions.json") as readonly Exception[];
const excepted = new Map(exceptions.map((exception) => [exception.id, exception]));
const simple = createSimple();

describe("what Camel's own tests assert about Simple", () => {
  test.each(vectors.map((vector) => [vector.id, vector] as const))("%s", (id, vector) => {
    if (excepted.has(id)) expect(outcomeOf(simple, vector)).not.toEqual({ ok: true });
    else expect(outcomeOf(simple, vector)).toEqual({ ok: true });
  });

  test("has few exceptions, each with its reason", () => {
    expect(exceptions.filter(({ kind }) => kind === "other").length).toBeLessThanOrEqual(7);
    expect(exceptions.filter(({ kind, evidence }) => kind === "3.11 only" && !evidence)).toEqual([]);
    expect(exceptions.filter(({ id }) => !vectors.some((vector) => vector.id === id))).toEqual([]);
  });
});
