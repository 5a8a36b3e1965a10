import type { Environment, ErrorRecord, InstallationState } from "@mortise/contract";
import type { Runtime } from "../runtime.ts";

/** How a flow is doing in one environment. Instants are epoch milliseconds. */
export interface FlowStatus {
  readonly version: number;
  readonly state: InstallationState;
  readonly installedAt: number;
  readonly since: number;
  readonly uptime: number;
  readonly nextFire: number | null;
  readonly completed: number;
  readonly failed: number;
  readonly pending: number;
  readonly lastCompletedAt: number | null;
  readonly lastFailedAt: number | null;
  readonly lastError: ErrorRecord | null;
}

/** How a flow is doing in each environment; null where it is not installed. */
export async function statusOf(
  runtime: Runtime,
  tenant: string,
  flow: string,
): Promise<{ [environment in Environment]: FlowStatus | null }> {
  const counts = await runtime.store.runs.counts(tenant, flow);
  const now = runtime.clock.now();
  const status = (environment: Environment): FlowStatus | null => {
    const installed = runtime.plans.find(tenant, flow, environment);
    if (!installed) return null;
    const { record } = installed;
    const counted = counts.find((item) => item.environment === environment);
    return {
      version: record.version,
      state: record.state,
      installedAt: record.installedAt,
      since: record.stateSince,
      uptime: record.state === "started" ? Math.max(0, now - record.stateSince) : 0,
      nextFire: runtime.calendar.nextFire(record.id) ?? null,
      completed: (counted?.completed ?? 0) + installed.counts.completed,
      failed: counted?.failed ?? 0,
      pending: (counted?.pending ?? 0) + installed.counts.active,
      lastCompletedAt: counted?.lastCompletedAt ?? null,
      lastFailedAt: counted?.lastFailedAt ?? null,
      lastError: counted?.lastError ?? null,
    };
  };
  return { test: status("test"), production: status("production") };
}
