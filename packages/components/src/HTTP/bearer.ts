import {
  type AccessToken,
  asMortiseError,
  type HttpRequest,
  type HttpResponse,
  mortiseError,
  type Services,
} from "@mortise/contract";

/**
 * Sends a request with the access token that a grant has at that moment. An answer of 401 leads to one forced refresh
 * and one more try, never to a loop; a token that could not be renewed is not sent a second time. Takes part in the
 * provider's error budget: throws `REMOTE_BUDGET` before the error that would block the client.
 */
export async function sendWithGrant(
  grant: string,
  request: HttpRequest,
  services: Services,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  const token = await fresh(grant, services, signal);
  const response = await sendOnce(grant, request, token, services, signal);
  if (response.status !== 401) return response;
  const newer = await fresh(grant, services, signal, token.generation);
  return newer.generation === token.generation ? response : sendOnce(grant, request, newer, services, signal);
}

async function fresh(
  grant: string,
  { grants, nodeId, secrets }: Services,
  signal: AbortSignal | undefined,
  force?: number,
): Promise<AccessToken> {
  try {
    const token = await grants.fresh(grant, { force, signal });
    secrets.register(token.value);
    return token;
  } catch (thrown) {
    const error = asMortiseError(thrown);
    // What became of the refresh the ledger knows; the node's own request has not left.
    throw mortiseError(error.code, { ...error.detail, sent: false }, { nodeId, cause: error, retry: error.retry });
  }
}

async function sendOnce(
  grant: string,
  request: HttpRequest,
  token: AccessToken,
  { grants, http, log }: Services,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  const call = await grants.call(grant, { url: request.url });
  let status: number | undefined;
  try {
    const response = await http.send({ ...request, headers: authorized(request.headers, token) }, signal);
    status = response.status;
    return response;
  } finally {
    // The answer counts more than its place in the budget, which frees itself in time.
    await call.ended(status).catch((error) => log.write("warning", asMortiseError(error).message));
  }
}

function authorized(headers: HttpRequest["headers"], { type, value }: AccessToken): HttpRequest["headers"] {
  const scheme = type === "" || type.toLowerCase() === "bearer" ? "Bearer" : type;
  return [
    ["Authorization", `${scheme} ${value}`],
    ...headers.filter(([name]) => name.toLowerCase() !== "authorization"),
  ];
}
