import { component, Defaulted, Source, Type } from "@mortise/contract";

export const spec = component({
  type: "Script",
  title: "Script",
  summary: "Runs a Groovy or JavaScript script that may read and change the message.",
  remarks: `
A script sees \`request\` (also called \`message\`), \`body\`, \`headers\`, \`exchange\`, \`properties\` and
\`flow.properties\`. A result that is not null becomes the body; null leaves the body as it is. Headers keep the type
of the value that the script gives them. What it prints is written to the log.

\`#{…}\` and \`@{…}\` are not filled in inside a script: read \`flow.properties.name\`, and put a tenant variable on a
header first. Headers set by a script do not count as named by the author: a secret in them does not leave with HTTP.

The script runs apart from the server, with limits on time and memory; one that does not end is stopped. It cannot
reach files, the network or other runs.

**Compared with Dovetail.** The language is Groovy unless \`language\` says otherwise. "Upload file" is
\`{ "file": "x.groovy" }\` beside the flow; the console's Evaluate button is \`POST /evaluate\`.
`,
  group: "script",
  kind: "processor",
  settings: Type.Object({
    language: Defaulted(
      Type.Enum(["groovy", "javascript"], {
        title: "Language",
        description: "The language of the script.",
        default: "groovy",
      }),
    ),
    source: Source({
      title: "Script",
      description: "The script: text, a list of lines, or a file beside the flow.",
      examples: [
        [
          "def answer = new groovy.json.JsonSlurper().parseText(body)",
          "request.setHeader('access_token', answer.access_token)",
        ],
      ],
    }),
  }),
  effect: "read",
});
