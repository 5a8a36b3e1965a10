import { STATUS_CODES } from "node:http";
import type { ErrorRecord } from "@mortise/contract";
import type { Reply } from "./reply.ts";

/** Codes of a run that took too long. */
const TOO_LATE = new Set(["ENGINE_TIMEOUT", "REMOTE_TIMEOUT"]);

/** What a caller gets when the flow failed and no error route answered: Dovetail's shape, as XML where he asks for it. */
export function failureReply(error: ErrorRecord | undefined, accept: string | undefined): Reply {
  if (error && TOO_LATE.has(error.code)) return describeFailure(504, "Timeout error", error.message, accept);
  return describeFailure(500, STATUS_CODES[500] as string, error?.message ?? "The flow failed.", accept);
}

/** The answer of an endpoint whose flow does not take requests now. */
export function suspendedReply(flow: string, state: string, accept: string | undefined): Reply {
  return describeFailure(503, STATUS_CODES[503] as string, `The flow ${flow} is ${state}.`, accept);
}

function describeFailure(code: number, info: string, error: string, accept: string | undefined): Reply {
  if (/\b(application|text)\/([\w.-]+\+)?xml\b/i.test(accept ?? "") && !/json/i.test(accept ?? "")) {
    const body = `<Response><Code>${code}</Code><Info>${xmlText(info)}</Info><Error>${xmlText(error)}</Error></Response>`;
    return { status: code, headers: ["Content-Type", "application/xml; charset=utf-8"], body };
  }
  return {
    status: code,
    headers: ["Content-Type", "application/json; charset=utf-8"],
    body: JSON.stringify({ code, info, error }),
  };
}

const ENTITIES: { readonly [char: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text of an element; characters that XML 1.0 cannot hold at all become spaces. */
function xmlText(text: string): string {
  return text.replace(/[&<>]/g, (char) => ENTITIES[char] as string).replace(/(?![\t\n\r])\p{Cc}/gu, " ");
}
