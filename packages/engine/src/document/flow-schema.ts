import type { Components, Spec } from "@mortise/contract";
import { documentSchema, type JsonSchema, nodeSchema } from "./document-schema.ts";
import { settingsSchema } from "./settings-schema.ts";

/** The JSON Schema (draft 2020-12) of a flow document with these components: for editors, and for `docs/reference/flow.schema.json`. */
export function flowSchema(components: Components): JsonSchema {
  const specs = [...components.values()].map(({ spec }) => spec).sort((a, b) => (a.type < b.type ? -1 : 1));
  const properties = documentSchema.properties as JsonSchema;
  const nodes = properties.nodes as JsonSchema;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Mortise flow",
    description: "A flow of Mortise: properties, nodes and links. Generated from the components.",
    ...documentSchema,
    properties: { ...properties, nodes: { ...nodes, items: nodeOf(specs) } },
    $defs: Object.fromEntries(specs.map((spec) => [spec.type, settingsOf(spec)])),
  };
}

function nodeOf(specs: readonly Spec[]): JsonSchema {
  const properties = nodeSchema.properties as JsonSchema;
  const type = {
    description: "The component.",
    anyOf: [
      ...specs.map(({ type, summary }) => ({ const: type, description: summary })),
      {
        enum: specs.map(({ type }) => `${type}Component`),
        description: "As Dovetail spells it; the formatter drops the suffix.",
      },
    ],
  };
  return {
    ...nodeSchema,
    properties: { ...properties, type },
    allOf: specs.map((spec) => ({
      if: { properties: { type: { enum: [spec.type, `${spec.type}Component`] } }, required: ["type"] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
      then: {
        properties: { settings: { $ref: `#/$defs/${spec.type}` } },
        ...(needsSettings(spec) ? { required: ["settings"] } : {}),
      },
    })),
  };
}

function settingsOf(spec: Spec): JsonSchema {
  return { title: spec.title, description: spec.summary, ...settingsSchema(spec) };
}

/** Whether a node of this component cannot do without settings; an `else` branch may ask for one too (Scheduler). */
function needsSettings(spec: Spec): boolean {
  const { required, else: otherwise } = settingsSchema(spec) as {
    readonly required?: unknown;
    readonly else?: JsonSchema;
  };
  return required !== undefined || otherwise?.required !== undefined;
}
