import type { AlarmDelivery, AlarmNews, AlarmStore } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import { INSTALLATION } from "./row.ts";

/** What two processes ask for at once goes to one of them; a process that dies with it loses it after the lease. */
const CLAIM = sql`
  UPDATE alarm_delivery d SET due_at = stamp($2) + $3 * interval '1 ms', attempts = attempts + 1
  FROM (
    SELECT tenant_id, delivery_id FROM alarm_delivery WHERE due_at <= (SELECT stamp($2))
    ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) AS taken
  WHERE d.tenant_id = taken.tenant_id AND d.delivery_id = taken.delivery_id
  RETURNING d.tenant_id, d.delivery_id, d.channel, d.address, d.news, d.made_at, d.attempts`;
const DONE = sql`DELETE FROM alarm_delivery WHERE tenant_id = $1 AND delivery_id = $2`;
/** Only by who had it last: after its lease another may have it. */
const PUT_OFF = sql`
  UPDATE alarm_delivery SET due_at = stamp($5) + $4 * interval '1 ms', last_error = $6
  WHERE tenant_id = $1 AND delivery_id = $2 AND attempts = $3`;

interface DeliveryRow {
  readonly tenant_id: string;
  readonly delivery_id: string;
  readonly channel: AlarmDelivery["channel"];
  readonly address: string | null;
  readonly news: string;
  readonly made_at: Date;
  readonly attempts: number;
}

/** The outbox: what is to be sent, by one process of many. */
export function createDeliveries({
  database,
  stamp,
}: Pick<Context, "database" | "stamp">): Pick<AlarmStore, "claim" | "delivered" | "postpone"> {
  return {
    async claim(limit, lease) {
      const rows = await database.engine<DeliveryRow>(CLAIM, [limit, stamp(), lease]);
      return rows.map(toDelivery).sort((left, right) => (left.id < right.id ? -1 : 1));
    },
    async delivered(delivery) {
      await database.engine(DONE, keyOf(delivery));
    },
    async postpone(delivery, error, ms) {
      if (ms === undefined) await database.engine(DONE, keyOf(delivery));
      else await database.engine(PUT_OFF, [...keyOf(delivery), delivery.attempt, ms, stamp(), error]);
    },
  };
}

function keyOf({ tenant, id }: AlarmDelivery): readonly [string, string] {
  return [tenant ?? INSTALLATION, id];
}

function toDelivery(row: DeliveryRow): AlarmDelivery {
  return {
    id: row.delivery_id,
    tenant: row.tenant_id === INSTALLATION ? null : row.tenant_id,
    channel: row.channel,
    address: row.address ?? undefined,
    news: JSON.parse(row.news) as AlarmNews,
    madeAt: row.made_at.getTime(),
    attempt: row.attempts,
  };
}
