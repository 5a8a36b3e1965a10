import type { KeyRecord } from "@mortise/contract";
import { mortiseError } from "@mortise/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Runtime } from "../runtime.ts";
import { wantedVersion } from "./etag.ts";
import { bearerKey } from "./keys.ts";
import { authorize } from "./role.ts";
import type { Route } from "./route.ts";
import { isRead, mustBeSameOrigin, sessionToken } from "./session.ts";
import { validator } from "./validate.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who may use the route; a route without it is refused when it is mounted. */
    readonly access?: Route["role"];
  }
}

/** Who a public route is called by. */
const NOBODY: KeyRecord = {
  id: "",
  tenant: null,
  name: "",
  role: "viewer",
  scopes: [],
  createdAt: 0,
  lastUsedAt: null,
};

/** Mounts a route: who calls is found out before a body is read, and every part is checked before the handler sees it. */
export function mountRoute(app: FastifyInstance, runtime: Runtime, route: Route, prefix: string): void {
  const { params, query, body, optionalBody, role } = route;
  const checkParams = params && validator(params, "params");
  const checkQuery = query && validator(query, "query");
  const checkBody = body && validator(body, "body");
  const success = Number(Object.keys(route.answers)[0]);
  const callers = new WeakMap<FastifyRequest, KeyRecord>();

  app.route({
    method: route.method,
    url: prefix + route.path.replaceAll(/\{(\w+)\}/g, ":$1"),
    config: { access: role },
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    async onRequest(request) {
      if (role === "public") return checkParams?.(request.params);
      const who = await identify(runtime, request);
      const { tenant } = request.params as { tenant?: string };
      authorize(who, role, route.allTenants ? null : tenant);
      callers.set(request, who);
      // Before the store is asked for the tenant: what is no slug never gets there.
      checkParams?.(request.params);
      if (tenant !== undefined && who.tenant === null && !(await runtime.store.tenants.get(tenant)))
        throw mortiseError("API_NOT_FOUND", { what: `tenant "${tenant}"` });
    },
    async handler(request: FastifyRequest, reply: FastifyReply) {
      checkQuery?.(request.query);
      const given = request.body === null ? undefined : request.body;
      if (given !== undefined || !optionalBody) checkBody?.(given);
      // What a key may see is not for caches in between.
      reply.status(success).header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff");
      const who = callers.get(request) ?? NOBODY;
      const ifVersion = wantedVersion(request);
      const answer = await route.handle({
        runtime,
        who,
        params: request.params,
        query: request.query,
        body: given,
        ifVersion,
        request,
        reply,
      });
      // Undefined would leave Fastify waiting for a reply that is sent elsewhere.
      return answer === undefined ? reply.send() : answer;
    },
  });
}

/** Who asks: by the key that came along, else by the console's session. */
function identify({ keys }: Runtime, request: FastifyRequest): KeyRecord | Promise<KeyRecord> {
  const { authorization } = request.headers;
  const session = authorization === undefined ? sessionToken(request) : undefined;
  if (session === undefined) return keys.identify(bearerKey(authorization), request.ip);
  if (!isRead(request.method)) mustBeSameOrigin(request);
  return keys.identifySession(session, request.ip);
}
