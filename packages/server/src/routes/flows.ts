import { type FlowRecord, type Mistake, mortiseError, Type } from "@mortise/contract";
import { setVersion } from "../api/etag.ts";
import { pageOf } from "../api/pages.ts";
import { route } from "../api/route.ts";
import {
  AnyJson,
  FlowParams,
  Instant,
  iso,
  listOf,
  MistakeSchema,
  Nullable,
  object,
  page,
  TenantParams,
} from "../api/schemas.ts";
import { checkEverywhere, readDraft } from "../flows/check.ts";

/** A document may have 5 MB; a little more is let in, so that the answer can say what is wrong with it. */
export const FLOW_BODY = 6_500_000;

const Document = Type.Unknown({
  title: "FlowDocument",
  description: "A flow document; docs/reference/flow.schema.json is its schema.",
});

/** What the list shows of a document. */
interface Described {
  readonly description?: string;
  readonly options?: { readonly group?: string; readonly trace?: string };
}

const Where = object(
  { version: Type.Integer(), state: Type.Enum(["started", "suspended", "stopped"]) },
  "InstalledVersion",
);

const FlowItem = object(
  {
    name: Type.String(),
    description: Type.Optional(Type.String()),
    group: Type.Optional(Type.String()),
    trace: Type.Optional(Type.String({ description: "What the draft says of tracing." })),
    version: Type.Integer({ description: "Of the draft; its ETag." }),
    createdAt: Instant,
    createdBy: Type.String(),
    updatedAt: Instant,
    updatedBy: Type.String(),
    test: Nullable(Where),
    production: Nullable(Where),
  },
  "Flow",
);

const Saved = object(
  {
    name: Type.String(),
    version: Type.Integer(),
    createdAt: Instant,
    createdBy: Type.String(),
    updatedAt: Instant,
    updatedBy: Type.String(),
    mistakes: Type.Array(MistakeSchema, {
      description: "A draft is kept while it is made; these must go before it can be installed.",
    }),
  },
  "SavedFlow",
);

const saved = (record: FlowRecord, mistakes: readonly Mistake[]) => ({
  name: record.name,
  version: record.version,
  createdAt: iso(record.createdAt),
  createdBy: record.createdBy,
  updatedAt: iso(record.updatedAt),
  updatedBy: record.updatedBy,
  mistakes,
});

export const flowRoutes = [
  route({
    method: "GET",
    path: "/tenants/{tenant}/flows",
    id: "listFlows",
    tag: "flows",
    summary: "Lists the flows, with what is installed where",
    role: "viewer",
    params: TenantParams,
    query: object(page),
    answers: { 200: { description: "The flows", schema: listOf(FlowItem) } },
    async handle({ runtime, params, query }) {
      const { tenant } = params;
      const { items: flows, cursor } = pageOf(await runtime.store.flows.list(tenant), query, ({ name }) => name);
      const where = (flow: string, environment: "test" | "production") => {
        const record = runtime.plans.find(tenant, flow, environment)?.record;
        return record ? { version: record.version, state: record.state } : null;
      };
      return {
        items: flows.map(({ text, ...flow }) => {
          const { description, options } = JSON.parse(text) as Described;
          return {
            ...flow,
            ...(description === undefined ? {} : { description }),
            ...(options?.group === undefined ? {} : { group: options.group }),
            ...(options?.trace === undefined ? {} : { trace: options.trace }),
            createdAt: iso(flow.createdAt),
            updatedAt: iso(flow.updatedAt),
            test: where(flow.name, "test"),
            production: where(flow.name, "production"),
          };
        }),
        cursor,
      };
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/flows",
    id: "createFlow",
    tag: "flows",
    summary: "Adds a flow: the body is its document",
    role: "editor",
    params: TenantParams,
    body: Document,
    bodyLimit: FLOW_BODY,
    answers: { 201: { description: "Saved, with the mistakes that it still has", schema: Saved } },
    async handle({ runtime, who, params, body, reply }) {
      const { flow, text, mistakes } = readDraft(runtime, body);
      const record = await runtime.store.flows.put(params.tenant, flow.name, text, who.name, { ifVersion: 0 });
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "flow.create",
        target: flow.name,
      });
      setVersion(reply, record.version);
      reply.header("Location", `/api/v1/tenants/${params.tenant}/flows/${encodeURIComponent(flow.name)}`);
      return saved(record, mistakes);
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/flows/{flow}",
    id: "getFlow",
    tag: "flows",
    summary: "The draft document, in its canonical form",
    role: "viewer",
    params: FlowParams,
    answers: { 200: { description: "The document", schema: Document } },
    async handle({ runtime, params, reply }) {
      const record = await runtime.store.flows.get(params.tenant, params.flow);
      if (!record) throw noFlow(params.flow);
      setVersion(reply, record.version);
      reply.header("Last-Modified", new Date(record.updatedAt).toUTCString());
      return sendText(reply, record.text);
    },
  }),
  route({
    method: "PUT",
    path: "/tenants/{tenant}/flows/{flow}",
    id: "putFlow",
    tag: "flows",
    summary: "Saves the draft; a document with another name renames the flow",
    role: "editor",
    params: FlowParams,
    body: Document,
    bodyLimit: FLOW_BODY,
    answers: { 200: { description: "Saved, with the mistakes that it still has", schema: Saved } },
    async handle({ runtime, who, params, body, ifVersion, reply }) {
      const { flow, text, mistakes } = readDraft(runtime, body);
      const renameFrom = flow.name === params.flow ? undefined : params.flow;
      if (renameFrom !== undefined && !(await runtime.store.flows.get(params.tenant, renameFrom)))
        throw noFlow(renameFrom);
      const record = await runtime.store.flows.put(params.tenant, flow.name, text, who.name, {
        ...(ifVersion === undefined ? {} : { ifVersion }),
        ...(renameFrom === undefined ? {} : { renameFrom }),
      });
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "flow.put",
        target: flow.name,
        ...(renameFrom === undefined ? {} : { detail: { renamedFrom: renameFrom } }),
      });
      if (renameFrom !== undefined) await runtime.plans.refresh();
      setVersion(reply, record.version);
      return saved(record, mistakes);
    },
  }),
  route({
    method: "DELETE",
    path: "/tenants/{tenant}/flows/{flow}",
    id: "removeFlow",
    tag: "flows",
    summary: "Removes a flow; refused while it is installed",
    role: "editor",
    params: FlowParams,
    answers: { 204: { description: "Removed" } },
    async handle({ runtime, who, params }) {
      await runtime.store.flows.remove(params.tenant, params.flow);
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "flow.remove",
        target: params.flow,
      });
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/flows/{flow}/validate",
    id: "validateFlow",
    tag: "flows",
    summary: "All mistakes and warnings of the draft, or of a document that is not saved yet, by environment",
    role: "viewer",
    params: FlowParams,
    optionalBody: true,
    bodyLimit: FLOW_BODY,
    body: object({ document: Type.Optional(AnyJson) }),
    answers: {
      200: {
        description: "What stands in the way of installing it",
        schema: object({ test: Type.Array(MistakeSchema), production: Type.Array(MistakeSchema) }),
      },
    },
    async handle({ runtime, params, body }) {
      if (body?.document !== undefined) return checkEverywhere(runtime, params.tenant, body.document);
      const record = await runtime.store.flows.get(params.tenant, params.flow);
      if (!record) throw noFlow(params.flow);
      return checkEverywhere(runtime, params.tenant, record.text);
    },
  }),
];

export function noFlow(name: string) {
  return mortiseError("API_NOT_FOUND", { what: `flow "${name}" in this tenant` });
}

/** Sends a stored document as it is: parsing and printing it again would lose its layout. */
export function sendText(reply: { header(name: string, value: string): unknown }, text: string): string {
  reply.header("Content-Type", "application/json; charset=utf-8");
  return text;
}
