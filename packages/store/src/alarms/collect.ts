import type { AlarmNews, AlarmPatience, AlarmRoute } from "@mortise/contract";
import type { Context } from "../context.ts";
import type { Transaction } from "../postgres/database.ts";
import { sql, statement } from "../postgres/statement.ts";
import { uuid7 } from "../uuid.ts";
import { ALARM_COLUMNS, type AlarmRow, toAlarm } from "./row.ts";

/** Events folded in one transaction. */
const PART = 1_000;

/** Who has it collects; who has it not finds that another does. */
const TRY_COLLECTING = sql`SELECT pg_try_advisory_xact_lock(7305004) AS ours`;

/** What has the same cause is counted in the alarm that is open. In one order, so that nobody waits in a circle. */
const FOLD = sql`
  WITH taken AS (
    SELECT tenant_id, event_id FROM event WHERE pending ORDER BY at LIMIT $1 FOR UPDATE SKIP LOCKED),
  fresh AS (
    UPDATE event e SET pending = false FROM taken t WHERE e.tenant_id = t.tenant_id AND e.event_id = t.event_id
    RETURNING e.*, jsonb_build_array(e.environment, e.flow, e.kind, e.node, e.code)::text AS cause),
  folded AS (
    INSERT INTO alarm AS a
      (tenant_id, alarm_id, cause, kind, environment, flow, node, code, run_id, message, count, first_at, last_at)
    SELECT tenant_id, gen_random_uuid(), cause, min(kind), min(environment), min(flow), min(node), min(code),
      (array_agg(run_id ORDER BY at DESC, event_id DESC))[1],
      (array_agg(message ORDER BY at DESC, event_id DESC))[1], sum(count), min(at), max(at)
    FROM fresh GROUP BY tenant_id, cause ORDER BY cause, tenant_id
    ON CONFLICT (cause, tenant_id) WHERE over_at IS NULL DO UPDATE SET
      count = a.count + excluded.count, last_at = greatest(a.last_at, excluded.last_at),
      message = excluded.message, run_id = excluded.run_id
    RETURNING 1)
  SELECT (SELECT count(*) FROM taken) AS events, (SELECT count(*) FROM folded) AS alarms`;

/** What is to be told now, and what is over; `told_count` as it was before. One that happened once is over without a word. */
const DUE = statement(`
  WITH clock AS (SELECT stamp($1) AS now),
  due AS (
    SELECT tenant_id, alarm_id, told_count AS told_before,
      last_at < now - $3 * interval '1 ms' AS over,
      CASE
        WHEN told_at IS NULL THEN 'raised'
        WHEN acknowledged_at IS NOT NULL THEN NULL
        WHEN last_at < now - $3 * interval '1 ms' THEN CASE WHEN count > 1 THEN 'over' END
        WHEN count > told_count AND told_at < now - $2 * interval '1 ms' THEN 'repeated'
      END AS what
    FROM alarm, clock WHERE over_at IS NULL),
  changed AS (
    UPDATE alarm a SET
      told_at = CASE WHEN due.what IS NULL THEN a.told_at ELSE clock.now END,
      told_count = CASE WHEN due.what IS NULL THEN a.told_count ELSE a.count END,
      over_at = CASE WHEN due.over AND due.what IS DISTINCT FROM 'raised' THEN clock.now END
    FROM due, clock
    WHERE a.tenant_id = due.tenant_id AND a.alarm_id = due.alarm_id
      AND (due.what IS NOT NULL OR due.over)
    RETURNING ${ALARM_COLUMNS}, due.what, a.count - due.told_before AS since)
  SELECT changed.*, t.alarm_address FROM changed LEFT JOIN tenant t USING (tenant_id)
  WHERE what IS NOT NULL ORDER BY first_at`);

const SEND = sql`
  INSERT INTO alarm_delivery (tenant_id, delivery_id, alarm_id, channel, address, news, made_at, due_at)
  SELECT *, stamp($7), stamp($7)
  FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[])`;

interface DueRow extends AlarmRow {
  readonly what: AlarmNews["what"];
  readonly since: number;
  readonly alarm_address: string | null;
}

/** Folds new events into alarms, and puts what has to be told in the outbox: all of it or nothing. */
export async function collectAlarms(
  { database, stamp }: Pick<Context, "database" | "stamp">,
  { repeatAfter, overAfter }: AlarmPatience,
  routes: (news: AlarmNews) => readonly AlarmRoute[],
): Promise<number> {
  let total = 0;
  for (;;) {
    const events = await database.engineTransaction(async (transaction) => {
      const [lock] = await transaction.query<{ ours: boolean }>(TRY_COLLECTING);
      if (!lock?.ours) return 0;
      const [folded] = await transaction.query<{ events: number }>(FOLD, [PART]);
      const due = await transaction.query<DueRow>(DUE, [stamp(), repeatAfter, overAfter]);
      await send(transaction, due, routes, stamp());
      return folded?.events ?? 0;
    });
    total += events;
    if (events < PART) return total;
  }
}

async function send(
  transaction: Transaction,
  due: readonly DueRow[],
  routes: (news: AlarmNews) => readonly AlarmRoute[],
  at: Date | null,
): Promise<void> {
  const letters = due.flatMap((row) => {
    const news: AlarmNews = {
      alarm: toAlarm(row),
      what: row.what,
      since: row.since,
      tenantAddress: row.alarm_address,
    };
    return routes(news).map((route) => ({ row, route, text: JSON.stringify(news) }));
  });
  if (letters.length === 0) return;
  await transaction.query(SEND, [
    letters.map(({ row }) => row.tenant_id),
    letters.map(() => uuid7()),
    letters.map(({ row }) => row.alarm_id),
    letters.map(({ route }) => route.channel),
    letters.map(({ route }) => route.address),
    letters.map(({ text }) => text),
    at,
  ]);
}
