import { expect, test } from "vitest";
import { changesOf } from "./message-diff.ts";

const state = (headers: object, body: unknown, properties?: object) =>
  ({ message: { headers, body }, properties }) as Parameters<typeof changesOf>[0];

test("what came, went and changed is told, and nothing else", () => {
  const before = state({ token: "a", Kept: 1, gone: "x" }, "", { p: 1 });
  const after = state({ TOKEN: "b", kept: 1, fresh: true }, '{"a":1}', { p: 1 });
  expect(changesOf(before, after)).toEqual([
    { place: "body", name: "body", before: "", after: '{\n  "a": 1\n}' },
    { place: "header", name: "fresh", before: undefined, after: "true" },
    { place: "header", name: "gone", before: "x", after: undefined },
    { place: "header", name: "TOKEN", before: "a", after: "b" },
  ]);
});

test("a step that was not recorded whole changed nothing that is known", () => {
  expect(changesOf(state({}, "a"), undefined)).toEqual([]);
  expect(changesOf(state({}, null), state({}, ""))).toEqual([]);
});
