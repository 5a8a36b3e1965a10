import { component, Simple, Type } from "@mortise/contract";
import { HEADER_FORM, HEADER_NAME } from "../header-name.ts";

export const spec = component({
  type: "SetHeaders",
  title: "Set Headers",
  summary: "Sets headers of the message, one after the other.",
  remarks: `
As a chain of SetHeader: values are text, names compare without case, and an entry sees what the entries before it set.
Headers set here count as named by the author, so a secret in them leaves with the next HTTP node.

**Compared with Dovetail.** The same.
`,
  group: "message",
  kind: "processor",
  settings: Type.Object({
    headers: Type.Array(
      Type.Object(
        {
          name: Type.String({
            title: "Header name",
            description: "The name of the header: letters, digits and `-`, `_` or `.`, no spaces.",
            examples: ["Content-Type"],
            pattern: HEADER_NAME,
            form: HEADER_FORM,
          }),
          value: Simple({
            title: "Expression",
            description: "The value, as text.",
            examples: ["application/x-www-form-urlencoded", "Bearer ${header.access_token}"],
          }),
        },
        { additionalProperties: false },
      ),
      { title: "Headers", description: "The headers to set, in order.", minItems: 1 },
    ),
  }),
  effect: "pure",
});
