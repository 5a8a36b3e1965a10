import { asMortiseError, Type } from "@mortise/contract";
import { route } from "../api/route.ts";
import { object } from "../api/schemas.ts";

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
        await runtime.store.ping();
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
