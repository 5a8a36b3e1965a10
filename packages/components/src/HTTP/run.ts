import {
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  mortiseError,
  type Run,
  type Services,
} from "@mortise/contract";
import { takeAnswer } from "./answer.ts";
import { authenticate } from "./auth.ts";
import { sendWithGrant } from "./bearer.ts";
import { entityOf } from "./entity.ts";
import { failure, mayRepeat } from "./failure.ts";
import { requestHeaders } from "./headers.ts";
import type { Settings } from "./settings.ts";
import type { spec } from "./spec.ts";
import { compileStatuses } from "./statuses.ts";
import { checkTargets, mapAnswer } from "./success-mapping.ts";
import { requestUrl } from "./url.ts";

/** An answer up to this size is held in memory; a larger one lies on disk, where the flow's steps read of it what they need. */
const SPOOL_OVER = 10_485_760;

/** Sends the request, again where the settings ask for it, and puts the answer on the message. */
export const run: Run<typeof spec> = async (exchange, settings, services) => {
  checkTargets(exchange, settings, services);
  const response = await send(buildRequest(exchange, settings, services), settings, services);
  if (response.status >= 400 && settings.useErrorRoute) throw failure(response, services);
  mapAnswer(exchange, response, settings, services);
  takeAnswer(exchange.message, response);
};

function buildRequest(exchange: Exchange, settings: Settings, services: Services): HttpRequest {
  const { url, user } = requestUrl(exchange, settings, services);
  const { authorization, tls } = authenticate(exchange, settings.auth, user, services);
  const entity = entityOf(exchange, settings, services.nodeId);
  return {
    method: settings.method === "DELETE with body" ? "DELETE" : settings.method,
    url,
    headers: requestHeaders(exchange, settings, { contentType: entity.contentType, authorization }, services),
    body: entity.body,
    timeout: settings.timeout,
    maxBytes: settings.maxBytes,
    // A durable run writes its messages down, and what is mapped is read whole.
    spoolOver: services.tries || settings.onSuccessMapping ? undefined : SPOOL_OVER,
    redirects: settings.redirects,
    tls,
    proxy: settings.proxy,
  };
}

async function send(request: HttpRequest, settings: Settings, services: Services): Promise<HttpResponse> {
  const { retry, whenInDoubt } = settings;
  const harmless = settings.idempotencyKey !== undefined || !["POST", "PATCH"].includes(request.method);
  const repeatable = whenInDoubt === undefined ? harmless : whenInDoubt === "retry";
  // Who cancels a run must not lose the answer to a call that cannot be made twice: it may hold the next token.
  const signal = harmless ? services.signal : undefined;
  const again = retry ? compileStatuses(retry.on) : () => false;
  const times = retry?.times ?? 0;
  const once = () =>
    settings.grant === undefined
      ? services.http.send(request, signal)
      : sendWithGrant(settings.grant, request, services, signal);
  for (let failed = services.tries?.failed ?? 0; ; failed++) {
    const left = Math.max(0, times - failed);
    let why: string;
    try {
      const response = await once();
      if (left === 0 || !again(response.status)) return response;
      why = `answered ${response.status}`;
    } catch (error) {
      if (signal?.aborted) throw mortiseError("ENGINE_CANCELLED", {}, { nodeId: services.nodeId });
      if (left === 0 || !mayRepeat(error, repeatable)) throw error;
      why = `failed with ${error.code}`;
    }
    services.log.write(
      "warning",
      `The request ${why} and is sent again in ${retry?.interval} ms, ${left} more at most.`,
    );
    await pause(retry?.interval ?? 0, failed + 1, services);
  }
}

async function pause(ms: number, failed: number, { clock, signal, nodeId, tries }: Services): Promise<void> {
  try {
    await (tries ? tries.pause(ms, failed) : clock.sleep(ms, signal));
  } catch (error) {
    throw signal.aborted ? mortiseError("ENGINE_CANCELLED", {}, { nodeId }) : error;
  }
}
