import { describe, expect, test } from "vitest";
import { arrange, errorNodes, inLine, positions } from "./arrange.ts";
import { edit, freeId, whyNoLink } from "./edit.ts";
import { type FlowDocument, isDocument } from "./flow-document.ts";
import { historyOf, isDirty, step } from "./history.ts";
import { printDocument } from "./print.ts";

const flow: FlowDocument = {
  flow: 1,
  name: "A",
  nodes: [
    { id: "start", type: "Scheduler", settings: { cron: "0 0 0 * * ?" } },
    { id: "call", type: "HTTP", settings: { url: "https://a", method: "POST" } },
    { id: "failed", type: "FailedExchange" },
    { id: "tell", type: "Log" },
  ],
  links: [
    { from: "start", to: "call" },
    { from: "failed", to: "tell" },
  ],
  layout: { start: [0, 0], call: [200, 0] },
};

describe("an edit", () => {
  test("adds a node under a free id, linked to the one it was added after", () => {
    const grown = edit(flow, { type: "add", nodeType: "HTTP", at: [400.4, 0], after: "call" });
    expect(grown.nodes.at(-1)).toEqual({ id: "http", type: "HTTP" });
    expect(grown.links.at(-1)).toEqual({ from: "call", to: "http" });
    expect(grown.layout?.http).toEqual([400, 0]);
    expect(freeId(grown, "HTTP")).toBe("http-2");
    expect(freeId(flow, "GetTenantVariable")).toBe("get-tenant-variable");
    expect(freeId(flow, "SetOAuth2Token")).toBe("set-oauth2-token");
  });

  test("removes nodes with their links and places", () => {
    const less = edit(flow, { type: "remove", nodes: ["call"], links: [1] });
    expect(less.nodes.map(({ id }) => id)).toEqual(["start", "failed", "tell"]);
    expect(less.links).toEqual([]);
    expect(less.layout).toEqual({ start: [0, 0] });
  });

  test("renames a node wherever it is named, and never to a name that is taken", () => {
    const renamed = edit(flow, { type: "rename", id: "call", to: "ask" });
    expect([renamed.nodes[1]?.id, renamed.links[0]?.to, renamed.layout?.ask]).toEqual(["ask", "ask", [200, 0]]);
    expect(edit(flow, { type: "rename", id: "call", to: "start" })).toBe(flow);
  });

  test("sets a setting where it stands, and takes the last one away with its list", () => {
    const changed = edit(flow, { type: "setting", id: "call", name: "url", value: "https://b" });
    expect(Object.keys(changed.nodes[1]?.settings ?? {})).toEqual(["url", "method"]);
    const gone = edit(flow, { type: "setting", id: "start", name: "cron", value: undefined });
    expect(gone.nodes[0]).toEqual({ id: "start", type: "Scheduler" });
  });

  test.each([
    ["call", "call", "self"],
    ["start", "call", "twice"],
    ["call", "start", "cycle"],
    ["call", "tell", undefined],
  ])("a link from %s to %s is refused for: %s", (from, to, why) => {
    expect(whyNoLink(flow, from, "out", to)).toBe(why);
    expect(edit(flow, { type: "connect", from, output: "out", to }) === flow).toBe(why !== undefined);
  });
});

describe("the history", () => {
  const setUrl = (value: string, mark?: string) =>
    ({ type: "edit", edit: { type: "setting", id: "call", name: "url", value }, ...(mark ? { mark } : {}) }) as const;

  test("goes back and forth, and forgets what was undone once something new is done", () => {
    const once = step(step(historyOf(flow), setUrl("b")), setUrl("c"));
    const back = step(once, { type: "undo" });
    expect(back.present.nodes[1]?.settings?.url).toBe("b");
    expect(step(back, { type: "redo" }).present).toEqual(once.present);
    expect(step(back, setUrl("d")).future).toEqual([]);
    expect(step(historyOf(flow), { type: "undo" }).present).toBe(flow);
  });

  test("takes the letters of one field for one step", () => {
    const typed = step(step(historyOf(flow), setUrl("b", "call url")), setUrl("bc", "call url"));
    expect(step(typed, { type: "undo" }).present).toBe(flow);
  });

  test("knows what is not saved, and that undoing everything leaves nothing to save", () => {
    const changed = step(historyOf(flow), setUrl("b"));
    expect([isDirty(historyOf(flow)), isDirty(changed)]).toEqual([false, true]);
    expect(isDirty(step(changed, { type: "undo" }))).toBe(false);
    expect(isDirty(step(changed, { type: "saved", document: changed.present }))).toBe(false);
    expect(step(changed, setUrl("b"))).toBe(changed);
  });
});

describe("the picture", () => {
  test("puts the error route below the rest", () => {
    expect([...errorNodes(flow)]).toEqual(["failed", "tell"]);
    const placed = arrange(flow);
    expect(placed.get("call")).toEqual([240, 0]);
    expect(placed.get("failed")?.[1]).toBeGreaterThan(placed.get("start")?.[1] ?? 0);
  });

  test("leaves boxes where their author put them", () => {
    const places = positions(flow);
    expect(places.get("call")).toEqual([200, 0]);
    expect(places.get("tell")?.[1]).toBeGreaterThanOrEqual(120);
  });

  test("puts chosen boxes on one line, along the way in which they lie", () => {
    const layout = { start: [0, 0], call: [200, 30], failed: [10, 400] } as const;
    expect(inLine({ ...flow, layout }, ["start", "call"])).toEqual({ start: [0, 0], call: [200, 0] });
    expect(inLine({ ...flow, layout }, ["start", "failed"])).toEqual({ start: [0, 0], failed: [0, 400] });
  });

  test("draws a cycle too, since a mistake has to be seen to be mended", () => {
    const round = { ...flow, links: [...flow.links, { from: "call", to: "start" }] };
    expect(arrange(round).size).toBe(4);
  });
});

describe("the text", () => {
  test("says the same, a node and a link a line", () => {
    const text = printDocument(flow);
    expect(JSON.parse(text)).toEqual(flow);
    expect(text).toContain('\n    { "from": "start", "to": "call" },\n');
  });

  test.each([
    [flow, true],
    [{ ...flow, links: undefined }, true],
    [{ nodes: [] }, false],
    [{ name: "x", nodes: [{ id: 1, type: "Log" }] }, false],
    [[], false],
    [null, false],
  ])("%j can be drawn: %s", (value, drawable) => {
    expect(isDocument(value)).toBe(drawable);
  });
});
