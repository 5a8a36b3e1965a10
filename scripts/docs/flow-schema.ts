import type { Components } from "@mortise/contract";
import { flowSchema } from "@mortise/engine";
import type { Page } from "./page.ts";

/** The JSON Schema of a flow document, by which an editor completes and checks one. */
export function flowSchemaPage(components: Components): Page {
  const $comment = "Generated from the components by npm run docs. Do not edit.";
  const text = JSON.stringify({ $comment, ...flowSchema(components) }, null, 2);
  return { path: "docs/reference/flow.schema.json", text: `${text}\n` };
}
