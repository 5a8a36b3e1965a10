import { type Json, mortiseError, type RunRecord, Type } from "@mortise/contract";
import { LinkStubSchema, StubSchema } from "@mortise/engine";
import { readInstant } from "../api/instant.ts";
import { type Call, route } from "../api/route.ts";
import {
  EnvironmentName,
  ErrorSchema,
  FlowParams,
  Instant,
  InstantIn,
  iso,
  listOf,
  MessageIn,
  MessageSchema,
  Nullable,
  object,
  page,
  RunParams,
  TenantParams,
} from "../api/schemas.ts";
import { type Asked, decide } from "../runs/decide.ts";
import { streamRun } from "../runs/events.ts";
import { startRun } from "../runs/manual.ts";
import { replayRun } from "../runs/replay.ts";
import { showRun, showWholeRun } from "../runs/shown-run.ts";

const Status = Type.Enum(["queued", "running", "completed", "failed", "cancelled", "parked"]);

const run = {
  id: Type.String(),
  flow: Type.String(),
  environment: EnvironmentName,
  version: Type.Integer(),
  trigger: Type.Enum(["schedule", "http", "manual", "link", "replay"]),
  node: Type.String({ description: "Where it began." }),
  status: Status,
  handled: Type.Boolean({ description: "It failed, and the error route took care of it." }),
  breadcrumbId: Type.String(),
  nominal: Nullable(Type.String({ format: "date-time", description: "The instant that a scheduled run stands for." })),
  createdAt: Instant,
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
  retryAt: Nullable(Type.String({ format: "date-time", description: "A node of it is tried again then." })),
  error: Nullable(ErrorSchema),
};

const Run = object(run, "Run");

const InDoubt = object(
  {
    path: Type.String({ description: "The way through the graph that led to the node." }),
    nodeId: Type.String(),
    input: MessageSchema,
  },
  "CallInDoubt",
);

const WholeRun = object(
  {
    ...run,
    inDoubt: Type.Array(InDoubt, {
      description: "Of a parked run: the calls that were sent without an answer, with the message each of them sent.",
    }),
    input: Nullable(MessageSchema),
    message: Nullable(MessageSchema),
  },
  "WholeRun",
);

const Started = object(
  {
    id: Type.String(),
    status: Status,
    handled: Type.Optional(Type.Boolean()),
    message: Type.Optional(MessageSchema),
    error: Type.Optional(ErrorSchema),
  },
  "StartedRun",
);

const State = object(
  { message: MessageSchema, properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())) },
  "StepState",
);

const Step = object(
  {
    seq: Type.Integer(),
    path: Type.String({ description: "The way through the graph that led here." }),
    nodeId: Type.String(),
    type: Type.String(),
    output: Type.String({ description: "`out`, a named output, `stop` or `error`." }),
    at: Instant,
    ms: Type.Number(),
    before: Type.Optional(State),
    after: Type.Optional(State),
    error: Type.Optional(ErrorSchema),
    log: Type.Optional(Type.Array(Type.String())),
  },
  "Step",
);

const Wait = Type.Union([Type.Boolean(), Type.Integer({ minimum: 0, maximum: 600_000 })], {
  description: "Until the end, not at all, or so many milliseconds. Defaults to true.",
});

const Force = Type.Boolean({
  description: "Although the recorded message holds an older value of an encrypted variable.",
});

const Path = Type.String({
  maxLength: 10_000,
  description: "Which call, by its path, where more than one is in doubt.",
});

const GivenVariable = Type.Union([
  Type.String(),
  object({ value: Type.String(), encrypted: Type.Optional(Type.Boolean()) }),
]);

const Stubs = Type.Union([
  Type.Array(StubSchema),
  object({
    stubs: Type.Optional(Type.Array(StubSchema)),
    variables: Type.Optional(Type.Record(Type.String(), GivenVariable)),
    links: Type.Optional(Type.Array(LinkStubSchema)),
  }),
]);

async function findRun({ runtime, params }: Call<{ tenant: string; run: string }>): Promise<RunRecord> {
  const found = await runtime.store.runs.get(params.tenant, params.run);
  if (!found) throw mortiseError("API_NOT_FOUND", { what: `run "${params.run}" in this tenant` });
  return found;
}

/** Takes a parked run up again, and writes down who decided so. */
async function decided(
  call: Call<{ tenant: string; run: string }>,
  kind: Asked["kind"],
  { path, force, message, wait = false }: Omit<Partial<Asked>, "message"> & { readonly message?: unknown },
): Promise<unknown> {
  const { runtime, who, params, reply } = call;
  const answer = await decide(runtime, await findRun(call), {
    ...{ kind, path, force, wait },
    message: message as Asked["message"],
  });
  await runtime.store.history.audit({
    tenant: params.tenant,
    who: who.name,
    action: `run.${kind}`,
    target: params.run,
    detail: { ...(path === undefined ? {} : { path }), ...(force ? { force } : {}) },
  });
  if (answer.status === "queued" || answer.status === "running") reply.status(202);
  return tidy(answer);
}

/** What is left out when it is not known: undefined does not travel as JSON. */
const tidy = (value: object): unknown => JSON.parse(JSON.stringify(value));

export const runRoutes = [
  route({
    method: "POST",
    path: "/tenants/{tenant}/flows/{flow}/runs",
    id: "startRun",
    tag: "runs",
    summary: "Runs an installed flow by hand",
    description:
      "With `at` the run takes that instant for now and touches nothing outside: HTTP calls go to `stubs`, and tenant variables that it writes are forgotten, unless `live` is true.",
    role: "operator",
    params: FlowParams,
    bodyLimit: 12_000_000,
    body: object({
      environment: EnvironmentName,
      message: Type.Optional(MessageIn),
      from: Type.Optional(Type.String({ description: "Id of the node to begin at. Defaults to the flow's start." })),
      at: Type.Optional(InstantIn),
      stubs: Type.Optional(Stubs),
      live: Type.Optional(Type.Boolean()),
      wait: Type.Optional(Wait),
    }),
    answers: {
      200: { description: "How it went, or how far it is", schema: Started },
      202: { description: "Started, and not waited for", schema: Started },
    },
    async handle({ runtime, who, params, body, reply }) {
      const { environment, wait = true, from, live } = body;
      const at = readInstant(body.at, "/at");
      const message = body.message as { headers?: Record<string, Json>; body?: Json } | undefined;
      const started = await startRun(runtime, {
        ...params,
        environment,
        message,
        from,
        live,
        at,
        stubs: body.stubs,
        wait,
      });
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "run.start",
        target: params.flow,
        detail: { environment, run: started.id },
      });
      if (started.status === "queued" || started.status === "running") reply.status(202);
      return tidy(started);
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/runs",
    id: "listRuns",
    tag: "runs",
    summary: "Lists runs, newest first",
    role: "viewer",
    params: TenantParams,
    query: object({
      ...page,
      flow: Type.Optional(Type.String({ maxLength: 200 })),
      environment: Type.Optional(EnvironmentName),
      status: Type.Optional(Status),
      from: Type.Optional(Type.String({ description: "Begun at this instant or later." })),
      to: Type.Optional(Type.String({ description: "Begun before this instant." })),
      search: Type.Optional(
        Type.String({
          maxLength: 500,
          description: "Run id, breadcrumbId, or the value of a header that the flow lists in searchKeys.",
        }),
      ),
    }),
    answers: { 200: { description: "The runs", schema: listOf(Run) } },
    async handle({ runtime, params, query }) {
      const { items, cursor } = await runtime.store.runs.list(params.tenant, {
        ...query,
        from: readInstant(query.from, "/query/from"),
        to: readInstant(query.to, "/query/to"),
      });
      return tidy({ items: items.map(showRun), cursor });
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/runs/{run}",
    id: "getRun",
    tag: "runs",
    summary: "Shows a run with the message it began with and the one it ended with; secrets do not show",
    role: "viewer",
    params: RunParams,
    answers: { 200: { description: "The run", schema: WholeRun } },
    async handle(call) {
      return tidy(await showWholeRun(call.runtime, await findRun(call)));
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/runs/{run}/trace",
    id: "getTrace",
    tag: "runs",
    summary: "The steps of a run in order; secrets do not show",
    role: "viewer",
    params: RunParams,
    answers: { 200: { description: "The steps", schema: object({ steps: Type.Array(Step) }) } },
    async handle(call) {
      const { runtime, params } = call;
      await findRun(call);
      await runtime.store.traces.flush();
      const steps = await runtime.store.traces.read(params.tenant, params.run);
      return tidy({ steps: steps.map((step) => ({ ...step, at: iso(step.at) })) });
    },
  }),
  route({
    method: "GET",
    path: "/tenants/{tenant}/runs/{run}/events",
    id: "followRun",
    tag: "runs",
    summary: "Follows a run until it ends: an event `run` at each change, and `step` for each step of its trace",
    role: "viewer",
    params: RunParams,
    answers: { 200: { description: "Server-sent events", type: "text/event-stream", schema: Type.String() } },
    async handle(call) {
      const found = await findRun(call);
      return streamRun(call.runtime, found, call.request, call.reply);
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/runs/{run}/replay",
    id: "replayRun",
    tag: "runs",
    summary: "Runs it again",
    description:
      "From its start with the message it began with; variables are read afresh. With `from`, begins at that node with what it began with then, and goes on to the ends of its paths: 409 `RUN_STALE_SECRET` when that holds an older value of an encrypted variable, unless `force` is true, and 409 `RUN_NOT_RECORDED` when it is not known.",
    role: "operator",
    params: RunParams,
    optionalBody: true,
    body: object({
      from: Type.Optional(
        Type.String({
          maxLength: 10_000,
          description: "Id of a node, or its path where the run came by more than once. Defaults to the start.",
        }),
      ),
      force: Type.Optional(Force),
      wait: Type.Optional(Wait),
    }),
    answers: {
      200: { description: "How it went, or how far it is", schema: Started },
      202: { description: "Started, and not waited for", schema: Started },
    },
    async handle(call) {
      const { runtime, who, params, body, reply } = call;
      const { from, force, wait = false } = body ?? {};
      const started = await replayRun(runtime, await findRun(call), { from, force, wait });
      await runtime.store.history.audit({
        tenant: params.tenant,
        who: who.name,
        action: "run.replay",
        target: params.run,
        detail: { run: started.id, ...(from === undefined ? {} : { from }), ...(force ? { force } : {}) },
      });
      if (started.status === "queued" || started.status === "running") reply.status(202);
      return tidy(started);
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/runs/{run}/resend",
    id: "resendRun",
    tag: "runs",
    summary: "Sends the call of a parked run once more, and goes on",
    description:
      "Whoever asks for it has found out that the first one did not arrive, or that a second does no harm. 409 `RUN_STALE_SECRET` when what was sent holds an older value of an encrypted variable, unless `force` is true.",
    role: "operator",
    params: RunParams,
    optionalBody: true,
    body: object({ path: Type.Optional(Path), force: Type.Optional(Force), wait: Type.Optional(Wait) }),
    answers: {
      200: { description: "How it went, or how far it is", schema: Started },
      202: { description: "Goes on, and is not waited for", schema: Started },
    },
    handle: (call) => decided(call, "resend", call.body ?? {}),
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/runs/{run}/skip",
    id: "skipCall",
    tag: "runs",
    summary: "Goes on with a parked run as if its call had been answered",
    role: "operator",
    params: RunParams,
    bodyLimit: 12_000_000,
    optionalBody: true,
    body: object({
      path: Type.Optional(Path),
      message: Type.Optional(MessageIn),
      wait: Type.Optional(Wait),
    }),
    answers: {
      200: { description: "How it went, or how far it is", schema: Started },
      202: { description: "Goes on, and is not waited for", schema: Started },
    },
    handle: (call) => decided(call, "skip", call.body ?? {}),
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/runs/{run}/cancel",
    id: "cancelRun",
    tag: "runs",
    summary: "Ends a run that waits, and stops one at work before its next node",
    role: "operator",
    params: RunParams,
    optionalBody: true,
    body: object({}),
    answers: {
      200: {
        description: "How the run is now; it may still be at work on a node",
        schema: object({ id: Type.String(), status: Status }),
      },
    },
    async handle(call) {
      const { runtime, who, params } = call;
      const { tenant, run: id } = params;
      const begun = runtime.begun.find(tenant, id);
      if (begun) begun.cancel();
      else {
        const found = await findRun(call);
        if (!(await runtime.store.dispatcher.cancel(tenant, id)))
          throw mortiseError("API_CONFLICT", { what: `The run is ${found.status} and cannot be cancelled` });
      }
      await runtime.store.history.audit({ tenant, who: who.name, action: "run.cancel", target: id });
      return { id, status: begun ? "running" : (await findRun(call)).status };
    },
  }),
];
