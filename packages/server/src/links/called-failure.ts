import { type ErrorRecord, type MortiseError, mortiseError, type RunStatus } from "@mortise/contract";
import { reviveError } from "@mortise/engine";

/** How a called run ended. */
export interface CalledEnd {
  readonly id: string;
  readonly flow: string;
  readonly status: RunStatus;
  readonly error?: ErrorRecord | null | undefined;
}

/** What the caller's node fails with: the called flow's own error, with where it came from. */
export function calledFailure({ id, flow, status, error }: CalledEnd): MortiseError {
  // A cancelled call is no cancelled caller.
  if (!error || error.code === "ENGINE_CANCELLED")
    return mortiseError("LINK_UNAVAILABLE", { flow, what: `its run ${id} was ${status}`, run: id });
  // Of a call that the called flow made nobody here need be in doubt: that is the called run's own affair.
  const { sent: _, ...detail } = error.detail ?? { what: error.message };
  const { nodeId: node, ...record } = error;
  return reviveError({ ...record, detail: { ...detail, flow, run: id, ...(node ? { node } : {}) } });
}
