import { asMortiseError, mortiseError, Type } from "@mortise/contract";
import { route } from "../api/route.ts";
import { object } from "../api/schemas.ts";
import { realClock } from "../clock.ts";
import type { Runtime } from "../runtime.ts";

/** A probe gives up after seconds; the database's own limits are longer. */
const PATIENCE = 2_000;

/** Throws `STORE_UNAVAILABLE` when the database does not answer soon: one that hangs is as good as none. */
async function pingSoon({ store }: Runtime): Promise<void> {
  if (!store.figures().reachable) throw mortiseError("STORE_UNAVAILABLE", { what: "the connection is broken" });
  const enough = new AbortController();
  const late = realClock.sleep(PATIENCE, enough.signal).then(
    () => Promise.reject(mortiseError("STORE_UNAVAILABLE", { what: `no answer within ${PATIENCE} ms` })),
    () => {},
  );
  const ping = store.ping();
  ping.catch(() => {});
  try {
    await Promise.race([ping, late]);
  } finally {
    enough.abort();
  }
}

const Part = Type.Enum(["ok", "failing"]);

/** Routes outside the API: for probes and for Prometheus. */
export const healthRoutes = [
  route({
    method: "GET",
    path: "/healthz",
    id: "healthz",
    tag: "health",
    summary: "Whether the process is alive",
    role: "public",
    answers: { 200: { description: "Alive", schema: object({ status: Type.Literal("ok") }) } },
    handle: () => ({ status: "ok" }),
  }),
  route({
    method: "GET",
    path: "/readyz",
    id: "readyz",
    tag: "health",
    summary: "Whether requests and runs can be served: the database, the queue, the keys",
    role: "public",
    answers: {
      200: {
        description: "Ready",
        schema: object({ status: Type.Literal("ready"), database: Part, queue: Part, keys: Part }),
      },
      503: {
        description: "Not ready",
        schema: object({
          status: Type.Literal("not ready"),
          database: Part,
          queue: Part,
          keys: Part,
          detail: Type.String(),
        }),
      },
    },
    async handle({ runtime, reply }) {
      try {
        await pingSoon(runtime);
      } catch (error) {
        const { code, message } = asMortiseError(error);
        reply.status(503);
        const keys = code === "STORE_KEY_WRONG" ? "failing" : "ok";
        return {
          status: "not ready",
          database: keys === "ok" ? "failing" : "ok",
          queue: "failing",
          keys,
          detail: message,
        };
      }
      // A queue that takes no work is one that is being shut down; the keys were proven when the store was opened.
      if (runtime.working) return { status: "ready", database: "ok", queue: "ok", keys: "ok" };
      reply.status(503);
      return {
        status: "not ready",
        database: "ok",
        queue: "failing",
        keys: "ok",
        detail: "This process takes no runs.",
      };
    },
  }),
  route({
    method: "GET",
    path: "/metrics",
    id: "metrics",
    tag: "health",
    summary: "Figures for Prometheus",
    role: "viewer",
    answers: { 200: { description: "The text format", type: "text/plain", schema: Type.String() } },
    async handle({ runtime, reply }) {
      const { text, type } = await runtime.metrics.read();
      reply.header("Content-Type", type);
      return text;
    },
  }),
];
