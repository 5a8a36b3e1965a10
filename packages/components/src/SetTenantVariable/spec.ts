import { component, Defaulted, Simple, Type } from "@mortise/contract";

export const spec = component({
  type: "SetTenantVariable",
  title: "Set Tenant Variable",
  summary: "Stores a value in a tenant variable, for the environment in which the flow runs.",
  remarks: `
The variable is made when there is none. The write and the record that this node has run are one transaction, so the
value is written exactly once, also when the server is killed at that moment, and whatever reads it next sees it.

An encrypted variable stays encrypted, whatever \`encrypt\` says: a flow cannot uncover a secret by mistake.

With \`onlyIf\` the value is written only when the variable still holds the given text; otherwise the node fails with
\`VARIABLE_CONFLICT\` and nothing is written. An expression that yields nothing means "only when it has no value yet".

**Compared with Dovetail.** The expression types are Dovetail's. \`onlyIf\` is new; it prevents the lost update that
Dovetail has when two flows write one variable.
`,
  group: "variables",
  kind: "processor",
  settings: Type.Object({
    variable: Simple({
      title: "Tenant variable",
      description: "The name of the variable; it can depend on the message.",
      examples: ["Loket_Refresh_Token_KLANT"],
      names: "tenantVariable",
    }),
    value: Simple({
      title: "Value",
      description: "What is stored, as text.",
      examples: ["${header.new_refresh_token}", { language: "jsonpath", source: "$.refresh_token" }],
    }),
    encrypt: Defaulted(
      Type.Boolean({
        title: "Encrypt?",
        description: "Stores the value encrypted. A variable that is encrypted already stays so.",
        default: false,
      }),
    ),
    onlyIf: Type.Optional(
      Simple({
        title: "Only if it still is",
        description: "Writes only when the variable holds this text at that moment.",
        examples: ["${header.loket_refresh_token}"],
      }),
    ),
  }),
  effect: "store",
});
