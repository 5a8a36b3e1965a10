import { Type as Typebox } from "typebox";
import { expect, test } from "vitest";
import { Type } from "./schema.ts";

const schemas: { readonly [name: string]: (make: typeof Type) => unknown } = {
  "plain types": (make) => [
    make.Any(),
    make.Boolean(),
    make.Integer({ minimum: 1 }),
    make.Null(),
    make.Number(),
    make.String({ description: "text" }),
    make.Unknown(),
  ],
  lists: (make) => make.Array(make.String(), { minItems: 1 }),
  "lists of values": (make) => make.Enum(["a", "b"], { title: "t" }),
  literals: (make) => [make.Literal("a"), make.Literal(3), make.Literal(true, { title: "t" })],
  alternatives: (make) => make.Union([make.Literal("a"), make.Null()], { description: "either" }),
  maps: (make) => make.Record(make.String(), make.Unknown(), { maxProperties: 5 }),
  "schemas of one's own": (make) => make.Unsafe<number>({ kind: "duration", type: "integer" }),
  "objects with what they may lack": (make) =>
    make.Object(
      { a: make.Optional(make.String()), b: make.Integer(), c: make.Optional(make.Object({ d: make.Null() })) },
      { additionalProperties: false },
    ),
  "objects without anything needed": (make) => make.Object({ a: make.Optional(make.Array(make.String())) }),
  "objects that may lack all": (make) =>
    make.Partial(make.Object({ a: make.String(), b: make.Optional(make.Null()) }, { additionalProperties: false })),
  "objects without anything": (make) => make.Object({}),
};

test.each(Object.entries(schemas))("%s are the JSON that typebox makes", (_, schema) => {
  expect(JSON.stringify(schema(Type))).toBe(JSON.stringify(schema(Typebox)));
});

test("a property that may be lacking stays so in a copy of its object", () => {
  const optional = Type.Optional(Type.String());
  expect(JSON.stringify(Type.Object({ ...{ optional } }))).toBe(
    '{"type":"object","properties":{"optional":{"type":"string"}}}',
  );
});
