import { component, Simple, Type } from "@mortise/contract";

export const spec = component({
  type: "SetBody",
  title: "Set Body",
  summary: "Replaces the body of the message.",
  remarks: `
A text with expressions in it gives text. An expression that is one function only keeps the type of its value:
\`\${header.employers}\` is a list when the header holds a list, and so is the result of a JSONPath expression.

Nothing is escaped for you: in a form, url-encode each value (or use HTTP's \`form\`, which does); in JSON, build the
text in a Script where values may hold quotes.

**Compared with Dovetail.** The successor of the Velocity component for building bodies; \`#\` has no meaning here.
`,
  group: "message",
  kind: "processor",
  settings: Type.Object({
    body: Simple({
      title: "Body",
      description: "The new body.",
      examples: ['{ "employer": "${header.employer}" }', { language: "jsonpath", source: "$._embedded[*].id" }],
    }),
  }),
  effect: "pure",
});
