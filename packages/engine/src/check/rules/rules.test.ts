import type { FlowDocument, FlowNode, Mistake } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { checkFlow } from "../check-flow.ts";
import type { TokenLife } from "../checked-flow.ts";
import { context } from "../context.fixture.ts";
import { rules } from "./index.ts";
import vectors from "./vectors.json" with { type: "json" };

interface Vector {
  readonly name: string;
  /** Ids in the order of the path; `a > b` links both. */
  readonly path?: string;
  readonly links?: readonly (readonly [string, string, string?])[];
  readonly nodes: { readonly [id: string]: readonly [string, object] };
  readonly properties?: object;
  readonly options?: object;
  /** Another flow of the tenant, as the vector writes flows. */
  readonly neighbour?: Vector;
  readonly tokenLife?: TokenLife;
  readonly warnings: readonly Partial<Mistake>[];
}

function document({ path = "", links = [], nodes, properties, options }: Vector): FlowDocument {
  const ids = path.split(" > ").filter(Boolean);
  const chain = ids.slice(1).map((to, index) => ({ from: ids[index], to }));
  const named = Object.entries(nodes).map(([id, [type, settings]]) => ({ id, type, settings }) as FlowNode);
  const more = links.map(([from, to, output]) => ({ from, to, ...(output ? { output } : {}) }));
  return JSON.parse(
    JSON.stringify({ flow: 1, name: "x", options, properties, nodes: named, links: [...chain, ...more] }),
  );
}

describe("what is worth a warning, and what is not", () => {
  test.each(vectors as unknown as Vector[])("$name", (vector) => {
    const found = checkFlow(document(vector), {
      ...context,
      neighbours: vector.neighbour && [document(vector.neighbour)],
      tokenLife: () => vector.tokenLife,
    });
    expect(found).toEqual(
      vector.warnings.map((warning) => expect.objectContaining({ severity: "warning", ...warning })),
    );
    for (const { message, help } of found)
      expect([message, help]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
  });
});

test("every rule warns in some vector, has a name of its own and says what it looks for", () => {
  const codes = new Set(
    vectors.flatMap(({ warnings }) => warnings.map(({ code }) => code.replace(/^cron-.*/, "cron"))),
  );
  expect(rules.map(({ name }) => name).filter((name) => !codes.has(name))).toEqual([]);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  for (const { description } of rules) expect(description).toMatch(/^[A-Z].*\.$/);
});
