import { type ErrorDetail, MortiseError, mortiseError } from "@mortise/contract";
import { CONNECT_TIMEOUT } from "./connector.ts";

/** What every error of a call carries: where to, and whether the request may have left. */
export interface CallDetail extends ErrorDetail {
  /** As `shownUrl` writes it. */
  readonly url: string;
  /** False only when the request certainly never left. */
  readonly sent: boolean;
}

/** Node's, OpenSSL's and undici's codes in words. */
const WORDS: { readonly [code: string]: string } = {
  ENOTFOUND: "its name does not resolve",
  EAI_AGAIN: "its name cannot be resolved now",
  ECONNREFUSED: "the connection was refused",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to it",
  EADDRNOTAVAIL: "there is no route to it",
  ETIMEDOUT: `no connection within ${CONNECT_TIMEOUT} ms`,
  UND_ERR_CONNECT_TIMEOUT: `no connection within ${CONNECT_TIMEOUT} ms`,
  ECONNRESET: "the connection broke before the answer was complete",
  EPIPE: "the connection broke before the answer was complete",
  UND_ERR_SOCKET: "the connection broke before the answer was complete",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "its answer is not as long as it says",
  UND_ERR_DESTROYED: "this server is shutting down",
  UND_ERR_CLOSED: "this server is shutting down",
  UND_ERR_ABORTED: "the proxy refused to connect to it",
  UND_ERR_PRX_CONN: "the proxy broke the connection",
  UND_ERR_PRX_TLS: "the proxy's certificate is not for its name",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate comes from an unknown authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate comes from an unknown authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate comes from an unknown authority",
};

/** Any failure of a call as one of the catalogue's, with `detail.url` and `detail.sent`. */
export function remoteError(error: unknown, call: CallDetail): MortiseError {
  if (error instanceof MortiseError) {
    return mortiseError(error.code, { ...error.detail, ...call }, { cause: error.cause, retry: error.retry });
  }
  const code = codeOf(error);
  if (/^HPE_|^UND_ERR_HEADERS_OVERFLOW$/.test(code) || (error as Error | null)?.name === "HTTPParserError") {
    // Without its cause, which holds the bytes that came.
    return mortiseError("REMOTE_INVALID", { ...call, what: code ? `it is not HTTP (${code})` : "it is not HTTP" });
  }
  const words =
    WORDS[code] ?? (/SSL|TLS|CERT|EPROTO/.test(code) ? "no TLS connection could be agreed on" : "it failed");
  return mortiseError("REMOTE_UNREACHABLE", { ...call, what: code ? `${words} (${code})` : words }, { cause: error });
}

/** A request that is wrong in itself: no use in trying it again. */
export function cannotCall(what: string, url: string): MortiseError {
  return mortiseError("REMOTE_UNREACHABLE", { url, sent: false, what }, { retry: false });
}

/** Several addresses were tried: the first failure stands for all. */
function codeOf(error: unknown): string {
  const one = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  const code = (one as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "";
}
