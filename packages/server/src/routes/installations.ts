import { ENVIRONMENTS, type Environment, type InstallationRecord, mortiseError, Type } from "@mortise/contract";
import { pageOf } from "../api/pages.ts";
import { route } from "../api/route.ts";
import {
  EnvironmentName,
  ErrorSchema,
  FlowParams,
  Instant,
  iso,
  isoOrNull,
  listOf,
  MistakeSchema,
  Nullable,
  object,
  page,
  TenantId,
  TenantParams,
} from "../api/schemas.ts";
import { installFlow } from "../flows/install.ts";
import { changeState, type Step, uninstallFlow } from "../flows/lifecycle.ts";
import { type FlowStatus, statusOf } from "../flows/status.ts";
import { noFlow, sendText } from "./flows.ts";

const State = Type.Enum(["started", "suspended", "stopped"]);

const installation = {
  environment: EnvironmentName,
  version: Type.Integer(),
  state: State,
  installedAt: Instant,
  since: Instant,
};

const Installation = object(installation, "Installation");

const Installed = object({ ...installation, warnings: Type.Array(MistakeSchema) }, "Installed");

const show = (record: InstallationRecord) => ({
  environment: record.environment,
  version: record.version,
  state: record.state,
  installedAt: iso(record.installedAt),
  since: iso(record.stateSince),
});

const Version = object(
  {
    number: Type.Integer(),
    remark: Type.String(),
    author: Type.String(),
    createdAt: Instant,
    installed: Type.Array(EnvironmentName, { description: "Where it runs now." }),
  },
  "Version",
);

const Status = object(
  {
    version: Type.Integer(),
    state: State,
    installedAt: Instant,
    since: Instant,
    uptime: Type.Integer({ description: "Milliseconds since it was started; 0 when it is not." }),
    nextFire: Nullable(Instant),
    completed: Type.Integer(),
    failed: Type.Integer(),
    pending: Type.Integer(),
    lastCompletedAt: Nullable(Instant),
    lastFailedAt: Nullable(Instant),
    lastError: Nullable(ErrorSchema),
  },
  "FlowStatus",
);

const showStatus = (found: FlowStatus | null) =>
  found && {
    ...found,
    installedAt: iso(found.installedAt),
    since: iso(found.since),
    nextFire: isoOrNull(found.nextFire),
    lastCompletedAt: isoOrNull(found.lastCompletedAt),
    lastFailedAt: isoOrNull(found.lastFailedAt),
  };

const everywhere = ({ test, production }: { [environment in Environment]: FlowStatus | null }) => ({
  test: showStatus(test),
  production: showStatus(production),
});

const Where = object({ environment: EnvironmentName });

const step = (name: Step, summary: string) =>
  route({
    method: "POST",
    path: `/tenants/{tenant}/flows/{flow}/${name}`,
    id: `${name}Flow`,
    tag: "installations",
    summary,
    role: "operator",
    params: FlowParams,
    body: Where,
    answers: { 200: { description: "How it is now", schema: Installation } },
    async handle({ runtime, who, params, body }) {
      return show(await changeState(runtime, params.tenant, params.flow, body.environment, name, who.name));
    },
  });

export const installationRoutes = [
  route({
    method: "GET",
    path: "/tenants/{tenant}/flows/{flow}/versions",
    id: "listVersions",
    tag: "installations",
    summary: "Lists the versions, newest first",
    role: "viewer",
    params: FlowParams,
    query: object(page),
    answers: { 200: { description: "The versions", schema: listOf(Version) } },
    async handle({ runtime, params, query }) {
      const { tenant, flow } = params;
      if (!(await runtime.store.flows.get(tenant, flow))) throw noFlow(flow);
      const where = (["test", "production"] as const).map(
        (environment) => runtime.plans.find(tenant, flow, environment)?.record,
      );
      const { items, cursor } = pageOf(await runtime.store.flows.versions(tenant, flow), query, ({ number }) =>
        String(number),
      );
      return {
        items: items.map(({ number, remark, author, createdAt }) => ({
          number,
          remark,
          author,
          createdAt: iso(createdAt),
          installed: where.flatMap((record) => (record?.version === number ? [record.environment] : [])),
        })),
        cursor,
      };
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/flows/{flow}/versions/{number}",
    id: "getVersion",
    tag: "installations",
    summary: "The document of a version",
    role: "viewer",
    params: object({
      tenant: TenantId,
      flow: Type.String({ minLength: 1, maxLength: 200 }),
      number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
    }),
    answers: { 200: { description: "The document", schema: Type.Unknown({ title: "FlowDocument" }) } },
    async handle({ runtime, params, reply }) {
      const version = await runtime.store.flows.version(params.tenant, params.flow, params.number);
      if (!version) throw mortiseError("API_NOT_FOUND", { what: `version ${params.number} of flow "${params.flow}"` });
      return sendText(reply, version.text);
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/flows/{flow}/install",
    id: "installFlow",
    tag: "installations",
    summary: "Installs a version in an environment and starts it; without a version the draft becomes one",
    description:
      "422 with every reason when it cannot run there. Values of secret properties are kept encrypted; those left out keep the value they have.",
    role: "operator",
    params: FlowParams,
    body: object({
      environment: EnvironmentName,
      version: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
      remark: Type.Optional(Type.String({ maxLength: 2_000 })),
      secrets: Type.Optional(Type.Record(Type.String(), Type.String({ maxLength: 100_000 }))),
    }),
    answers: { 200: { description: "What runs there now, and what should be looked at", schema: Installed } },
    async handle({ runtime, who, params, body }) {
      const { installation, warnings } = await installFlow(runtime, { ...params, ...body, by: who.name });
      return { ...show(installation), warnings };
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/flows/{flow}/uninstall",
    id: "uninstallFlow",
    tag: "installations",
    summary: "Takes the flow out of an environment; its versions and runs stay",
    role: "operator",
    params: FlowParams,
    body: Where,
    answers: { 204: { description: "Taken out" } },
    async handle({ runtime, who, params, body }) {
      await uninstallFlow(runtime, params.tenant, params.flow, body.environment, who.name);
    },
  }),
  step("start", "Starts a flow that was stopped"),
  step("stop", "Stops a flow: nothing starts it until it is started again; runs at work end"),
  step("suspend", "Suspends a flow: runs at work end, inbound requests are answered with 503"),
  step("resume", "Resumes a flow that was suspended"),
  route({
    method: "GET",
    path: "/tenants/{tenant}/flows/{flow}/status",
    id: "getFlowStatus",
    tag: "installations",
    summary: "How the flow is doing in each environment; null where it is not installed",
    role: "viewer",
    params: FlowParams,
    answers: {
      200: { description: "By environment", schema: object({ test: Nullable(Status), production: Nullable(Status) }) },
    },
    async handle({ runtime, params }) {
      const { tenant, flow } = params;
      if (!(await runtime.store.flows.get(tenant, flow))) throw noFlow(flow);
      return everywhere(await statusOf(runtime, tenant, flow));
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/status",
    id: "listFlowStatus",
    tag: "installations",
    summary: "How every flow of the tenant is doing that is installed somewhere",
    role: "viewer",
    params: TenantParams,
    answers: {
      200: {
        description: "By flow and environment; null where it is not installed",
        schema: object({
          items: Type.Array(object({ flow: Type.String(), test: Nullable(Status), production: Nullable(Status) })),
        }),
      },
    },
    async handle({ runtime, params: { tenant } }) {
      const flows = (await runtime.store.flows.list(tenant)).filter(({ name }) =>
        ENVIRONMENTS.some((environment) => runtime.plans.find(tenant, name, environment)),
      );
      const items = flows.map(async ({ name }) => ({
        flow: name,
        ...everywhere(await statusOf(runtime, tenant, name)),
      }));
      return { items: await Promise.all(items) };
    },
  }),
];
