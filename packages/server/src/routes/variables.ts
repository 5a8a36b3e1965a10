import { grantViewOf, mortiseError, Type, type VariableRecord, type VariableSlot } from "@mortise/contract";
import { setVersion } from "../api/etag.ts";
import { pageOf } from "../api/pages.ts";
import { route } from "../api/route.ts";
import { Instant, iso, isoOrNull, listOf, Nullable, object, page, TenantId, TenantParams } from "../api/schemas.ts";
import { importVariables } from "../variables/import.ts";

/** As a flow can name it: `@{name}`. */
const VariableName = Type.String({
  pattern: "^(?!\\.{1,2}$)[A-Za-z0-9_.-]{1,200}$",
  description: "Letters, digits, `_`, `.` and `-`; not `.` or `..`, which an address cannot name.",
});

/** What addresses below `variables` mean already. */
const TAKEN: ReadonlySet<string> = new Set(["export", "import"]);

/** Throws `API_INVALID` for a name that could be written and never be read. */
function refuseTaken(name: string, pointer: string): void {
  if (TAKEN.has(name))
    throw mortiseError(
      "API_INVALID",
      {
        what: `no variable can be called "${name}", since its address is that of ${name}ing all of them; take another name`,
      },
      { pointer },
    );
}

const VariableParams = object({ tenant: TenantId, name: VariableName });

const Value = Nullable(Type.String({ maxLength: 1_000_000 }));

const Tags = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 });

const Slot = object(
  {
    value: Nullable(Type.String({ description: "Null when there is none, or when the key may not see it." })),
    hasValue: Type.Boolean(),
    encrypted: Type.Boolean(),
    updatedAt: Nullable(Instant),
    updatedBy: Nullable(Type.String()),
  },
  "VariableSlot",
);

const Variable = object(
  {
    name: VariableName,
    test: Slot,
    production: Slot,
    encrypted: Type.Boolean({ description: "One of its values is kept encrypted." }),
    tags: Tags,
    createdAt: Instant,
    createdBy: Type.String(),
    updatedAt: Instant,
    updatedBy: Type.String(),
    version: Type.Integer(),
  },
  "Variable",
);

const Side = object({ value: Value });

const Exported = object(
  { name: VariableName, test: Side, production: Side, encrypted: Type.Boolean(), tags: Type.Optional(Tags) },
  "ExportedVariable",
);

const showSlot = ({ value, hasValue, encrypted, updatedAt, updatedBy }: VariableSlot) => ({
  value,
  hasValue,
  encrypted,
  updatedAt: isoOrNull(updatedAt),
  updatedBy,
});

const show = (variable: VariableRecord) => ({
  name: variable.name,
  test: showSlot(variable.test),
  production: showSlot(variable.production),
  encrypted: variable.test.encrypted || variable.production.encrypted,
  tags: variable.tags,
  createdAt: iso(variable.createdAt),
  createdBy: variable.createdBy,
  updatedAt: iso(variable.updatedAt),
  updatedBy: variable.updatedBy,
  version: variable.version,
});

const secretsFor = (who: { readonly scopes: readonly string[] }) => ({ secrets: who.scopes.includes("secrets") });

export const variableRoutes = [
  route({
    method: "GET",
    path: "/tenants/{tenant}/variables",
    id: "listVariables",
    tag: "variables",
    summary: "Lists the tenant's variables by name",
    role: "viewer",
    params: TenantParams,
    query: object(page),
    answers: { 200: { description: "The variables", schema: listOf(Variable) } },
    async handle({ runtime, who, params, query }) {
      const variables = await runtime.store.variables.list(params.tenant, secretsFor(who));
      const { items, cursor } = pageOf(variables, query, ({ name }) => name);
      return { items: items.map(show), cursor };
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/variables/export",
    id: "exportVariables",
    tag: "variables",
    summary: "All variables in the form that import takes; encrypted values only for a key with the scope `secrets`",
    role: "viewer",
    params: TenantParams,
    answers: { 200: { description: "The variables", schema: object({ variables: Type.Array(Exported) }) } },
    async handle({ runtime, who, params }) {
      const variables = await runtime.store.variables.list(params.tenant, secretsFor(who));
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "variable.export",
        target: "*",
      });
      return {
        variables: variables
          .filter(({ name }) => !grantViewOf(name))
          .map(({ name, test, production, tags }) => ({
            name,
            test: { value: test.value },
            production: { value: production.value },
            encrypted: test.encrypted || production.encrypted,
            tags,
          })),
      };
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/variables/import",
    id: "importVariables",
    tag: "variables",
    summary: "Adds the variables of an export; those that exist are kept, or replaced where asked for",
    role: "editor",
    params: TenantParams,
    bodyLimit: 10_000_000,
    body: object({
      variables: Type.Array(Exported, { maxItems: 10_000 }),
      existing: Type.Optional(
        Type.Enum(["keep", "replace"], { description: "What becomes of those that exist. Defaults to keep." }),
      ),
      dryRun: Type.Optional(Type.Boolean()),
    }),
    answers: {
      200: {
        description: "What was done, by name",
        schema: object({
          created: Type.Array(Type.String()),
          replaced: Type.Array(Type.String()),
          kept: Type.Array(Type.String()),
          withoutValue: Type.Array(
            Type.String({ description: "Encrypted where they came from: their values did not travel." }),
          ),
        }),
      },
    },
    async handle({ runtime, who, params, body }) {
      for (const [index, { name }] of body.variables.entries()) refuseTaken(name, `/variables/${index}/name`);
      const done = await importVariables(runtime.store.variables, params.tenant, body, who.name);
      if (!body.dryRun)
        await runtime.store.history.audit({
          tenant: params.tenant,
          who: who.name,
          action: "variable.import",
          target: "*",
          detail: { created: done.created, replaced: done.replaced },
        });
      return done;
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/variables/{name}",
    id: "getVariable",
    tag: "variables",
    summary: "Shows a variable",
    role: "viewer",
    params: VariableParams,
    answers: { 200: { description: "The variable", schema: Variable } },
    async handle({ runtime, who, params, reply }) {
      const variable = await runtime.store.variables.get(params.tenant, params.name, secretsFor(who));
      if (!variable) throw mortiseError("API_NOT_FOUND", { what: `tenant variable "${params.name}"` });
      setVersion(reply, variable.version);
      return show(variable);
    },
  }),
  route({
    method: "PUT",
    path: "/tenants/{tenant}/variables/{name}",
    id: "putVariable",
    tag: "variables",
    summary: "Creates or changes a variable; what is left out stays, and what is encrypted stays so",
    role: "editor",
    params: VariableParams,
    bodyLimit: 3_000_000,
    body: object({
      test: Type.Optional(Side),
      production: Type.Optional(Side),
      encrypted: Type.Optional(Type.Boolean()),
      tags: Type.Optional(Tags),
    }),
    answers: { 200: { description: "The variable", schema: Variable } },
    async handle({ runtime, who, params, body, ifVersion, reply }) {
      const { tenant, name } = params;
      const { test, production, encrypted, tags } = body;
      refuseTaken(name, "/params/name");
      const change = {
        ...(test ? { test: test.value } : {}),
        ...(production ? { production: production.value } : {}),
        ...(encrypted === undefined ? {} : { encrypted }),
        ...(tags ? { tags } : {}),
      };
      await runtime.store.variables.put(tenant, name, change, who.name, ifVersion);
      await runtime.store.history.audit({
        tenant,
        who: who.name,
        action: "variable.put",
        target: name,
        detail: { fields: Object.keys(change) },
      });
      // Read back: the writer may not be one who may see it.
      const variable = (await runtime.store.variables.get(tenant, name, secretsFor(who))) as VariableRecord;
      setVersion(reply, variable.version);
      return show(variable);
    },
  }),
  route({
    method: "DELETE",
    path: "/tenants/{tenant}/variables/{name}",
    id: "removeVariable",
    tag: "variables",
    summary: "Removes a variable in both environments",
    role: "editor",
    params: VariableParams,
    answers: { 204: { description: "Removed" } },
    async handle({ runtime, who, params, ifVersion }) {
      await runtime.store.variables.remove(params.tenant, params.name, ifVersion);
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "variable.remove",
        target: params.name,
      });
    },
  }),
];
