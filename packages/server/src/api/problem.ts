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

/** What a problem says of the request that it answers. */
export interface Asked {
  readonly contentType?: string | undefined;
  /** Bytes that its route accepts. */
  readonly bodyLimit?: number | undefined;
}

/** The problem of an error. What is not ours is not shown: a foreign message may hold anything. */
export function toProblem(error: unknown, asked: Asked = {}): Problem {
  const known = fromFastify(error, asked) ?? asMortiseError(error);
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
function fromFastify(error: unknown, { contentType = "none", bodyLimit }: Asked = {}): MortiseError | undefined {
  if (error instanceof MortiseError || !(error instanceof Error)) return undefined;
  const { code, statusCode } = error as FastifyError;
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return mortiseError("API_TOO_LARGE", {
        limit: bodyLimit === undefined ? "this route accepts" : `the ${bodyLimit} bytes that are accepted here`,
      });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return mortiseError("API_MEDIA_TYPE", { found: contentType });
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
      return mortiseError("API_INVALID", { what: "the body is empty" });
    case "FST_ERR_MAX_PARAM_LENGTH":
      return mortiseError("API_INVALID", { what: "a name in the address is longer than any name here" });
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
