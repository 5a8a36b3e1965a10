import { mortiseError } from "@mortise/contract";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Names the version that an answer shows. */
export function setVersion(reply: FastifyReply, version: number): void {
  reply.header("ETag", `"${version}"`);
}

/** The version that a write is meant for: of `If-Match`, or 0 for `If-None-Match: *`, when nothing may be there yet. Throws `API_INVALID`. */
export function wantedVersion({ headers }: FastifyRequest): number | undefined {
  if (headers["if-none-match"]?.trim() === "*") return 0;
  const text = headers["if-match"]?.trim();
  if (text === undefined || text === "*") return undefined;
  const version = /^(?:W\/)?"(\d{1,15})"$/.exec(text)?.[1];
  if (version === undefined)
    throw mortiseError(
      "API_INVALID",
      { what: 'If-Match must be an ETag that this server gave, such as "3"' },
      { pointer: "/headers/if-match" },
    );
  return Number(version);
}
