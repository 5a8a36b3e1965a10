import {
  type Fire,
  mortiseError,
  type NewEvent,
  type NewRun,
  type ScheduleCursor,
  type ScheduleStore,
} from "@mortise/contract";
import type { Context } from "./context.ts";
import { TELL } from "./dispatcher/complete.ts";
import type { Enqueuing } from "./dispatcher/dispatcher.ts";
import { enqueue, type PreparedRun, prepareRun } from "./dispatcher/enqueue.ts";
import { lockLines } from "./dispatcher/line.ts";
import { failPoint } from "./fail-point.ts";
import { addEvents } from "./history.ts";
import { createBatch } from "./postgres/batch.ts";
import type { Transaction } from "./postgres/database.ts";
import { sql } from "./postgres/statement.ts";

const CURSORS = sql`
  SELECT tenant_id, installation_id, node, cursor, anchor, fired, superseded FROM schedule`;
const BEGIN = sql`
  INSERT INTO schedule AS s (tenant_id, installation_id, node, cursor, anchor, fired)
  SELECT i.tenant_id, i.installation_id, $3, $4, $5, $6 FROM flow f JOIN installation i USING (tenant_id, flow_id)
  WHERE i.tenant_id = $1 AND i.installation_id = $2 AND i.revision = coalesce($8, i.revision)
  -- An install at this moment either sees the row and supersedes it, or makes this revision an old one.
  FOR SHARE OF f, i
  -- Who resets second finds it begun already, and perhaps fired.
  ON CONFLICT (tenant_id, installation_id, node) DO UPDATE SET
    (cursor, anchor, fired, superseded) = (
      SELECT CASE WHEN anew THEN excluded.cursor ELSE s.cursor END, CASE WHEN anew THEN excluded.anchor ELSE s.anchor END,
        CASE WHEN anew THEN excluded.fired ELSE s.fired END, CASE WHEN anew THEN NULL ELSE s.superseded END
      FROM (SELECT $7 AND (s.anchor < excluded.anchor OR s.superseded IS NOT NULL) AS anew) AS decided)
  RETURNING tenant_id, installation_id, node, cursor, anchor, fired, superseded`;
const END = sql`
  DELETE FROM schedule
  WHERE tenant_id = $1 AND installation_id = $2 AND node = $3 AND superseded = $4::jsonb`;
/**
 * Moves each cursor once: who comes second finds it at the instant or past it. A flow that was stopped in between does
 * not run, and what was computed from another version's schedule moves nothing.
 */
const ADVANCE = sql`
  UPDATE schedule s SET cursor = g.instant, fired = s.fired + g.runs
  FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::int[],
      $7::bigint[]) AS g (number, tenant_id, installation_id, node, instant, runs, revision),
    installation i, flow f
  WHERE s.tenant_id = g.tenant_id AND s.installation_id = g.installation_id AND s.node = g.node
    AND s.cursor < g.instant AND i.tenant_id = g.tenant_id AND i.installation_id = g.installation_id
    AND i.revision = coalesce(g.revision, i.revision) AND (g.runs = 0 OR i.state = 'started') AND f.tenant_id = i.tenant_id AND f.flow_id = i.flow_id
  RETURNING g.number, f.name AS flow, i.environment`;
const ADD_DROPS = sql`
  INSERT INTO fire_drop (tenant_id, installation_id, node, first, last)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
  ON CONFLICT DO NOTHING`;
const DEALT = sql`
  SELECT
    ARRAY(SELECT r.nominal FROM run r
      WHERE r.installation_id = g.installation_id AND r.node = g.node AND r.nominal > g.after AND r.nominal <= g.until
    ) AS ran,
    ARRAY(SELECT ARRAY[d.first, d.last] FROM fire_drop d
      WHERE d.tenant_id = i.tenant_id AND d.installation_id = g.installation_id AND d.node = g.node
        AND d.last > g.after AND d.first <= g.until) AS dropped
  FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) WITH ORDINALITY
    AS g (installation_id, node, after, until, place)
  LEFT JOIN installation i ON i.installation_id = g.installation_id
  ORDER BY g.place`;
/** One process at a time, and never two for the same stretch of time. */
const LOCK_AUDIT = sql`SELECT pg_try_advisory_xact_lock(7305010) AS ours`;
const AUDITED = sql`SELECT audited_until FROM calendar_audit`;
const SET_AUDITED = sql`
  INSERT INTO calendar_audit (audited_until) VALUES ($1)
  ON CONFLICT (only_one) DO UPDATE SET audited_until = excluded.audited_until`;
const OPEN = sql`
  SELECT l.number, count(*) AS open, count(*) FILTER (WHERE o.epoch = 0) AS waiting,
    bool_or(o.parked AND o.serial) AS parked
  FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS l (number, tenant_id, flow, environment)
  JOIN open_run o ON o.tenant_id = l.tenant_id AND o.flow = l.flow AND o.environment = l.environment
  GROUP BY l.number`;

interface CursorRow {
  readonly tenant_id: string;
  readonly installation_id: string;
  readonly node: string;
  readonly cursor: Date;
  readonly anchor: Date;
  readonly fired: number;
  readonly superseded: NonNullable<ScheduleCursor["superseded"]> | null;
}

interface Asked {
  readonly tenant: string;
  readonly fire: Fire;
  readonly prepared: PreparedRun | undefined;
}

/** A fire that does not run, and what is said of it. */
interface Dropped {
  readonly fire: Fire;
  readonly event: NewEvent;
}

interface Advanced {
  readonly number: number;
  readonly flow: string;
  readonly environment: "test" | "production";
}

/** How far each schedule has been dealt with, and the one transaction that deals with an instant. */
export function createScheduleStore(context: Context, enqueuing: Enqueuing): ScheduleStore {
  const { database, stamp } = context;

  // Fires of many schedules share a commit; two of one schedule never do, since the second is asked for after the first.
  const fires = createBatch<Asked, boolean>(async (asked) => {
    const queue = await enqueuing.queue();
    const tenants = [...new Set(asked.map(({ tenant }) => tenant))];
    let ready = 0;
    const won = await database.transaction(tenants, async (transaction) => {
      ready = 0;
      const advanced = await advance(transaction, asked);
      const { runs, drops } = await decide(transaction, asked, advanced);
      const made = await enqueue(transaction, queue, runs, stamp());
      await addDrops(transaction, drops, stamp());
      ready = made.filter(({ enqueued }) => enqueued).length;
      if (enqueuing.announce(ready)) await transaction.query(TELL);
      return new Set(advanced.map(({ number }) => number));
    });
    if (ready > 0) enqueuing.committed();
    return asked.map((_, number) => won.has(number));
  });

  return {
    async cursors() {
      return (await database.engine<CursorRow>(CURSORS)).map(toCursor);
    },
    async begin(cursor, { reset = false, revision } = {}) {
      const [row] = await database.query<CursorRow>(cursor.tenant, BEGIN, [
        cursor.tenant,
        cursor.installation,
        cursor.node,
        new Date(cursor.cursor),
        new Date(cursor.anchor),
        cursor.fired,
        reset,
        revision ?? null,
      ]);
      if (!row && revision !== undefined) throw conflict(cursor);
      if (!row) throw mortiseError("API_NOT_FOUND", { what: `installation "${cursor.installation}"` });
      return toCursor(row);
    },
    async end(tenant, { installation, node, superseded }) {
      if (superseded) await database.query(tenant, END, [tenant, installation, node, JSON.stringify(superseded)]);
    },
    async fire(tenant, fire) {
      failPoint("schedule.fire.before", fire.node);
      const prepared = fire.run && (await prepareRun(context, fire.run));
      const dealt = await fires.add({ tenant, fire, prepared });
      failPoint("schedule.fire.after", fire.node);
      return dealt;
    },
    async dealt(spans) {
      const rows = await database.engine<{ ran: Date[]; dropped: [Date, Date][] }>(DEALT, [
        spans.map(({ installation }) => installation),
        spans.map(({ node }) => node),
        spans.map(({ after }) => new Date(after)),
        spans.map(({ until }) => new Date(until)),
      ]);
      return rows.map(({ ran, dropped }) => ({
        ran: ran.map((instant) => instant.getTime()),
        dropped: dropped.map(([first, last]) => [first.getTime(), last.getTime()] as const),
      }));
    },
    async audit(look) {
      return await database.engineTransaction(async (transaction) => {
        const [lock] = await transaction.query<{ ours: boolean }>(LOCK_AUDIT);
        if (!lock?.ours) return false;
        const [audited] = await transaction.query<{ audited_until: Date }>(AUDITED);
        await transaction.query(SET_AUDITED, [new Date(await look(audited?.audited_until.getTime()))]);
        return true;
      });
    },
  };
}

async function advance(transaction: Transaction, asked: readonly Asked[]): Promise<readonly Advanced[]> {
  return await transaction.query<Advanced>(ADVANCE, [
    asked.map((_, number) => number),
    asked.map(({ tenant }) => tenant),
    asked.map(({ fire }) => fire.installation),
    asked.map(({ fire }) => fire.node),
    asked.map(({ fire }) => new Date(fire.instant)),
    asked.map(({ fire }) => (fire.run ? 1 : 0)),
    asked.map(({ fire }) => fire.revision ?? null),
  ]);
}

async function addDrops(transaction: Transaction, drops: readonly Dropped[], at: Date | null): Promise<void> {
  if (drops.length === 0) return;
  await transaction.query(ADD_DROPS, [
    drops.map(({ event }) => event.tenant),
    drops.map(({ fire }) => fire.installation),
    drops.map(({ fire }) => fire.node),
    drops.map(({ fire }) => new Date(fire.first ?? fire.instant)),
    drops.map(({ fire }) => new Date(fire.instant)),
  ]);
  await addEvents(
    transaction,
    drops.map(({ event }) => event),
    at,
  );
}

/** Which of the instants that are ours run, and what is said of the others. */
async function decide(
  transaction: Transaction,
  asked: readonly Asked[],
  advanced: readonly Advanced[],
): Promise<{ runs: PreparedRun[]; drops: Dropped[] }> {
  const runs: PreparedRun[] = [];
  const drops: Dropped[] = [];
  const ours = advanced.flatMap((each) => {
    const question = asked[each.number];
    return question ? [{ ...each, ...question }] : [];
  });
  const guarded = ours.flatMap(({ number, fire }) =>
    fire.run && fire.overlap !== "allow" ? [{ number, run: fire.run }] : [],
  );
  // Held from here to the commit, so that what is counted stays true; all lines at once, so that nobody waits in a circle.
  await lockLines(
    transaction,
    ours.flatMap(({ fire }) => fire.run ?? []),
  );
  const counts = guarded.length > 0 ? await countOpen(transaction, guarded) : new Map();
  for (const { number, tenant, flow, environment, fire, prepared } of ours) {
    const drop = (message: string) =>
      drops.push({ fire, event: { tenant, kind: "fire.dropped", flow, environment, message } });
    const instant = new Date(fire.instant).toISOString();
    if (!prepared) drop(fire.dropped ?? `The fire of ${fire.node} at ${instant} was dropped.`);
    else {
      const key = lineKey(prepared.run);
      const { open, waiting, parked } = counts.get(number) ?? { open: 0, waiting: 0, parked: false };
      const beside = runs.filter(({ run }) => lineKey(run) === key).length;
      // A parked run keeps its flow's place until a person decides: nothing queues up behind it.
      if (fire.overlap !== "allow" && parked)
        drop(`The fire of ${fire.node} at ${instant} was dropped: a run of the flow is parked and waits for a person.`);
      else if (fire.overlap === "skip" && open + beside > 0)
        drop(`The fire of ${fire.node} at ${instant} was dropped: a run of the flow is still open.`);
      else if (fire.overlap === "queue one" && waiting + beside > 0)
        drop(`The fire of ${fire.node} at ${instant} was dropped: one is waiting already.`);
      else runs.push(prepared);
    }
  }
  return { runs, drops };
}

async function countOpen(transaction: Transaction, guarded: readonly { number: number; run: NewRun }[]) {
  const rows = await transaction.query<{ number: number; open: number; waiting: number; parked: boolean }>(OPEN, [
    guarded.map(({ number }) => number),
    guarded.map(({ run }) => run.tenant),
    guarded.map(({ run }) => run.flow),
    guarded.map(({ run }) => run.environment),
  ]);
  return new Map(rows.map((row) => [row.number, row]));
}

function lineKey({ tenant, environment, flow }: NewRun): string {
  return JSON.stringify([tenant, environment, flow]);
}

function toCursor(row: CursorRow): ScheduleCursor {
  return {
    installation: row.installation_id,
    node: row.node,
    cursor: row.cursor.getTime(),
    anchor: row.anchor.getTime(),
    fired: row.fired,
    ...(row.superseded ? { superseded: row.superseded } : {}),
  };
}

function conflict({ installation }: ScheduleCursor) {
  return mortiseError("API_CONFLICT", { what: `The installation "${installation}" was changed meanwhile` });
}
