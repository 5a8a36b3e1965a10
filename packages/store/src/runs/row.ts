import type { Environment, RunRecord, RunStatus, TriggerKind } from "@mortise/contract";
import type { TenantVault } from "../crypto/vault.ts";
import { openPart } from "./sealed.ts";

/** What a run is, without what it was given and gave. */
export const RUN_COLUMNS = `
  r.tenant_id, r.run_id, r.flow, r.environment, r.version, r.installation_id, r.trigger, r.node, r.nominal, r.serial,
  r.breadcrumb_id, r.handled, r.created_at, coalesce(r.started_at, o.started_at) AS started_at, r.finished_at, r.error,
  o.retry_at, CASE WHEN r.status <> 'open' THEN r.status WHEN o.epoch > 0 AND o.retry_at IS NULL THEN 'running'
    ELSE 'queued' END AS status`;

export interface RunRow {
  readonly tenant_id: string;
  readonly run_id: string;
  readonly flow: string;
  readonly environment: Environment;
  readonly version: number;
  readonly installation_id: string;
  readonly trigger: TriggerKind;
  readonly node: string;
  readonly nominal: Date | null;
  readonly serial: boolean;
  readonly breadcrumb_id: string;
  readonly handled: boolean;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly error: Buffer | null;
  readonly status: RunStatus;
  readonly retry_at: Date | null;
}

/** A row of `RUN_COLUMNS` as a record. */
export function toRun(row: RunRow, vault: TenantVault): RunRecord {
  const run = { id: row.run_id, environment: row.environment };
  return {
    ...run,
    tenant: row.tenant_id,
    flow: row.flow,
    version: row.version,
    installation: row.installation_id,
    trigger: row.trigger,
    node: row.node,
    nominal: row.nominal?.getTime(),
    serial: row.serial,
    breadcrumbId: row.breadcrumb_id,
    status: row.status,
    ...(row.retry_at ? { retryAt: row.retry_at.getTime() } : {}),
    handled: row.handled,
    createdAt: row.created_at.getTime(),
    startedAt: row.started_at?.getTime() ?? null,
    finishedAt: row.finished_at?.getTime() ?? null,
    error: row.error && openPart(vault, run, "error", row.error),
  };
}
