import { expect, test } from "vitest";
import { readExpression, readScript, writeExpression, writeScript } from "./written.ts";

test.each([
  ["${body}", { language: "simple", source: "${body}" }],
  [
    { language: "jsonpath", source: "$.a" },
    { language: "jsonpath", source: "$.a" },
  ],
  [undefined, { language: "simple", source: "" }],
])("the expression %j is read as %j and written back as it was", (value, written) => {
  expect(readExpression(value)).toEqual(written);
  expect(writeExpression(readExpression(value))).toEqual(value);
});

test.each([["one line"], [["two", "lines"]], [undefined]])("the script %j is written back as it was", (value) => {
  expect(writeScript(readScript(value))).toEqual(value);
});
