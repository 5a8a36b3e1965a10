import { component, Defaulted, Simple, Type } from "@mortise/contract";

export const spec = component({
  type: "Split",
  title: "Split",
  summary: "Sends each part of a message along `parts`, and then goes on once along `out`.",
  remarks: `
**What the parts are.** With a \`token\`, the text between its occurrences; \`\\n\` and \`\\t\` may be written so. A token
that is a start tag such as \`<order>\` stands for the elements of that name, each with the namespaces it is in. With an
expression alone, the items of its value:

| the value | the parts |
| --- | --- |
| a list, a set or an array | its items |
| several nodes (xpath) | each node, as XML |
| text that is a JSON array | its items, exactly as they stand there |
| any other text | the text between its commas, as in Camel; a comma in balanced parentheses does not count |
| a map, a number, a date | one part |
| nothing, or an empty text | none |

An object or list that \`jsonpath\` selects, or that stands in a JSON array, becomes a body of JSON text.

Each part is a message with the headers of the one that was split, and with \`CamelSplitIndex\`, \`CamelSplitSize\` and
\`CamelSplitComplete\` besides, both as headers and as exchange properties. What a part's path does to its message does not
reach the others.

**Then, along \`out\`,** the message goes on once: as it was, or with the ends of the parts as its body. \`xml\` puts them
between \`<Aggregated>\` and \`</Aggregated>\`, \`json\` into an array (a part that is itself an array stays one). A part
that a Filter stopped is at its end there. The exchange property \`CamelSplitSize\` says how many parts there were.

**A part that fails** stops no other. It goes to the error route by itself, and where that takes care of it the flow goes
on along \`out\`, without that part in the aggregation; the run ends \`failed\`, marked as handled, and a caller over HTTP gets
the message at the flow's end with status 500. Without an error route the split fails when all parts have gone their way, with
the error of the first that failed, and \`out\` is not followed.

**Streaming** makes each part only when it is its turn, so that one at a time is in memory; how many there are is known
with the last. **Parallel** has up to ten parts on their way at once; the aggregation keeps their order.

In a durable run that is taken up again, parts that were finished are not sent again. What the parts are is recorded when
the expression reads more than the message.

**Compared with Dovetail.** The bottom output is called \`parts\`, the right one \`out\`. All languages can be used. The
headers along \`out\` are those of the message before the split. There is no exchange pattern: \`parts\` is always awaited, and
an Outbound Flow Link below it sends one way.
`,
  group: "routing",
  kind: "processor",
  settings: Type.Object(
    {
      expression: Type.Optional(
        Simple({
          title: "Expression",
          description: "What is split. Defaults to the body, with a token.",
          examples: [
            { language: "jsonpath", source: "$.employees[*]" },
            { language: "xpath", source: "//order" },
            "${body}",
          ],
        }),
      ),
      token: Type.Optional(
        Type.String({
          title: "Token",
          description: "The text between the parts, or a start tag for the elements of that name.",
          examples: ["\\n", ";", "<order>"],
          minLength: 1,
        }),
      ),
      aggregation: Defaulted(
        Type.Enum(["none", "xml", "json"], {
          title: "Aggregation",
          description: "What goes on along `out`: the message as it was, or the ends of the parts as XML or JSON.",
          default: "none",
        }),
      ),
      streaming: Defaulted(
        Type.Boolean({
          title: "Use streaming",
          description: "Makes each part when it is its turn; for large messages.",
          default: false,
        }),
      ),
      parallel: Defaulted(
        Type.Boolean({
          title: "Split parallel",
          description: "Sends up to ten parts on their way at once.",
          default: false,
        }),
      ),
    },
    {
      if: { required: ["token"] },
      else: { required: ["expression"] },
    },
  ),
  outputs: ["parts"],
  effect: "pure",
  writes: {
    CamelSplitIndex: "Which part it is, from 0.",
    CamelSplitSize: "How many parts there are; with streaming, only at the last one.",
    CamelSplitComplete: "`true` at the last part, else `false`.",
  },
});
