import { expect, test } from "vitest";
import type { SettingSchema } from "../document/spec.ts";
import { choicesOf, kindOf, required, valuesOf } from "./kinds.ts";

test.each([
  [{ kind: "expression", anyOf: [{ type: "string" }] }, "expression"],
  [{ kind: "cron", type: "string" }, "cron"],
  [{ enum: ["a", "b"] }, "choice"],
  [{ anyOf: [{ const: "a" }, { const: "b" }] }, "choice"],
  [{ type: "integer" }, "number"],
  [{ type: "array", items: { type: "string" } }, "list"],
  [{ type: "object", patternProperties: { "^.*$": { type: "string" } } }, "map"],
  [{ type: "object", properties: {} }, "object"],
  [{ type: "string" }, "text"],
  [{ anyOf: [{ type: "string" }, { type: "array" }] }, "json"],
] as [SettingSchema, string][])("%j is drawn as %s", (schema, kind) => {
  expect(kindOf(schema)).toBe(kind);
});

test("choices and values are found however the schema writes them", () => {
  expect(choicesOf({ anyOf: [{ const: "a" }, { const: 2 }] })).toEqual(["a", "2"]);
  expect(valuesOf({ patternProperties: { "^.*$": { kind: "expression" } } })).toEqual({ kind: "expression" });
});

test("what is demanded follows what is filled in", () => {
  const schema: SettingSchema = {
    required: ["name"],
    if: { properties: { method: { const: "repeat" } }, required: ["method"] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
    then: { required: ["interval"] },
    else: { required: ["cron"] },
  };
  expect([...required(schema, {})]).toEqual(["name", "cron"]);
  expect([...required(schema, { method: "repeat" })]).toEqual(["name", "interval"]);
});
