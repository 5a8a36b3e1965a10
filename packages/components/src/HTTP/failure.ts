import { type HttpResponse, MortiseError, mortiseError, redactUrl, type Services, toText } from "@mortise/contract";
import { answerBody, answerHeaders, statusText } from "./answer.ts";

/** Enough for any error document that a flow would read. */
const MAX_BODY = 65_536;

/** The failure of a call that was answered: `${exception.statusCode}` and its kind read the detail. */
export function failure(response: HttpResponse, { nodeId, secrets }: Services): MortiseError {
  const responseBody = toText(answerBody(response));
  return mortiseError(
    "REMOTE_STATUS",
    {
      url: secrets.redact(redactUrl(response.url)),
      statusCode: response.status,
      statusText: statusText(response.status),
      responseBody: responseBody.slice(0, MAX_BODY),
      responseHeaders: Object.fromEntries(answerHeaders(response)),
      sent: true,
    },
    { nodeId, retry: response.status === 429 || response.status >= 500 },
  );
}

/** Whether a failed request may be sent again: it never left, or sending it twice does no harm. */
export function mayRepeat(error: unknown, repeatable: boolean): error is MortiseError {
  return error instanceof MortiseError && error.retry && (repeatable || error.detail.sent === false);
}
