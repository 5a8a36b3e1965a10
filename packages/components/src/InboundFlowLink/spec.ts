import { component, Type } from "@mortise/contract";

export const spec = component({
  type: "InboundFlowLink",
  title: "Inbound Flow Link",
  summary: "Starts the flow when another flow of the tenant calls it with an Outbound Flow Link.",
  remarks: `
The message comes in with the body, the headers and the \`breadcrumbId\` of the caller's; its exchange properties stay
with the caller. What goes back in request reply is the message at the end of this flow, as an Inbound HTTP would answer.

The flow is called in its own environment: Test by flows in Test, Production by those in Production. A run of it is
durable unless the flow's option \`delivery\` is \`direct\`.

**Compared with Dovetail.** There is no Transport: \`delivery: "direct"\` is Synchronous, the default is Queues. The
caller need not have the same.
`,
  group: "source",
  kind: "source",
  trigger: "link",
  settings: Type.Object({}),
  effect: "pure",
});
