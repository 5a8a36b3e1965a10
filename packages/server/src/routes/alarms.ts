import { type AlarmRecord, mortiseError, Type } from "@mortise/contract";
import { type Call, route } from "../api/route.ts";
import {
  EnvironmentName,
  Instant,
  iso,
  isoOrNull,
  listOf,
  Nullable,
  object,
  page,
  TenantId,
  TenantParams,
} from "../api/schemas.ts";

const Alarm = object(
  {
    id: Type.String(),
    tenant: Nullable(TenantId),
    kind: Type.String({ examples: ["run.failed", "fire.dropped", "database.away"] }),
    flow: Type.Optional(Type.String()),
    environment: Type.Optional(EnvironmentName),
    nodeId: Type.Optional(Type.String()),
    code: Type.Optional(Type.String({ description: "The error's." })),
    runId: Type.Optional(Type.String({ description: "The latest run." })),
    message: Type.String({ description: "Of the latest time." }),
    count: Type.Integer({ description: "How often it happened." }),
    firstAt: Instant,
    lastAt: Instant,
    overAt: Nullable(Instant),
    acknowledgedAt: Nullable(Instant),
    acknowledgedBy: Nullable(Type.String()),
  },
  "Alarm",
);

const query = object({
  ...page,
  state: Type.Optional(Type.Enum(["open", "over"], { description: "Only those that go on, or only the others." })),
});

const alarm = Type.String({ pattern: "^[0-9a-fA-F-]{36}$" });

/** What is not there stands as null, what does not apply is left out. */
const show = (record: AlarmRecord): unknown =>
  JSON.parse(
    JSON.stringify({
      ...record,
      firstAt: iso(record.firstAt),
      lastAt: iso(record.lastAt),
      overAt: isoOrNull(record.overAt),
      acknowledgedAt: isoOrNull(record.acknowledgedAt),
    }),
  );

interface Asked {
  readonly limit?: number;
  readonly cursor?: string;
  readonly state?: string;
}

async function list({ runtime }: Pick<Call, "runtime">, tenant: string | undefined, { state, ...asked }: Asked) {
  await runtime.notices.flush();
  await runtime.alarms.settle();
  const open = state === undefined ? undefined : state === "open";
  const { items, cursor } = await runtime.store.alarms.list(tenant, { ...asked, open });
  return { items: items.map(show), ...(cursor === undefined ? {} : { cursor }) };
}

async function acknowledge({ runtime, who }: Pick<Call, "runtime" | "who">, tenant: string | null, id: string) {
  const known = await runtime.store.alarms.acknowledge(tenant, id, who.name);
  if (!known) throw mortiseError("API_NOT_FOUND", { what: `alarm "${id}"` });
  await runtime.store.history.audit({ tenant, who: who.name, action: "alarm.acknowledge", target: id });
  return show(known);
}

const ACKNOWLEDGE = "Says that somebody knows: nothing more is sent of the alarm until it is over and happens again";

export const alarmRoutes = [
  route({
    method: "GET",
    path: "/tenants/{tenant}/alarms",
    id: "listAlarms",
    tag: "history",
    summary: "What people have to hear of, once per cause with how often it happened; newest first",
    role: "viewer",
    params: TenantParams,
    query,
    answers: { 200: { description: "The alarms", schema: listOf(Alarm) } },
    handle: (call) => list(call, call.params.tenant, call.query),
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/alarms/{alarm}/acknowledge",
    id: "acknowledgeAlarm",
    tag: "history",
    summary: ACKNOWLEDGE,
    role: "operator",
    params: object({ tenant: TenantId, alarm }),
    answers: { 200: { description: "The alarm", schema: Alarm } },
    handle: (call) => acknowledge(call, call.params.tenant, call.params.alarm),
  }),
  route({
    method: "GET",
    path: "/alarms",
    id: "listAllAlarms",
    tag: "history",
    summary: "The alarms of all tenants, and of the installation as a whole",
    role: "viewer",
    allTenants: true,
    query,
    answers: { 200: { description: "The alarms", schema: listOf(Alarm) } },
    handle: (call) => list(call, undefined, call.query),
  }),
  route({
    method: "POST",
    path: "/alarms/{alarm}/acknowledge",
    id: "acknowledgeOwnAlarm",
    tag: "history",
    summary: `${ACKNOWLEDGE}; of an alarm of the installation`,
    role: "operator",
    allTenants: true,
    params: object({ alarm }),
    answers: { 200: { description: "The alarm", schema: Alarm } },
    handle: (call) => acknowledge(call, null, call.params.alarm),
  }),
];
