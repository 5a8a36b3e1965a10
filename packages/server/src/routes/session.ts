import { type KeyRecord, Type } from "@mortise/contract";
import { type Call, route } from "../api/route.ts";
import { object, ProblemSchema, TenantId } from "../api/schemas.ts";
import { clearSession, mustBeSameOrigin, SESSION_TIME, sessionToken, setSession } from "../api/session.ts";
import type { Runtime } from "../runtime.ts";

const Session = object(
  {
    name: Type.String({ description: "Whose key it is." }),
    role: Type.Enum(["viewer", "editor", "operator", "admin"]),
    scopes: Type.Array(Type.String()),
    allTenants: Type.Boolean({ description: "The key is good for every tenant." }),
    tenants: Type.Array(object({ id: TenantId, name: Type.String() })),
  },
  "Session",
);

/** Tenants that a sign-in lists; whoever has more finds the others through `GET /tenants`. */
const MOST_TENANTS = 500;

async function show({ store }: Runtime, who: KeyRecord) {
  const own = who.tenant === null ? undefined : await store.tenants.get(who.tenant);
  const tenants = who.tenant === null ? (await store.tenants.list({ limit: MOST_TENANTS })).items : own ? [own] : [];
  return {
    name: who.name,
    role: who.role,
    scopes: who.scopes,
    allTenants: who.tenant === null,
    tenants: tenants.map(({ id, name }) => ({ id, name })),
  };
}

export const sessionRoutes = [
  route({
    method: "POST",
    path: "/session",
    id: "signIn",
    tag: "session",
    summary: "Signs a browser in: a key for a cookie that lasts twelve hours",
    description: "Writes with the cookie are accepted from pages of this server only.",
    role: "public",
    body: object({ key: Type.String({ minLength: 1, maxLength: 500 }) }),
    answers: {
      200: { description: "Who that is", schema: Session },
      401: { description: "There is no such key", type: "application/problem+json", schema: ProblemSchema },
      403: { description: "Another site's page asked", type: "application/problem+json", schema: ProblemSchema },
    },
    async handle({ runtime, body, request, reply }) {
      // From elsewhere, a page could sign its reader in as somebody else.
      if (request.headers.origin !== undefined) mustBeSameOrigin(request);
      const who = await runtime.keys.identify(body.key.trim(), request.ip);
      setSession(request, reply, await runtime.store.sessions.open(who.id, Date.now() + SESSION_TIME));
      return show(runtime, who);
    },
  }),
  route({
    method: "GET",
    path: "/session",
    id: "getSession",
    tag: "session",
    summary: "Who asks, with which role, and the tenants there are for them",
    role: "viewer",
    answers: { 200: { description: "Who that is", schema: Session } },
    handle: ({ runtime, who }) => show(runtime, who),
  }),
  route({
    method: "DELETE",
    path: "/session",
    id: "signOut",
    tag: "session",
    summary: "Ends the browser's session",
    role: "viewer",
    answers: { 204: { description: "Signed out" } },
    async handle({ runtime, request, reply }: Call) {
      const token = sessionToken(request);
      if (token !== undefined) await runtime.store.sessions.close(token);
      runtime.keys.forget();
      clearSession(request, reply);
    },
  }),
];
