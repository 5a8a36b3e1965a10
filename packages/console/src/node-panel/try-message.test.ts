import { expect, test } from "vitest";
import { headersFrom, placeholdersOf } from "./try-message.ts";

test.each([
  ['{ "a": 1, "b": "x" }', { a: 1, b: "x" }],
  ["a: 1\nB-c: x y", { a: "1", "B-c": "x y" }],
  ['"name"="value","n2"="v=2"', { name: "value", n2: "v=2" }],
  ["", {}],
])("headers typed as %j are %j", (text, headers) => {
  expect(headersFrom(text)).toEqual(headers);
});

test("only properties with a value in the environment are filled in", () => {
  const document = {
    flow: 1 as const,
    name: "A",
    properties: { url: { test: "a", production: null }, key: { secret: true as const } },
    nodes: [],
    links: [],
  };
  expect(placeholdersOf(document, "test").placeholders).toEqual({ url: "a" });
  expect(placeholdersOf(document, "production").placeholders).toEqual({});
});
