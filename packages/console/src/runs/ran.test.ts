import { expect, test } from "vitest";
import type { Step } from "../api/schema.generated.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import { ranThrough } from "./ran.ts";

const flow: FlowDocument = {
  flow: 1,
  name: "A",
  nodes: ["a", "b", "c", "d"].map((id) => ({ id, type: "Log" })),
  links: [
    { from: "a", to: "b" },
    { from: "a", output: "otherwise", to: "c" },
    { from: "b", to: "d" },
  ],
};
const step = (nodeId: string, output: string, ms: number, more: object = {}) =>
  ({ nodeId, output, ms, ...more }) as Step;

test("a run is told by node and by link", () => {
  const steps = [step("a", "out", 1), step("b", "out", 2), step("b", "out", 3), step("d", "error", 4, { error: {} })];
  const { nodes, links } = ranThrough(flow, steps);
  expect([nodes.get("b"), nodes.get("d")?.end, nodes.has("c")]).toEqual([
    { count: 2, ms: 5, end: "ok" },
    "error",
    false,
  ]);
  expect(links).toEqual([{ count: 1, ms: 5 }, undefined, { count: 1, ms: 4 }]);
});

test("a way that ended at a filter goes no further", () => {
  const { nodes, links } = ranThrough(flow, [step("a", "stop", 1)]);
  expect([nodes.get("a")?.end, links]).toEqual(["stop", [undefined, undefined, undefined]]);
});
