import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryFlow } from "./arbitrary-flow.fixture.ts";
import { flowSchema } from "./flow-schema.ts";
import { hasErrors } from "./mistakes.ts";
import { readFlow } from "./read-flow.ts";
import { components } from "./specs.fixture.ts";
import vectors from "./vectors.json" with { type: "json" };

const schema = JSON.parse(JSON.stringify(flowSchema(components)));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const validate = ajv.compile(schema);

test("the schema is JSON Schema of draft 2020-12", () => {
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(ajv.validateSchema(schema)).toBe(true);
});

test("it accepts every flow that can be read", () => {
  fc.assert(
    fc.property(arbitraryFlow, (document) => {
      expect(readFlow(document, components).mistakes).toEqual([]);
      validate(document);
      expect(validate.errors ?? []).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

describe("what it refuses is what reading refuses for its form", () => {
  // Ids used twice, circles and the like are beyond a schema.
  const form = vectors.filter(({ document }) => typeof document !== "string" || document.startsWith("\ufeff"));
  test.each(form)("$name", ({ document }) => {
    const value = typeof document === "string" ? JSON.parse(document.slice(1)) : document;
    const { mistakes } = readFlow(document, components);
    const inForm = mistakes.filter(
      ({ code, message }) =>
        code === "FLOW_SETTINGS_INVALID" || code === "FLOW_UNKNOWN_COMPONENT" || /: expected .*, found/.test(message),
    );
    const structural = mistakes.filter(
      ({ pointer = "", message }) =>
        /^\/(links|nodes)(\/\d+)?$/.test(pointer) || /by the output|cannot stand/.test(message),
    );
    expect(validate(value)).toBe(!hasErrors(inForm.filter((mistake) => !structural.includes(mistake))));
  });
});

test("an editor is offered each component with its summary, and its settings with descriptions and defaults", () => {
  const type = schema.properties.nodes.items.properties.type;
  expect(type.anyOf).toContainEqual({ const: "HTTP", description: "For tests." });
  expect(schema.$defs.HTTP.properties.method).toMatchObject({
    description: "Method.",
    default: "GET",
    enum: ["GET", "POST", "PUT"],
  });
  expect(schema.$defs.HTTP.required).toEqual(["url"]);
});

test("a node whose component cannot do without settings must have some, one of another may have none", () => {
  const flow = (node: object) => ({ flow: 1, name: "x", nodes: [{ id: "a", ...node }] });
  expect(validate(flow({ type: "HTTP" }))).toBe(false);
  expect(validate(flow({ type: "Timer" }))).toBe(false);
  expect(validate(flow({ type: "Failed" }))).toBe(true);
  expect(validate(flow({ type: "FailedComponent" }))).toBe(true);
});
