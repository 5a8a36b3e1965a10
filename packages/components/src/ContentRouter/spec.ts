import { component, Predicate, Type } from "@mortise/contract";

export const spec = component({
  type: "ContentRouter",
  title: "Content Router",
  summary: "Sends a message along the output of the first rule that holds, or along `otherwise`.",
  remarks: `
Rules are asked in their order, and only until one holds. Each rule has an output of its name; \`otherwise\` is for the
messages for which none holds. An output that no link leaves by ends the path, which is no error.

An expression that cannot be evaluated fails the message: it does not count as a rule that does not hold.

**Compared with Dovetail.** The same. All languages can be used. There is no exchange pattern: the caller of a
request-reply flow gets the message at the end of the branch it took.
`,
  group: "routing",
  kind: "processor",
  settings: Type.Object({
    rules: Type.Array(
      Type.Object(
        {
          name: Type.String({
            title: "Name",
            description: "The output's name, as links spell it.",
            pattern: "^(?!otherwise$)\\S(.{0,98}\\S)?$",
            form: "1 to 100 characters without a blank at either end, and not otherwise",
            examples: ["urgent"],
          }),
          expression: Predicate({
            title: "Expression",
            description: "Must hold for the message to go this way.",
            examples: ["${header.total} > 1000", { language: "jsonpath", source: "$.lines[?@.urgent == true]" }],
          }),
        },
        { additionalProperties: false },
      ),
      {
        title: "Rules",
        description: "Asked in order; the first that holds wins.",
        minItems: 1,
        examples: [[{ name: "large", expression: "${header.total} > 1000" }]],
      },
    ),
  }),
  outputs: { each: "rules", also: ["otherwise"] },
  effect: "pure",
});
