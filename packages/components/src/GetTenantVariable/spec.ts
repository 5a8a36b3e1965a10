import { component, Simple, Type } from "@mortise/contract";

export const spec = component({
  type: "GetTenantVariable",
  title: "Get Tenant Variable",
  summary: "Reads a tenant variable and puts its value on a header.",
  remarks: `
The value is the one of the environment in which the flow runs, Test or Production. Encrypted values are decrypted;
from then on their text is hidden in traces, logs and errors, and HTTP does not send them along by itself: name the
header in SetHeader(s), or in HTTP's own \`headers\`, where the value is meant to leave.

A variable that does not exist (\`VARIABLE_NOT_FOUND\`) or has no value for the environment (\`VARIABLE_NO_VALUE\`) is an
error and leads to the error route; the header is never silently empty. Body and other headers stay as they are.

**Compared with Dovetail.** The same, except that a read after a write always gives the new value. To use a variable
inside another setting, write \`@{name}\` there.
`,
  group: "variables",
  kind: "processor",
  settings: Type.Object({
    header: Simple({
      title: "Header name",
      description: "The header that receives the value.",
      examples: ["loket_refresh_token"],
    }),
    variable: Simple({
      title: "Tenant variable",
      description: "The name of the variable; it can depend on the message.",
      examples: ["Loket_Refresh_Token_KLANT", "Loket_Refresh_Token_${header.customer}"],
      names: "tenantVariable",
    }),
  }),
  effect: "read",
});
