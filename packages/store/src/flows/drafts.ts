import { type FlowRecord, type FlowStore, mortiseError } from "@mortise/contract";
import type { Context } from "../context.ts";
import { hasState } from "../postgres/failure.ts";
import { sql } from "../postgres/statement.ts";
import { noTenant } from "../tenants.ts";

const LIST = sql`
  SELECT name, text, version, created_at, created_by, updated_at, updated_by FROM flow
  WHERE tenant_id = $1 ORDER BY updated_at DESC, name`;
const GET = sql`
  SELECT name, text, version, created_at, created_by, updated_at, updated_by FROM flow
  WHERE tenant_id = $1 AND name = $2`;
const LOCK = sql`SELECT version FROM flow WHERE tenant_id = $1 AND name = $2 FOR UPDATE`;
const CREATE = sql`
  INSERT INTO flow (tenant_id, name, text, created_at, created_by, updated_at, updated_by)
  SELECT $1, $2, $3, at, $5, at, $5 FROM stamp($4) AS at
  ON CONFLICT DO NOTHING
  RETURNING name, text, version, created_at, created_by, updated_at, updated_by`;
const REPLACE = sql`
  UPDATE flow SET name = $3, text = $4, version = version + 1, updated_at = stamp($5), updated_by = $6
  WHERE tenant_id = $1 AND name = $2
  RETURNING name, text, version, created_at, created_by, updated_at, updated_by`;
/** Runs and the lines they stand in know their flow by name. */
const RENAME_RUNS = sql`UPDATE run SET flow = $3 WHERE tenant_id = $1 AND flow = $2`;
const RENAME_OPEN_RUNS = sql`UPDATE open_run SET flow = $3 WHERE tenant_id = $1 AND flow = $2`;
const RENAME_COUNTS = sql`UPDATE run_count SET flow = $3 WHERE tenant_id = $1 AND flow = $2`;
const FORGET_COUNTS = sql`DELETE FROM run_count WHERE tenant_id = $1 AND flow = $2`;
const RENAME_GRANTS = sql`UPDATE oauth_grant SET owner_flow = $3 WHERE tenant_id = $1 AND owner_flow = $2`;
const RENAME_INSTALLED = sql`
  WITH renamed AS (
    UPDATE installation i SET revision = i.revision + 1 FROM flow f
    WHERE f.tenant_id = $1 AND f.name = $2 AND i.tenant_id = f.tenant_id AND i.flow_id = f.flow_id
    RETURNING pg_notify('mortise', 'installation'))
  SELECT count(*) FROM renamed`;
const REMOVE = sql`DELETE FROM flow WHERE tenant_id = $1 AND name = $2 RETURNING name`;

interface Row {
  readonly name: string;
  readonly text: string;
  readonly version: number;
  readonly created_at: Date;
  readonly created_by: string;
  readonly updated_at: Date;
  readonly updated_by: string;
}

/** The flows' drafts. */
export function createDraftStore({ database, stamp }: Context): Pick<FlowStore, "list" | "get" | "put" | "remove"> {
  return {
    async list(tenant) {
      return (await database.query<Row>(tenant, LIST, [tenant])).map(toRecord);
    },
    async get(tenant, name) {
      const [row] = await database.query<Row>(tenant, GET, [tenant, name]);
      return row && toRecord(row);
    },
    async put(tenant, name, text, by, { ifVersion, renameFrom } = {}) {
      const from = renameFrom ?? name;
      return await database.transaction(tenant, async (transaction) => {
        const [present] = await transaction.query<{ version: number }>(LOCK, [tenant, from]);
        if (ifVersion !== undefined && ifVersion !== (present?.version ?? 0)) throw changed(name, present?.version);
        if (!present) {
          if (renameFrom !== undefined && renameFrom !== name) throw noFlow(renameFrom);
          const [made] = await orNoTenant(tenant, transaction.query<Row>(CREATE, [tenant, name, text, stamp(), by]));
          if (!made) throw changed(name, undefined);
          return toRecord(made);
        }
        if (from !== name && (await transaction.query(LOCK, [tenant, name])).length > 0)
          throw mortiseError("API_CONFLICT", { what: `There is a flow "${name}" already` });
        const [row] = await transaction.query<Row>(REPLACE, [tenant, from, name, text, stamp(), by]);
        if (from !== name) {
          await transaction.query(RENAME_RUNS, [tenant, from, name]);
          await transaction.query(RENAME_OPEN_RUNS, [tenant, from, name]);
          // A flow that was removed may have left counts under the new name.
          await transaction.query(FORGET_COUNTS, [tenant, name]);
          await transaction.query(RENAME_COUNTS, [tenant, from, name]);
          await transaction.query(RENAME_GRANTS, [tenant, from, name]);
          await transaction.query(RENAME_INSTALLED, [tenant, name]);
        }
        return toRecord(row as Row);
      });
    },
    async remove(tenant, name) {
      await database.transaction(tenant, async (transaction) => {
        try {
          if ((await transaction.query(REMOVE, [tenant, name])).length === 0) throw noFlow(name);
          await transaction.query(FORGET_COUNTS, [tenant, name]);
        } catch (error) {
          if (!hasState(error, "23503")) throw error;
          throw mortiseError("API_CONFLICT", {
            what: `The flow "${name}" is installed; uninstall it before it is removed`,
          });
        }
      });
    },
  };
}

/** There is no such flow. */
export function noFlow(name: string) {
  return mortiseError("API_NOT_FOUND", { what: `flow "${name}"` });
}

/** A row's foreign key that fails says that there is no such tenant. */
export async function orNoTenant<T>(tenant: string, rows: Promise<T>): Promise<T> {
  try {
    return await rows;
  } catch (error) {
    throw hasState(error, "23503") ? noTenant(tenant) : error;
  }
}

function changed(name: string, version: number | undefined) {
  const what =
    version === undefined
      ? `The flow "${name}" was made or removed by another since it was read`
      : `The flow "${name}" was changed by another since it was read (it is at version ${version})`;
  return mortiseError("API_CONFLICT", { what });
}

function toRecord(row: Row): FlowRecord {
  return {
    name: row.name,
    text: row.text,
    version: row.version,
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.getTime(),
    updatedBy: row.updated_by,
  };
}
