import { Type } from "@mortise/contract";
import { route } from "../api/route.ts";
import { EnvironmentName, Instant, iso, listOf, object, page, TenantParams } from "../api/schemas.ts";

const Audit = object(
  {
    at: Instant,
    who: Type.String(),
    action: Type.String({ examples: ["flow.install"] }),
    target: Type.String(),
    detail: Type.Optional(Type.Unknown()),
  },
  "AuditEntry",
);

const Event = object(
  {
    id: Type.String(),
    at: Instant,
    kind: Type.String({ examples: ["fire.dropped", "run.failed", "run.parked"] }),
    flow: Type.Optional(Type.String()),
    environment: Type.Optional(EnvironmentName),
    runId: Type.Optional(Type.String()),
    nodeId: Type.Optional(Type.String()),
    code: Type.Optional(Type.String({ description: "The error's." })),
    count: Type.Optional(Type.Integer({ description: "It stands for so many; absent: for itself." })),
    message: Type.String(),
  },
  "Event",
);

const tidy = (value: object): unknown => JSON.parse(JSON.stringify(value));

export const historyRoutes = [
  route({
    method: "GET",
    path: "/tenants/{tenant}/audit",
    id: "listAudit",
    tag: "history",
    summary: "Who did what, newest first",
    role: "admin",
    params: TenantParams,
    query: object(page),
    answers: { 200: { description: "The entries", schema: listOf(Audit) } },
    async handle({ runtime, params, query }) {
      const { items, cursor } = await runtime.store.history.listAudit(params.tenant, query);
      return tidy({
        items: items.map(({ at, who, action, target, detail }) => ({ at: iso(at), who, action, target, detail })),
        cursor,
      });
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/events",
    id: "listEvents",
    tag: "history",
    summary: "What people should know of: failed runs, dropped fires, calls in doubt; newest first",
    role: "viewer",
    params: TenantParams,
    query: object(page),
    answers: { 200: { description: "The events", schema: listOf(Event) } },
    async handle({ runtime, params, query }) {
      await runtime.notices.flush();
      const { items, cursor } = await runtime.store.history.listEvents(params.tenant, query);
      return tidy({
        items: items.map(({ tenant: _, at, ...event }) => ({ ...event, at: iso(at) })),
        cursor,
      });
    },
  }),
];
