import { expect, test } from "vitest";
import type { FlowDocument } from "./flow-document.ts";
import { semanticDiff } from "./semantic-diff.ts";

const flow: FlowDocument = {
  flow: 1,
  name: "A",
  properties: { url: { test: "a", production: null } },
  nodes: [
    { id: "start", type: "Scheduler", settings: { cron: "0 0 0 * * ?" } },
    { id: "call", type: "HTTP", settings: { url: "#{url}", retry: { times: 3 } } },
    { id: "log", type: "Log" },
  ],
  links: [
    { from: "start", to: "call" },
    { from: "start", to: "log" },
  ],
  layout: { start: [0, 0] },
};

test("moving a box is no difference", () => {
  expect(semanticDiff(flow, { ...flow, layout: { start: [500, 80] } })).toEqual([]);
});

test("a setting that changed is named by its field, with both values", () => {
  const nodes = flow.nodes.map((node) =>
    node.id === "call" ? { ...node, label: "Ask", settings: { url: "#{url}/v2", retry: { times: 3 } } } : node,
  );
  expect(semanticDiff(flow, { ...flow, nodes })).toEqual([
    { what: "node", name: "call", kind: "changed", field: "settings.url", before: "#{url}", after: "#{url}/v2" },
    { what: "node", name: "call", kind: "changed", field: "label", before: undefined, after: "Ask" },
  ]);
});

test("what came and what went is named", () => {
  const after = { ...flow, nodes: flow.nodes.slice(0, 2), links: flow.links.slice(0, 1), options: { trace: "off" } };
  expect(semanticDiff(flow, after).map(({ what, name, kind }) => `${what} ${name} ${kind}`)).toEqual([
    "option trace changed",
    "node log removed",
    "link start → log removed",
  ]);
  expect(semanticDiff(after, flow).map(({ kind }) => kind)).toEqual(["changed", "added", "added"]);
});

test("the order of two links of one output is a difference", () => {
  expect(semanticDiff(flow, { ...flow, links: flow.links.toReversed() })).toEqual([
    { what: "link", name: "start", kind: "changed", field: "order", before: ["call", "log"], after: ["log", "call"] },
  ]);
});
