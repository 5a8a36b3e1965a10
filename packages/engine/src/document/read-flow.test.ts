import type { Mistake } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { MAX_BYTES } from "./limits.ts";
import { readFlow } from "./read-flow.ts";
import { components } from "./specs.fixture.ts";
import vectors from "./vectors.json" with { type: "json" };

interface Expected {
  readonly code: string;
  readonly pointer: string;
  readonly line?: number;
  readonly column?: number;
}

const body = (id: string) => ({ id, type: "SetBody", settings: { body: "" } });

describe("what is wrong with a document", () => {
  test.each(vectors as { name: string; document: unknown; mistakes: Expected[] }[])(
    "$name",
    ({ document, mistakes }) => {
      const found = readFlow(document, components).mistakes;
      const flat = found.map((mistake) => ({
        ...mistake,
        line: mistake.position?.line,
        column: mistake.position?.column,
      }));
      expect(flat).toEqual(mistakes.map((mistake) => expect.objectContaining(mistake)));
    },
  );
});

test("every mistake says what to do about it", () => {
  for (const { document } of vectors)
    for (const { help, severity } of readFlow(document, components).mistakes) {
      expect(severity).toBe("error");
      expect(help).toBeTruthy();
    }
});

const codes = (mistakes: readonly Mistake[]) => mistakes.map(({ code }) => code);

describe("limits", () => {
  test("a document of 6 MB is refused before it is read", () => {
    const { flow, mistakes } = readFlow(`{"name":"${"x".repeat(6_000_000)}"}`, components);
    expect(flow).toBeUndefined();
    expect(codes(mistakes)).toEqual(["FLOW_TOO_LARGE"]);
  });

  test("a value of 6 MB is refused as a text is", () => {
    expect(codes(readFlow({ name: "x".repeat(6_000_000) }, components).mistakes)).toEqual(["FLOW_TOO_LARGE"]);
  });

  test("bytes are counted, not characters", () => {
    expect(codes(readFlow(`{"name":"${"€".repeat(MAX_BYTES / 3)}"}`, components).mistakes)).toEqual(["FLOW_TOO_LARGE"]);
  });

  test.each([300, 200_000])("nesting %i deep is refused, as text", (depth) => {
    const text = `{"flow":1,"name":"x","nodes":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(codes(readFlow(text, components).mistakes)).toEqual(["FLOW_TOO_LARGE"]);
  });

  test("nesting 300 deep is refused, as a value", () => {
    let value: unknown = {};
    for (let depth = 0; depth < 300; depth++) value = { value };
    expect(codes(readFlow(value, components).mistakes)).toEqual(["FLOW_TOO_LARGE"]);
  });

  test("a value that holds itself is refused", () => {
    const value: { self?: unknown } = {};
    value.self = value;
    expect(codes(readFlow(value, components).mistakes)).toEqual(["FLOW_TOO_LARGE"]);
  });

  test("2,000 nodes are a flow, 2,001 are too many", () => {
    const nodes = Array.from({ length: 2_000 }, (_, index) => body(`n-${index}`));
    const links = nodes.slice(1).map(({ id }, index) => ({ from: `n-${index}`, to: id }));
    expect(readFlow({ flow: 1, name: "x", nodes, links }, components).mistakes).toEqual([]);
    expect(
      codes(readFlow({ flow: 1, name: "x", nodes: [...nodes, body("more")], links }, components).mistakes),
    ).toEqual(["FLOW_TOO_LARGE"]);
  });

  test("paths that part and meet again until a message would run for ever are refused", () => {
    const nodes = Array.from({ length: 60 }, (_, index) => body(`n-${index}`));
    const links = nodes
      .slice(2)
      .flatMap((_, index) => [1, 2].map((step) => ({ from: `n-${index}`, to: `n-${index + step}` })));
    const { mistakes } = readFlow(
      { flow: 1, name: "x", nodes, links: [...links, { from: "n-58", to: "n-59" }] },
      components,
    );
    expect(codes(mistakes)).toEqual(["FLOW_TOO_LARGE"]);
  });

  test("alternatives do not multiply: a chain of routers is no explosion", () => {
    const router = (id: string) => ({
      id,
      type: "ContentRouter",
      settings: { rules: [{ name: "a", expression: "x" }] },
    });
    const nodes = Array.from({ length: 60 }, (_, index) => router(`n-${index}`));
    const links = nodes
      .slice(1)
      .flatMap(({ id }, index) => ["a", "otherwise"].map((output) => ({ from: `n-${index}`, output, to: id })));
    expect(readFlow({ flow: 1, name: "x", nodes, links }, components).mistakes).toEqual([]);
  });

  test("a document full of mistakes is answered with a bounded list that says there are more", () => {
    const links = Array.from({ length: 9_000 }, (_, index) => ({ from: `x-${index}`, to: "a" }));
    const { mistakes } = readFlow({ flow: 1, name: "x", nodes: [body("a")], links }, components);
    expect(mistakes.length).toBe(501);
    expect(mistakes.at(-1)?.message).toContain("8500 more mistakes");
  });
});

test("what is no JSON value at all is refused with the place", () => {
  for (const odd of [undefined, 5n, () => 1, Number.NaN, new Date(0), new Map()]) {
    const { mistakes } = readFlow({ flow: 1, nodes: [odd === undefined ? Symbol("x") : odd] }, components);
    expect(mistakes).toEqual([expect.objectContaining({ code: "FLOW_INVALID", pointer: "/nodes/0" })]);
  }
});

test("a value with keys that reach a prototype is refused", () => {
  const { mistakes } = readFlow(JSON.parse('{ "nodes": [{ "__proto__": { "x": 1 } }] }'), components);
  expect(mistakes).toEqual([expect.objectContaining({ code: "FLOW_INVALID", pointer: "/nodes/0/__proto__" })]);
});

test("a flow that has its form is given back although its settings are wrong, and without the suffix of a type", () => {
  const { flow } = readFlow({ flow: 1, name: "x", nodes: [{ id: "a", type: "FilterComponent" }] }, components);
  expect(flow).toEqual({ flow: 1, name: "x", nodes: [{ id: "a", type: "Filter" }], links: [] });
});

test("what was read does not change with what it was read from", () => {
  const document = { flow: 1, name: "x", nodes: [body("a")] };
  const { flow } = readFlow(document, components);
  (document.nodes[0] as { id: string }).id = "changed";
  expect(flow?.nodes[0]?.id).toBe("a");
});
