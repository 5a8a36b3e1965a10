import {
  type AuditRecord,
  type Environment,
  type EventRecord,
  type HistoryStore,
  mortiseError,
  type NewEvent,
} from "@mortise/contract";
import type { Context } from "./context.ts";
import { pageOf, pageSize, readCursor } from "./page.ts";
import type { Transaction } from "./postgres/database.ts";
import { sql } from "./postgres/statement.ts";
import { uuid7 } from "./uuid.ts";

/** One chain per tenant, so that tenants do not wait for one another. */
const LOCK_CHAIN = sql`SELECT pg_advisory_xact_lock(7305003, hashtext(coalesce($1, '')))`;
const ADD_AUDIT = sql`
  WITH last AS (
    SELECT number, hash FROM audit WHERE coalesce(tenant_id, '') = coalesce($1, '') ORDER BY number DESC LIMIT 1),
  next AS (
    SELECT coalesce((SELECT number FROM last), 0) + 1 AS number, stamp($2) AS at,
      coalesce((SELECT hash FROM last), '\x'::bytea) AS previous)
  INSERT INTO audit (tenant_id, number, at, who, action, target, detail, previous, hash)
  SELECT $1, number, at, $3, $4, $5, $6, previous, audit_hash(previous, $1, number, at, $3, $4, $5, $6) FROM next`;
const LIST_AUDIT = sql`
  SELECT number, tenant_id, at, who, action, target, detail FROM audit
  WHERE coalesce(tenant_id, '') = $1 AND ($2::bigint IS NULL OR number < $2) ORDER BY number DESC LIMIT $3`;
const BROKEN_LINKS = sql`
  SELECT coalesce(tenant_id, '') AS tenant, min(number) AS number
  FROM (
    SELECT *, lag(hash, 1, '\x'::bytea) OVER chain AS expected, row_number() OVER chain AS place
    FROM audit WINDOW chain AS (PARTITION BY coalesce(tenant_id, '') ORDER BY number)) links
  WHERE previous <> expected OR number <> place
    OR hash <> audit_hash(previous, tenant_id, number, at, who, action, target, detail)
  GROUP BY 1`;

const ADD_EVENTS = sql`
  INSERT INTO event (tenant_id, event_id, at, kind, flow, environment, run_id, message, node, code, count, pending)
  SELECT tenant_id, event_id, stamp($12), kind, flow, environment, run_id, message, node, code, count, pending
  FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::int[], $11::boolean[])
    AS e (tenant_id, event_id, kind, flow, environment, run_id, message, node, code, count, pending)`;
const LIST_EVENTS = sql`
  SELECT event_id, at, tenant_id, kind, flow, environment, run_id, message, node, code, count FROM event
  WHERE tenant_id = $1 AND ($2::uuid IS NULL OR event_id < $2) ORDER BY event_id DESC LIMIT $3`;

interface AuditRow {
  readonly number: number;
  readonly tenant_id: string | null;
  readonly at: Date;
  readonly who: string;
  readonly action: string;
  readonly target: string;
  readonly detail: string | null;
}

interface EventRow {
  readonly event_id: string;
  readonly at: Date;
  readonly tenant_id: string;
  readonly kind: string;
  readonly flow: string | null;
  readonly environment: Environment | null;
  readonly run_id: string | null;
  readonly message: string;
  readonly node: string | null;
  readonly code: string | null;
  readonly count: number;
}

/** Writes events inside a transaction whose tenants include theirs. */
export async function addEvents(transaction: Transaction, events: readonly NewEvent[], at: Date | null): Promise<void> {
  if (events.length === 0) return;
  await transaction.query(ADD_EVENTS, [
    events.map((event) => event.tenant),
    events.map(() => uuid7()),
    events.map((event) => event.kind),
    events.map((event) => event.flow),
    events.map((event) => event.environment),
    events.map((event) => event.runId),
    events.map((event) => event.message),
    events.map((event) => event.nodeId),
    events.map((event) => event.code),
    events.map((event) => event.count ?? 1),
    events.map((event) => event.alarm ?? true),
    at,
  ]);
}

/** Who did what, and what happened. */
export function createHistoryStore({ database, stamp }: Context): HistoryStore {
  return {
    async audit({ tenant, who, action, target, detail }) {
      const values = [tenant, stamp(), who, action, target, detail === undefined ? null : JSON.stringify(detail)];
      await database.engineTransaction(async (transaction) => {
        await transaction.query(LOCK_CHAIN, [tenant]);
        await transaction.query(ADD_AUDIT, values);
      });
    },
    async listAudit(tenant, page) {
      const size = pageSize(page);
      const [before] = readCursor(page, 1) ?? [];
      const rows = await database.query<AuditRow>(tenant, LIST_AUDIT, [tenant, wholeNumber(before), size + 1]);
      return pageOf(rows, size, (row) => [String(row.number)], toAudit);
    },
    async event(event) {
      await database.transaction(event.tenant, (transaction) => addEvents(transaction, [event], stamp()));
    },
    async listEvents(tenant, page) {
      const size = pageSize(page);
      const [before] = readCursor(page, 1) ?? [];
      const rows = await database.query<EventRow>(tenant, LIST_EVENTS, [tenant, before, size + 1]);
      return pageOf(rows, size, (row) => [row.event_id], toEvent);
    },
  };
}

/** Tenants whose audit log was tampered with, and the first entry that is not as it was written. An empty tenant is the log of the installation. */
export async function findBrokenAudits({
  database,
}: Pick<Context, "database">): Promise<readonly { readonly tenant: string; readonly number: number }[]> {
  return await database.engine<{ tenant: string; number: number }>(BROKEN_LINKS);
}

function wholeNumber(text: string | undefined): string | undefined {
  if (text === undefined || /^\d{1,15}$/.test(text)) return text;
  throw mortiseError("API_INVALID", { what: "the cursor is not one that a page gave" }, { pointer: "/cursor" });
}

function toAudit({ tenant_id, at, who, action, target, detail }: AuditRow): AuditRecord {
  const record = { at: at.getTime(), tenant: tenant_id, who, action, target };
  return detail === null ? record : { ...record, detail: JSON.parse(detail) };
}

function toEvent(row: EventRow): EventRecord {
  return {
    id: row.event_id,
    at: row.at.getTime(),
    tenant: row.tenant_id,
    kind: row.kind,
    flow: row.flow ?? undefined,
    environment: row.environment ?? undefined,
    runId: row.run_id ?? undefined,
    nodeId: row.node ?? undefined,
    code: row.code ?? undefined,
    count: row.count === 1 ? undefined : row.count,
    message: row.message,
  };
}
