import { mortiseError, type TenantRecord, type TenantStore } from "@mortise/contract";
import type { Context } from "./context.ts";
import { pageOf, pageSize, readCursor } from "./page.ts";
import { hasState } from "./postgres/failure.ts";
import { sql } from "./postgres/statement.ts";

const LIST = sql`
  SELECT tenant_id, name, alarm_address, created_at, version FROM tenant
  WHERE $1::timestamptz IS NULL OR (created_at, tenant_id) < ($1, $2)
  ORDER BY created_at DESC, tenant_id DESC LIMIT $3`;
const GET = sql`SELECT tenant_id, name, alarm_address, created_at, version FROM tenant WHERE tenant_id = $1`;
const CREATE = sql`
  INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, $2, stamp($3))
  ON CONFLICT DO NOTHING RETURNING tenant_id, name, alarm_address, created_at, version`;
const ADD_KEY = sql`INSERT INTO tenant_key (tenant_id, key_id, wrapped, wrapped_under) VALUES ($1, $2, $3, $4)`;
const CHANGE = sql`
  UPDATE tenant SET name = coalesce($2, name), alarm_address = CASE WHEN $3 THEN $4 ELSE alarm_address END,
    version = version + 1
  WHERE tenant_id = $1 AND ($5::int IS NULL OR version = $5)
  RETURNING tenant_id, name, alarm_address, created_at, version`;
const REMOVE = sql`
  WITH gone AS (DELETE FROM tenant WHERE tenant_id = $1 RETURNING tenant_id),
    -- What hangs on the tenant by a key goes by itself.
    runs AS (DELETE FROM run WHERE tenant_id = $1),
    keys AS (DELETE FROM run_key WHERE tenant_id = $1),
    open_runs AS (DELETE FROM open_run WHERE tenant_id = $1),
    bodies AS (DELETE FROM run_body WHERE tenant_id = $1),
    journals AS (DELETE FROM journal WHERE tenant_id = $1),
    traces AS (DELETE FROM trace WHERE tenant_id = $1),
    events AS (DELETE FROM event WHERE tenant_id = $1),
    alarms AS (DELETE FROM alarm WHERE tenant_id = $1),
    deliveries AS (DELETE FROM alarm_delivery WHERE tenant_id = $1),
    told AS (SELECT pg_notify('mortise', 'tenant:' || $1))
  SELECT tenant_id, (SELECT count(*) FROM told) FROM gone`;
const INSTALLED = sql`SELECT FROM installation LIMIT 1`;

interface Row {
  readonly tenant_id: string;
  readonly name: string;
  readonly alarm_address: string | null;
  readonly created_at: Date;
  readonly version: number;
}

/** Whose data there is. */
export function createTenantStore({ database, vault, session, stamp }: Context): TenantStore {
  session.on("tenant", (tenant) => vault.forget(tenant));

  return {
    async list(page) {
      const size = pageSize(page);
      const [at, id] = readCursor(page, 2) ?? [];
      const rows = await database.engine<Row>(LIST, [at, id, size + 1]);
      return pageOf(rows, size, (row) => [row.created_at.toISOString(), row.tenant_id], toRecord);
    },
    async get(id) {
      // No name in the database holds that character, and no statement can ask for one.
      if (id.includes("\0")) return undefined;
      const [row] = await database.query<Row>(id, GET, [id]);
      return row && toRecord(row);
    },
    async create({ id, name }) {
      const key = vault.newKey(id);
      const row = await database.transaction(id, async (transaction) => {
        const [row] = await transaction.query<Row>(CREATE, [id, name, stamp()]);
        if (row) await transaction.query(ADD_KEY, [id, key.key_id, key.wrapped, key.wrapped_under]);
        return row;
      });
      if (!row) throw mortiseError("API_CONFLICT", { what: `There is a tenant "${id}" already` });
      vault.forget(id);
      return toRecord(row);
    },
    async change(id, { name, alarmAddress }, ifVersion) {
      const values = [id, name, alarmAddress !== undefined, alarmAddress, ifVersion];
      const [row] = await database.query<Row>(id, CHANGE, values);
      if (row) return toRecord(row);
      const [present] = await database.query<Row>(id, GET, [id]);
      if (!present) throw noTenant(id);
      throw mortiseError("API_CONFLICT", { what: `The tenant "${id}" was changed by another since it was read` });
    },
    async remove(id) {
      const removed = await database.transaction(id, async (transaction) => {
        if ((await transaction.query(INSTALLED)).length > 0) throw stillInstalled(id);
        try {
          return await transaction.query(REMOVE, [id]);
        } catch (error) {
          // A flow was installed at the same moment; its key holds the tenant.
          if (hasState(error, "23503")) throw stillInstalled(id);
          throw error;
        }
      });
      if (removed.length === 0) throw noTenant(id);
      vault.forget(id);
    },
  };
}

/** There is no such tenant. */
export function noTenant(id: string) {
  return mortiseError("API_NOT_FOUND", { what: `tenant "${id}"` });
}

function stillInstalled(id: string) {
  return mortiseError("API_CONFLICT", {
    what: `The tenant "${id}" has flows that are installed; uninstall them before it is removed`,
  });
}

function toRecord({ tenant_id, name, alarm_address, created_at, version }: Row): TenantRecord {
  return { id: tenant_id, name, alarmAddress: alarm_address, createdAt: created_at.getTime(), version };
}
