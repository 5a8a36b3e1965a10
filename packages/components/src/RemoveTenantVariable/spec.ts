import { component, Simple, Type } from "@mortise/contract";

export const spec = component({
  type: "RemoveTenantVariable",
  title: "Remove Tenant Variable",
  summary: "Deletes a tenant variable, with its values for Test and for Production.",
  remarks: `
The whole variable goes, not just the value of the environment in which the flow runs. A variable that does not exist
is an error (\`VARIABLE_NOT_FOUND\`).

**Compared with Dovetail.** The same.
`,
  group: "variables",
  kind: "processor",
  settings: Type.Object({
    variable: Simple({
      title: "Tenant variable",
      description: "The name of the variable; it can depend on the message.",
      examples: ["Loket_Refresh_Token_OLD"],
      names: "tenantVariable",
    }),
  }),
  effect: "store",
});
