import { MortiseError, mortiseError } from "@mortise/contract";

/** What Node calls a connection that cannot be made or broke. */
const BROKEN = new Set(["ECONNREFUSED", "ECONNRESET", "ENOENT", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"]);
const LOOKUP = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNABORTED", "ENOTCONN"]);

/**
 * SQLSTATEs of a database that is there but cannot serve now: connection trouble (08), out of resources (53),
 * shut down or starting (57P), a statement that a pause made late (57014), a standby (25006), an idle transaction that was cut off (25P03).
 */
const UNAVAILABLE = /^(080(00|01|03|04|06|07)|53...|57P0[1-5]|57014|25006|25P0[34]|55P03|58030)$/;

/** Texts of the driver's own errors, which have no code. */
const DRIVER =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout|Client was closed|Cannot use a pool after)/;

/** Whether the error says that the database is out of reach, and the same call may succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof MortiseError) return error.code === "STORE_UNAVAILABLE";
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === "string") return BROKEN.has(code) || LOOKUP.has(code) || UNAVAILABLE.test(code);
  return DRIVER.test(error.message) || (error.cause !== undefined && isUnavailable(error.cause));
}

/** Any failure of a statement as an error of the catalogue. */
export function storeFailure(error: unknown): MortiseError {
  if (error instanceof MortiseError) return error;
  const { message, code } = error as { message: string; code?: string };
  if (isUnavailable(error)) return mortiseError("STORE_UNAVAILABLE", { what: message }, { cause: error });
  // A character that Postgres has no place for: NUL in a text.
  if (code === "22021" || code === "22P05")
    return mortiseError("VALUE_INVALID", { what: "a text holds the character NUL" }, { cause: error });
  // A number too large, a date out of range: what came in is wrong, not we.
  if (typeof code === "string" && /^22/.test(code))
    return mortiseError("VALUE_INVALID", { what: message }, { cause: error });
  return mortiseError("ENGINE_BUG", { what: `a statement failed: ${message}` }, { cause: error });
}

/** Whether the failure is of that SQLSTATE. */
export function hasState(error: unknown, ...states: readonly string[]): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && states.includes(code);
}
