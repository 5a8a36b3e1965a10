import { isIPv4 } from "node:net";
import { mortiseError } from "@mortise/contract";
import type { FastifyReply, FastifyRequest } from "fastify";

/** How long a session lasts: a working day, so that nobody signs in twice on one. */
export const SESSION_TIME = 12 * 3_600_000;

/** Bound to https and to this very host; a browser takes it from nobody else. */
const GUARDED = "__Host-mortise_session";

/** On loopback without TLS, where some browsers refuse cookies that ask for https. */
const PLAIN = "mortise_session";

/** The token of the console's session, where a request carries one. */
export function sessionToken(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  const name = cookieName(request);
  for (const part of cookie.split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value !== undefined && /^[\w-]{20,100}$/.test(value)) return value;
  }
  return undefined;
}

/** Gives the browser its session. */
export function setSession(request: FastifyRequest, reply: FastifyReply, token: string): void {
  setCookie(request, reply, token, SESSION_TIME / 1_000);
}

/** Takes it away. */
export function clearSession(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, "", 0);
}

/**
 * Throws `API_FORBIDDEN` for a write that another site's page may have sent: a cookie comes along by itself, so the
 * browser must say that the console itself asked. `SameSite=Strict` says the same; a second lock costs nothing.
 */
export function mustBeSameOrigin(request: FastifyRequest): void {
  const { origin, "sec-fetch-site": site } = request.headers;
  const same = site === undefined ? origin !== undefined && hostOf(origin) === request.host : site === "same-origin";
  if (!same)
    throw mortiseError("API_FORBIDDEN", { what: "with a session, only pages of this server may ask for a change" });
}

/** Whether a method only reads. */
export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

function setCookie(request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): void {
  const name = cookieName(request);
  const secure = name === GUARDED ? "; Secure" : "";
  reply.header("Set-Cookie", `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`);
}

/** A server is reached without TLS on loopback only: it does not start otherwise. */
function cookieName({ protocol, hostname }: FastifyRequest): string {
  const loopback =
    hostname === "localhost" || hostname === "[::1]" || (isIPv4(hostname) && hostname.startsWith("127."));
  return protocol === "http" && loopback ? PLAIN : GUARDED;
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
