import { component, Predicate, Type } from "@mortise/contract";

export const spec = component({
  type: "Filter",
  title: "Filter",
  summary: "Lets a message pass when a condition holds; otherwise its path ends here.",
  remarks: `
A message that does not pass is not an error: the run ends \`completed\`, and the trace shows the condition that did not
hold. Another path of the flow goes on. The caller of a request-reply flow gets the message as it was at the filter.

**Compared with Dovetail.** The same. All languages can be used, not Simple alone.
`,
  group: "routing",
  kind: "processor",
  settings: Type.Object({
    expression: Predicate({
      title: "Expression",
      description: "Must hold for the message to pass.",
      examples: [
        "${header.isLastDay} == 'true'",
        "${date:now:dd} == 25",
        "${header.CamelHttpResponseCode} range '200..299'",
      ],
    }),
  }),
  effect: "pure",
});
