import { FlowTestSchema } from "@mortise/engine";
import type { Page } from "./page.ts";

/** The JSON Schema of x.test.json, for editors. */
export function flowTestSchemaPage(): Page {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $comment: "Generated, do not edit: npm run docs.",
    ...FlowTestSchema,
  };
  return { path: "docs/reference/flow-test.schema.json", text: `${JSON.stringify(schema, null, 2)}\n` };
}
