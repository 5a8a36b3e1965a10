import { component, Type } from "@mortise/contract";

export const spec = component({
  type: "RemoveHeaders",
  title: "Remove Headers",
  summary: "Removes the headers whose names fit a pattern.",
  remarks: `
A pattern is an exact name, a beginning followed by a star (\`loket_*\`), a list (\`a|b\`), or \`*\` for all headers.
Anything else is read as a regular expression that must fit the whole name; a star at the beginning of a group,
\`(*_text)\`, stands for any beginning. **Patterns compare with case**, unlike every other use of a header's name.

\`breadcrumbId\`, by which a run is found again, survives \`*\`; an expression such as \`\\w+\` removes it too.

**Within parentheses a star repeats what stands before it**, as in a regular expression: \`(text_*)\` fits \`text_\`
and \`text__\` but not \`text_1\`. Of the headers text_1, text_2, text3 and text_, pattern \`*\` with exclude
\`(text_*)|text3\` removes text_1 and text_2. For every name that begins with \`text_\`, write \`text_*\` or
\`(text_.*)\`.

**Compared with Dovetail.** The same, the results in its documentation included. Expressions with look-ahead or
back references are refused: use \`exclude\`.
`,
  group: "message",
  kind: "processor",
  settings: Type.Object({
    pattern: Type.String({
      title: "Pattern",
      description: "Which headers go.",
      examples: ["*", "access_token|new_refresh_token", "loket_*"],
      minLength: 1,
      maxLength: 1000,
    }),
    exclude: Type.Optional(
      Type.String({
        title: "Exclude",
        description: "Which of those stay.",
        examples: ["Authorization|Content-Type"],
        maxLength: 1000,
      }),
    ),
  }),
  effect: "pure",
});
