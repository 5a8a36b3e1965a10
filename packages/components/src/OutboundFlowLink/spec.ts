import { component, Defaulted, Type } from "@mortise/contract";

export const spec = component({
  type: "OutboundFlowLink",
  title: "Outbound Flow Link",
  summary: "Sends the message to another flow of the tenant, and waits for its answer or not.",
  remarks: `
The other flow begins with an Inbound Flow Link and runs in the same environment. It gets the body and the headers; the
\`breadcrumbId\` stays the same, so both runs are found together.

**One way.** The flow goes on with its own message as soon as it is certain that the other one runs. From a durable run
the call is made exactly once, also when the process dies in the middle of it.

**Request reply.** The message goes on with body and headers of the one at the other flow's end, or of the place where
that was filtered. Where the other flow fails, this node fails with the same error, also when the other's error route took
care of it: what its route says is no answer. Two flows whose \`delivery\` is \`direct\` run in one go. Otherwise the
answer is waited for as long as the option \`timeout\` says (20 s unless it is set), then the node fails with
\`ENGINE_TIMEOUT\`, and the other run goes on.

**Circles.** Flows may call each other, and themselves, 1,000 calls deep one way and 25 deep where each waits for the
next; then the call fails with \`LINK_ENDLESS\`. A flow that runs one at a time cannot wait for another run of itself:
that fails at once.

A flow that is not installed there, not started, or does not begin with an Inbound Flow Link is a warning when this flow
is installed, and \`LINK_UNAVAILABLE\` when it runs.

**Compared with Dovetail.** There is no Transport here: the called flow's \`delivery\` says it. A message is not kept for
a flow that is not installed; the run fails and can be replayed.
`,
  group: "routing",
  kind: "processor",
  settings: Type.Object({
    flow: Type.String({
      title: "Target flow",
      description: "The name of the flow to call.",
      examples: ["Process_Employee"],
      minLength: 1,
      maxLength: 200,
    }),
    pattern: Defaulted(
      Type.Enum(["one way", "request reply"], {
        title: "Exchange pattern",
        description: "Whether the flow goes on at once, or with the answer.",
        default: "one way",
      }),
    ),
  }),
  effect: "external",
  repeatable: { setting: "pattern", values: ["one way", "request reply"] },
});
