import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { answerApi } from "./api.ts";
import { createCodes } from "./authorization-codes.ts";
import { createAuthorizeEndpoint } from "./authorize.ts";
import { addControl } from "./control.ts";
import { deliver } from "./deliver.ts";
import type { Fault } from "./fault.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { answerToken } from "./token-endpoint.ts";
import type { Answer, World } from "./world.ts";

/** Longer than any form or JSON that means well. */
const BODY_LIMIT = 64 * 1024;

/** The HTTP side of a rehearsal server. */
export function createRehearsalApp(
  world: World,
  rehearsal: () => Rehearsal,
): { app: FastifyInstance; close(): Promise<void> } {
  // Calls that hang on purpose must not keep the server from closing.
  const app = fastify({ logger: false, bodyLimit: BODY_LIMIT, forceCloseConnections: true, exposeHeadRoutes: false });
  const closing = new AbortController();
  const codes = createCodes();
  const authorize = createAuthorizeEndpoint(world, codes);
  const send = (reply: FastifyReply, answer: Answer, fault?: Fault) => deliver(reply, answer, fault, closing.signal);

  // Forms, and whatever a client calls a form, are read by the endpoints themselves.
  app.addContentTypeParser("*", { parseAs: "string" }, (_, body, done) => done(null, body));
  const textOf = ({ body }: FastifyRequest) => (typeof body === "string" ? body : "");

  app.get("/authorize", async (request, reply) =>
    send(reply, authorize.start(new URL(request.url, "http://x").search.slice(1))),
  );
  app.post("/authorize", async (request, reply) =>
    send(reply, authorize.submit(textOf(request), request.headers.cookie)),
  );
  app.post("/token", async (request, reply) => {
    const { authorization, "content-type": contentType } = request.headers;
    const { answer, fault } = answerToken(world, codes, { body: textOf(request), contentType, authorization });
    return send(reply, answer, fault);
  });
  app.get("/.well-known/oauth-authorization-server", async () => ({
    issuer: world.url,
    authorization_endpoint: `${world.url}/authorize`,
    token_endpoint: `${world.url}/token`,
    response_types_supported: ["code"],
    grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic", "none"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
  }));
  addControl(app, rehearsal);

  app.setNotFoundHandler(async (request, reply) => {
    const { pathname, searchParams } = new URL(request.url, "http://x");
    const { authorization } = request.headers;
    const found = answerApi(world, { method: request.method, path: pathname, query: searchParams, authorization });
    if (found) return send(reply, found.answer, found.fault);
    return reply
      .code(404)
      .send({ error: "not_found", error_description: `There is no ${request.method} ${pathname} here.` });
  });
  app.setErrorHandler(async (error: Error & { statusCode?: number }, _, reply) => {
    const status = error.statusCode ?? 500;
    return reply
      .code(status)
      .send({ error: status < 500 ? "invalid_request" : "server_error", error_description: error.message });
  });

  return {
    app,
    async close() {
      closing.abort();
      await app.close();
    },
  };
}
