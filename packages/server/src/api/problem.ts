import { STATUS_CODES } from "node:http";
import { asMortiseError, MortiseError, mortiseError } from "@mortise/contract";
import type { FastifyError } from "fastify";

/** An error as RFC 9457 writes it, with what Mortise adds. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly help: string;
  readonly [member: string]: unknown;
}

/** The problem of an error. What is not ours is not shown: a foreign message may hold anything. */
export function toProblem(error: unknown, contentType?: string): Problem {
  const known = fromFastify(error, contentType) ?? asMortiseError(error);
  const { code, status, nodeId, pointer, position, source } = known;
  const bug = code === "ENGINE_BUG";
  return {
    type: `urn:mortise:error:${code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    code,
    detail: bug ? "Something went wrong inside Mortise." : known.message,
    help: bug ? "The server's log has the details; report it with them." : known.help,
    ...(nodeId === undefined ? {} : { nodeId }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(position === undefined ? {} : { position }),
    ...(source === undefined ? {} : { source }),
    ...(known.errors ? { errors: known.errors } : {}),
  };
}

/** Whether the error is a defect of ours, which must be logged with its stack. */
export function isDefect(error: unknown): boolean {
  return (fromFastify(error) ?? asMortiseError(error)).code === "ENGINE_BUG";
}

/** What Fastify found wrong with a request before any route saw it. */
function fromFastify(error: unknown, contentType = "none"): MortiseError | undefined {
  if (error instanceof MortiseError || !(error instanceof Error)) return undefined;
  const { code, statusCode } = error as FastifyError;
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return mortiseError("API_TOO_LARGE", { limit: "this route accepts" });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return mortiseError("API_MEDIA_TYPE", { found: contentType });
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return mortiseError("API_INVALID", { what: "the body is empty" });
    case "FST_ERR_BAD_URL":
      return mortiseError("API_INVALID", { what: "the address is not well-formed" });
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return mortiseError("API_INVALID", { what: "the body is not as long as Content-Length says" });
  }
  // Everything else that Fastify blames on the caller.
  if (code?.startsWith("FST_") && statusCode && statusCode >= 400 && statusCode < 500)
    return mortiseError("API_INVALID", { what: code });
  return undefined;
}
