import type { Claim, RunEnd, RunPause } from "@mortise/contract";

type Handler = (claim: Claim) => Promise<RunEnd | RunPause>;

/** What the runs of each test's tenant do. Those of a tenant without a handler complete. */
export interface Work {
  readonly handle: Handler;
  /** From now on this tenant's runs do this. */
  of(tenant: string, handler: Handler): void;
}

export const COMPLETED: RunEnd = { status: "completed" };

export function createWork(): Work {
  const handlers = new Map<string, Handler>();
  return {
    handle: (claim) => (handlers.get(claim.run.tenant) ?? (async () => COMPLETED))(claim),
    of: (tenant, handler) => void handlers.set(tenant, handler),
  };
}
