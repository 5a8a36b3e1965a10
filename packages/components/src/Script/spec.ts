import { component, Defaulted, Duration, Source, Type } from "@mortise/contract";

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

The script runs apart from the server; it cannot reach files, the network or other runs. What it may use up is
limited: one that goes over a limit is ended with \`SCRIPT_LIMIT\`, which names the limit and who can raise it. \`limits\`
asks for more or for less than the usual, as far as the operator's ceilings allow (\`mortise doctor\` lists them under
\`MORTISE_SCRIPT_…\`).

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
    limits: Type.Optional(
      Type.Object(
        {
          time: Type.Optional(
            Duration({ title: "Time", description: "How long it may run. Usually 5s.", examples: ["15s"] }),
          ),
          memory: Type.Optional(
            Type.Integer({
              title: "Memory",
              description:
                "Megabytes: what a Groovy script makes in all, and what JavaScript holds at once. Usually 64.",
              examples: [200],
              minimum: 16,
              maximum: 2_000,
            }),
          ),
          steps: Type.Optional(
            Type.Integer({
              title: "Steps",
              description: "Calls and loop turns of a Groovy script. Usually a billion: the time is over first.",
              minimum: 1_000,
            }),
          ),
          depth: Type.Optional(
            Type.Integer({
              title: "Depth",
              description: "Calls within calls of a Groovy script. Usually 500.",
              minimum: 10,
              maximum: 5_000,
            }),
          ),
          output: Type.Optional(
            Type.Integer({
              title: "Output",
              description: "Characters that it may print. Usually 100,000.",
              minimum: 0,
              maximum: 100_000_000,
            }),
          ),
        },
        {
          title: "Limits",
          description: "What the script may use up, where the usual is not right for it.",
          additionalProperties: false,
        },
      ),
    ),
  }),
  effect: "read",
  actions: [
    {
      name: "try",
      title: "Try",
      description:
        "Runs the script with test data – headers, properties and a body – and shows the message as it leaves it, its result, what it prints, or the place of its error: `POST /evaluate` with the mode `script`.",
    },
  ],
});
