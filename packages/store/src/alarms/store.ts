import type { AlarmStore } from "@mortise/contract";
import type { Context } from "../context.ts";
import { pageOf, pageSize, readCursor } from "../page.ts";
import { sql, statement } from "../postgres/statement.ts";
import { isUuid } from "../uuid.ts";
import { collectAlarms } from "./collect.ts";
import { createDeliveries } from "./deliveries.ts";
import { ALARM_COLUMNS, type AlarmRow, INSTALLATION, toAlarm } from "./row.ts";

const LIST = statement(`
  SELECT ${ALARM_COLUMNS} FROM alarm a
  WHERE ($1::text IS NULL OR a.tenant_id = $1) AND ($2::boolean IS NULL OR (a.over_at IS NULL) = $2)
    AND ($3::timestamptz IS NULL OR (a.first_at, a.alarm_id) < ($3, $4::uuid))
  ORDER BY a.first_at DESC, a.alarm_id DESC LIMIT $5`);
/** The first one who says so stays the one who knows. */
const ACKNOWLEDGE = statement(`
  UPDATE alarm a SET acknowledged_at = coalesce(a.acknowledged_at, stamp($3)),
    acknowledged_by = coalesce(a.acknowledged_by, $4)
  WHERE a.tenant_id = $1 AND a.alarm_id = $2 RETURNING ${ALARM_COLUMNS}`);
/** Processes tell of the same outage: it is another one only when it began after the last one had ended. */
const RAISE = sql`
  INSERT INTO alarm AS a (tenant_id, alarm_id, cause, kind, message, count, first_at, last_at)
  SELECT '', gen_random_uuid(), jsonb_build_array(NULL, NULL, $1::text, NULL, NULL)::text, $1, $2, 1,
    now - $3 * interval '1 ms', now
  FROM (SELECT stamp($4) AS now) AS clock
  ON CONFLICT (cause, tenant_id) WHERE over_at IS NULL DO UPDATE SET
    count = a.count + (excluded.first_at > a.last_at)::int,
    message = CASE WHEN excluded.first_at > a.last_at THEN excluded.message ELSE a.message END,
    last_at = greatest(a.last_at, excluded.last_at)`;

/** What people have to hear of, and the outbox to them. */
export function createAlarmStore(context: Context): AlarmStore {
  const { database, stamp } = context;
  return {
    async list(tenant, query) {
      const size = pageSize(query);
      const [at, id] = readCursor(query, 2) ?? [];
      const values = [tenant, query?.open, at, id, size + 1];
      const rows =
        tenant === undefined
          ? await database.engine<AlarmRow>(LIST, values)
          : await database.query<AlarmRow>(tenant, LIST, values);
      return pageOf(rows, size, (row) => [row.first_at.toISOString(), row.alarm_id], toAlarm);
    },
    async acknowledge(tenant, id, by) {
      if (!isUuid(id)) return undefined;
      const values = [tenant ?? INSTALLATION, id, stamp(), by];
      const [row] =
        tenant === null
          ? await database.engine<AlarmRow>(ACKNOWLEDGE, values)
          : await database.query<AlarmRow>(tenant, ACKNOWLEDGE, values);
      return row && toAlarm(row);
    },
    async raise({ kind, message, ms }) {
      await database.engine(RAISE, [kind, message, ms, stamp()]);
    },
    collect: (patience, routes) => collectAlarms(context, patience, routes),
    ...createDeliveries(context),
  };
}
