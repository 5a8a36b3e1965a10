import { component, Simple, Type } from "@mortise/contract";
import { HEADER_FORM, HEADER_NAME } from "../header-name.ts";

export const spec = component({
  type: "SetHeader",
  title: "Set Header",
  summary: "Sets one header of the message.",
  remarks: `
The value is text, whatever the expression yields. Names compare without case: setting \`subject\` overwrites
\`Subject\`. To keep a value's type, set the header in a Script.

A header set here counts as named by the author: a secret in it leaves with the next HTTP node, as \`Authorization\`
must. Remove it (RemoveHeaders) before a call to another party.

**Compared with Dovetail.** The same; the expression type is the \`language\` of the value, and \`constant\` keeps
\`\${…}\` as it is written.
`,
  group: "message",
  kind: "processor",
  settings: Type.Object({
    name: Type.String({
      title: "Header name",
      description: "The name of the header: letters, digits and `-`, `_` or `.`, no spaces.",
      examples: ["Authorization"],
      pattern: HEADER_NAME,
      form: HEADER_FORM,
    }),
    value: Simple({
      title: "Expression",
      description: "The value, as text.",
      examples: ["Bearer ${header.access_token}", { language: "jsonpath", source: "$.access_token" }],
    }),
  }),
  effect: "pure",
});
