import { readFileSync } from "node:fs";
import { mortiseError } from "@mortise/contract";
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from "fastify";
import { parseJson, readUtf8 } from "./api/json.ts";
import { wantsKey } from "./api/keys.ts";
import { mountRoute } from "./api/mount.ts";
import { describeApi, PREFIX } from "./api/openapi.ts";
import { isDefect, toProblem } from "./api/problem.ts";
import { mountConsole } from "./console.ts";
import { mountDocs } from "./docs.ts";
import { apiRoutes, outsideRoutes } from "./routes/index.ts";
import type { Runtime } from "./runtime.ts";

/** Of a body, where a route does not say otherwise. */
const BODY_LIMIT = 1_000_000;

/** The HTTP side of a runtime: the API, inbound endpoints, probes, the documentation. Not yet listening. */
export async function createApp(runtime: Runtime): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 1_000 },
    // Whose address a request has is taken from a proxy's word only where the proxy is on this machine.
    trustProxy: "loopback",
    frameworkErrors: (error, request, reply) => sendProblem(runtime, error, request, reply),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/(?:[\w.+-]+\+)?json\b/, { parseAs: "buffer" }, (_request, body, done) => {
    try {
      done(null, body.length === 0 ? undefined : parseJson(readUtf8(body as Buffer)));
    } catch (error) {
      done(error as Error);
    }
  });
  const document = describeApi(apiRoutes, outsideRoutes, VERSION);
  app.addHook("onRoute", ({ url, method, config }) => {
    if (!config?.access)
      throw mortiseError("ENGINE_BUG", { what: `the route ${String(method)} ${url} does not say who may use it` });
  });
  app.setErrorHandler((error, request, reply) => sendProblem(runtime, error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      runtime,
      mortiseError("API_NOT_FOUND", { what: `route ${request.method} ${request.url.split("?")[0]}` }),
      request,
      reply,
    ),
  );
  for (const route of apiRoutes) mountRoute(app, runtime, route, PREFIX);
  for (const route of outsideRoutes) mountRoute(app, runtime, route, "");
  app.get("/openapi.json", { config: { access: "public" } }, () => document);
  mountConsole(app);
  mountDocs(app);
  await mountInbound(app, runtime);
  return app;
}

/** openapi.json, as the server answers it. Needs neither database nor server. */
export async function openApiDocument(): Promise<object> {
  return describeApi(apiRoutes, outsideRoutes, VERSION);
}

const VERSION = (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string })
  .version;

/** Inbound requests are read and answered by themselves: their bodies are anything, and Fastify's own steps cost a third of a small flow. */
async function mountInbound(app: FastifyInstance, runtime: Runtime): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scope.route({
      method: scope.supportedMethods,
      url: "/in/*",
      config: { access: "public" },
      handler: (request, reply) => {
        reply.hijack();
        runtime.inbound.handle(request.raw, reply.raw);
      },
    });
  });
}

function sendProblem(runtime: Runtime, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = toProblem(error, {
    contentType: request.headers["content-type"],
    bodyLimit: request.routeOptions?.bodyLimit,
  });
  if (isDefect(error))
    runtime.log.error({ err: error, method: request.method, url: request.url.split("?")[0] }, "a request failed");
  if (wantsKey(error)) reply.header("WWW-Authenticate", 'Bearer realm="Mortise"');
  if (problem.status === 429) reply.header("Retry-After", "10");
  return reply.status(problem.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(problem));
}
