import { component, Defaulted, Simple, Type } from "@mortise/contract";

export const spec = component({
  type: "Log",
  title: "Log",
  summary: "Writes a line about the message to the flow's log.",
  remarks: `
Secrets do not reach the log: the values of encrypted variables and of secret properties are shown as \`•••\`, and so
are headers whose names tell of a secret, such as \`Authorization\` or \`access_token\`. A long body is cut.

**Compared with Dovetail.** The body is shown and the headers are not, as there. The message is new; the body's type
is always given. An error's message can be written with \`\${exception.message}\`.
`,
  group: "message",
  kind: "processor",
  settings: Type.Object({
    message: Type.Optional(
      Simple({
        title: "Message",
        description: "The text to write.",
        examples: ["Employer ${header.employer} answered ${header.CamelHttpResponseCode}"],
      }),
    ),
    level: Defaulted(
      Type.Enum(["info", "debug", "warning", "error"], {
        title: "Level",
        description: "How serious it is.",
        default: "info",
      }),
    ),
    showHeaders: Defaulted(
      Type.Boolean({ title: "Show headers", description: "Adds the headers of the message.", default: false }),
    ),
    showBody: Defaulted(
      Type.Boolean({ title: "Show body", description: "Adds the body of the message.", default: true }),
    ),
  }),
  effect: "pure",
});
