import { component, Type } from "@mortise/contract";

export const spec = component({
  type: "FailedExchange",
  title: "Failed Exchange",
  summary: "Starts the error route: a message that failed anywhere in the flow continues here.",
  remarks: `
The message comes in as it was when it failed. The error is at hand as \`\${exception.message}\`, and after a failed
HTTP call as \`\${exception.statusCode}\`, \`\${exception.responseBody}\` and \`\${exception.url}\`; \`\${exception.code}\`
is the code of the error.

The run ends \`failed\`, marked as handled. The caller of a request-reply flow gets the message at the end of this route,
with status 500 unless it carries another \`CamelHttpResponseCode\`. A failure inside the error route is logged and ends
the run; it does not start the route again.

**Compared with Dovetail.** The start of the Error Route tab. Here it is a node of the same document; a flow has at
most one.
`,
  group: "error",
  kind: "source",
  trigger: "failure",
  settings: Type.Object({}),
  effect: "pure",
});
