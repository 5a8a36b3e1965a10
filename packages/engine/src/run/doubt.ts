import { type Exchange, type Expression, type MortiseError, mortiseError } from "@mortise/contract";
import type { PlanNode } from "../plan/plan.ts";
import type { RunContext } from "./run-context.ts";

/** An external node is given this long before its intent may be called in doubt, unless it says otherwise. */
const EXTERNAL_TIMEOUT = 60_000;

/**
 * A call that may be made twice is made again when its answer is lost, after these pauses in milliseconds; then it has
 * failed. A node with `retry` settings of its own follows them instead.
 */
export const PAUSES_IN_DOUBT: readonly number[] = [1_000, 5_000];

/** Whether nobody knows how the call ended: it was sent, and no answer came. */
export function isInDoubt({ code, detail }: MortiseError): boolean {
  return (code === "REMOTE_UNREACHABLE" || code === "REMOTE_TIMEOUT") && detail.sent === true;
}

/** The error of a call whose outcome nobody knows; `failure` is how this process noticed. */
export function doubt({ id, type, settings }: PlanNode, failure?: MortiseError): MortiseError {
  const method = typeof settings.method === "string" ? settings.method : type;
  const url = failure?.detail.url ?? (settings.url as { source?: string } | undefined)?.source ?? id;
  const because = failure ? { because: failure.message } : {};
  return mortiseError("REMOTE_IN_DOUBT", { method, url, ...because }, { nodeId: id, cause: failure });
}

/** Tells people that a call is in doubt and goes on as failed. */
export function noticeDoubt(context: RunContext, node: PlanNode, exchange: Exchange, error: MortiseError): void {
  const cause = { nodeId: node.id, code: error.code };
  context.ports.notice?.("run.in-doubt", `${error.message} Node ${node.id} of run ${exchange.runId}.`, cause);
}

/** The author's key, by which the other side knows a repeated call; it is recorded, so that it stays the same. */
export function authorsKey({ settings }: PlanNode, exchange: Exchange): string | undefined {
  const key = settings.idempotencyKey as Pick<Expression, "text"> | undefined;
  // What is wrong with an empty one, the component says.
  return key?.text(exchange) || undefined;
}

/** The longest that an external node can take, with all its tries. */
export function externalTimeout({ settings, whenInDoubt }: PlanNode): number {
  const timeout = typeof settings.timeout === "number" ? settings.timeout : EXTERNAL_TIMEOUT;
  if (settings.retry) {
    const { times = 0, interval = 0 } = settings.retry as { readonly times?: number; readonly interval?: number };
    return (times + 1) * timeout + times * interval;
  }
  const pauses = whenInDoubt === "retry" ? PAUSES_IN_DOUBT : [];
  return (pauses.length + 1) * timeout + pauses.reduce((sum, pause) => sum + pause, 0);
}
