import { Type } from "@mortise/contract";
import type { FastifyReply } from "fastify";
import { route } from "../api/route.ts";
import type { ConsentCookie } from "../grants/consent.ts";
import { CALLBACK_PATH, START_PATH } from "../grants/grants.ts";

/** Neither caches nor other pages learn what stands in the address; the page itself can do nothing but be read. */
const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-store",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "X-Frame-Options": "DENY",
};

const html = (description: string) => ({ description, type: "text/html", schema: Type.String() });

/** Routes for people's browsers on their way to a provider and back. They need no key: the state and the cookie say whose they are. */
export const consentRoutes = [
  route({
    method: "GET",
    path: START_PATH,
    id: "startConsent",
    tag: "grants",
    summary: "Sends a browser to the provider's consent page, and binds the consent to it",
    role: "public",
    answers: { 303: { description: "To the provider" }, 400: html("The consent is over") },
    async handle({ runtime, request, reply }) {
      const state = parametersOf(request.url).get("state") ?? "";
      const bound = await runtime.grants.consents.bind(state);
      if (!bound) return page(reply, 400, "This link has expired", "Or it was used already. Begin again from Mortise.");
      reply
        .status(303)
        .headers({ ...HEADERS, "Set-Cookie": cookieHeader(bound.cookie, 15 * 60_000), Location: bound.url });
      return "";
    },
  }),
  route({
    method: "GET",
    path: CALLBACK_PATH,
    id: "endConsent",
    tag: "grants",
    summary: "Where providers send browsers back to: takes the code and says what came of it",
    role: "public",
    answers: { 200: html("Tokens came"), 400: html("None did, and why") },
    async handle({ runtime, request, reply }) {
      const cookies = cookiesOf(request.headers.cookie);
      const ended = await runtime.grants.consents.end(parametersOf(request.url), (name) => cookies.get(name));
      if (ended.tenant !== undefined && ended.grant !== undefined)
        await runtime.store.history.audit({
          tenant: ended.tenant,
          who: ended.by ?? "nobody",
          action: ended.ok ? "grant.consent" : "grant.consent-failed",
          target: ended.grant,
          ...(ended.ok ? {} : { detail: { what: ended.what } }),
        });
      if (!ended.ok) return page(reply, 400, "No token was received", ended.what);
      return page(
        reply,
        200,
        "OAuth2 token received with success!",
        `The grant ${ended.grant} of tenant ${ended.tenant} is authorized. This page can be closed.`,
      );
    },
  }),
];

/** Sent back by this browser alone, on the way back from the provider too, and never read by a script. */
export function cookieHeader({ name, value }: ConsentCookie, lifeMs: number): string {
  const secure = name.startsWith("__Host-") ? "; Path=/; Secure" : "; Path=/oauth2";
  return `${name}=${value}; Max-Age=${Math.floor(lifeMs / 1_000)}; HttpOnly; SameSite=Lax${secure}`;
}

function parametersOf(url: string): URLSearchParams {
  const at = url.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : url.slice(at + 1));
}

function cookiesOf(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "").split(";").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  return new Map(pairs);
}

function page(reply: FastifyReply, status: number, title: string, text: string): string {
  reply.status(status).headers(HEADERS);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}h1{font-size:1.4rem}</style></head>
<body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
