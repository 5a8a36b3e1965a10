import type { AlarmRecord, Environment } from "@mortise/contract";

/** The columns of an alarm, from the table as `a`. */
export const ALARM_COLUMNS =
  "a.tenant_id, a.alarm_id, a.kind, a.environment, a.flow, a.node, a.code, a.run_id, a.message, a.count, a.first_at, a.last_at, a.over_at, a.acknowledged_at, a.acknowledged_by";

/** An alarm as the database holds it. */
export interface AlarmRow {
  readonly tenant_id: string;
  readonly alarm_id: string;
  readonly kind: string;
  readonly environment: Environment | null;
  readonly flow: string | null;
  readonly node: string | null;
  readonly code: string | null;
  readonly run_id: string | null;
  readonly message: string;
  readonly count: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly over_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
}

/** A tenant's column of what belongs to the installation as a whole. */
export const INSTALLATION = "";

/** The alarm as the outside knows it. */
export function toAlarm(row: AlarmRow): AlarmRecord {
  return {
    id: row.alarm_id,
    tenant: row.tenant_id === INSTALLATION ? null : row.tenant_id,
    kind: row.kind,
    environment: row.environment ?? undefined,
    flow: row.flow ?? undefined,
    nodeId: row.node ?? undefined,
    code: row.code ?? undefined,
    runId: row.run_id ?? undefined,
    message: row.message,
    count: row.count,
    firstAt: row.first_at.getTime(),
    lastAt: row.last_at.getTime(),
    overAt: row.over_at?.getTime() ?? null,
    acknowledgedAt: row.acknowledged_at?.getTime() ?? null,
    acknowledgedBy: row.acknowledged_by,
  };
}
