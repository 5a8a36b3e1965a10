import { expect, test } from "vitest";
import type { FlowDocument } from "../document/flow-document.ts";
import { placeFor, placeForSource } from "./place-for.ts";

const flow: FlowDocument = {
  flow: 1,
  name: "A",
  nodes: [
    { id: "a", type: "SetBody" },
    { id: "b", type: "Log" },
  ],
  links: [{ from: "a", to: "b" }],
  layout: { a: [0, 0], b: [240, 0] },
};
const isSource = (type: string) => type === "Scheduler";

test("a new node goes after the one at hand, and never on another", () => {
  expect(placeFor(flow, "b", [0, 0])).toEqual({ at: [480, 0], after: "b" });
  expect(placeFor(flow, "a", [0, 0])).toEqual({ at: [240, 120], after: "a" });
  expect(placeFor(flow, undefined, [900, 300])).toEqual({ at: [800, 270], after: undefined });
});

test("a source goes in front of what nothing starts, unless there is a choice", () => {
  expect(placeForSource(flow, isSource)).toEqual({ at: [-240, 0], before: "a" });
  expect(placeForSource({ ...flow, links: [] }, isSource)).toBeUndefined();
  expect(placeForSource({ ...flow, nodes: [], links: [] }, isSource)).toBeUndefined();
});
