import {
  type GrantLedgerEntry,
  type GrantRecord,
  type GrantSettings,
  type GrantStore,
  mortiseError,
} from "@mortise/contract";
import type { Context } from "../context.ts";
import { pageOf, pageSize, readCursor } from "../page.ts";
import { sql } from "../postgres/statement.ts";
import { lockGrant } from "./lock.ts";
import { type GrantRow, noGrant, sealSecret, toGrant } from "./row.ts";

const LIST = sql`
  SELECT * FROM oauth_grant
  WHERE tenant_id = $1 AND ($2::text IS NULL OR environment = $2) AND ($3::text IS NULL OR owner_flow = $3)
    AND ($4::text IS NULL OR owner_node = $4) AND ($5::text IS NULL OR grant_id > $5)
  ORDER BY grant_id LIMIT $6`;
const FLEET = sql`
  SELECT * FROM oauth_grant
  WHERE $1::timestamptz IS NULL OR (coalesce(dies_at, 'infinity'), tenant_id, grant_id) > ($1, $2, $3)
  ORDER BY coalesce(dies_at, 'infinity'), tenant_id, grant_id LIMIT $4`;
const GET = sql`SELECT * FROM oauth_grant WHERE tenant_id = $1 AND grant_id = $2`;
const CREATE = sql`
  INSERT INTO oauth_grant (tenant_id, grant_id, environment, settings, owner_flow, owner_node, client_secret, state,
    created_at, created_by, updated_at, updated_by)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, at, $10, at, $10 FROM stamp($9) AS at
  ON CONFLICT DO NOTHING RETURNING *`;
const CHANGE = sql`
  UPDATE oauth_grant SET settings = $3, owner_flow = $4, owner_node = $5,
    client_secret = CASE WHEN $6 THEN $7 ELSE client_secret END, state = $8, retry_at = NULL, failures = 0,
    updated_at = stamp($9), updated_by = $10, version = version + 1
  WHERE tenant_id = $1 AND grant_id = $2 RETURNING *`;
const REMOVE = sql`DELETE FROM oauth_grant WHERE tenant_id = $1 AND grant_id = $2`;
const LEDGER = sql`
  SELECT number, at, kind, generation, intent_id, spends, fingerprint, status, detail, by FROM grant_ledger
  WHERE tenant_id = $1 AND grant_id = $2 AND ($3::bigint IS NULL OR number < $3) ORDER BY number DESC LIMIT $4`;
const FOREVER = "9999-12-31T00:00:00.000Z";

interface LedgerRow {
  readonly number: number;
  readonly at: Date;
  readonly kind: GrantLedgerEntry["kind"];
  readonly generation: number;
  readonly intent_id: string | null;
  readonly spends: GrantLedgerEntry["spends"];
  readonly fingerprint: string | null;
  readonly status: number | null;
  readonly detail: string | null;
  readonly by: string;
}

type Managing = Pick<GrantStore, "list" | "fleet" | "get" | "create" | "change" | "remove" | "ledger">;

/** What people do with grants. */
export function createManaging({ database, vault, stamp }: Context): Managing {
  async function get(tenant: string, id: string): Promise<GrantRecord | undefined> {
    const [row] = await database.query<GrantRow>(tenant, GET, [tenant, id]);
    return row && toGrant(row);
  }

  return {
    get,
    async list(tenant, query = {}) {
      const size = pageSize(query);
      const [after] = readCursor(query, 1) ?? [];
      const { environment, owner } = query;
      const values = [tenant, environment, owner?.flow, owner?.node, after, size + 1];
      const rows = await database.query<GrantRow>(tenant, LIST, values);
      return pageOf(rows, size, (row) => [row.grant_id], toGrant);
    },
    async fleet(page) {
      const size = pageSize(page);
      const [at, tenant, id] = readCursor(page, 3) ?? [];
      const rows = await database.engine<GrantRow>(FLEET, [at === FOREVER ? "infinity" : at, tenant, id, size + 1]);
      const key = (row: GrantRow) => [row.dies_at?.toISOString() ?? FOREVER, row.tenant_id, row.grant_id];
      return pageOf(rows, size, key, toGrant);
    },
    async create(tenant, { id, clientSecret, ...settings }, by) {
      const keys = await vault.of(tenant);
      const { environment, owner } = settings;
      const sealed = clientSecret ? sealSecret(keys, environment, id, "client", clientSecret) : null;
      const state = stateOf(settings, "NEEDS_CONSENT", false);
      const values = [tenant, id, environment, toJson(settings), owner?.flow, owner?.node, sealed, state, stamp(), by];
      const [row] = await database.query<GrantRow>(tenant, CREATE, values);
      if (!row) throw mortiseError("API_CONFLICT", { what: `There is a grant "${id}" already` });
      return toGrant(row);
    },
    async change(tenant, id, { clientSecret, ...change }, by, ifVersion) {
      const keys = await vault.of(tenant);
      return await database.transaction(tenant, async (transaction) => {
        const { row, live } = await lockGrant(transaction, tenant, id, stamp);
        if (ifVersion !== undefined && ifVersion !== row.version)
          throw mortiseError("API_CONFLICT", { what: `The grant "${id}" was changed by another since it was read` });
        const present = toGrant(row);
        const settings = { ...row.settings, environment: row.environment, owner: present.owner, ...change };
        const sealed = clientSecret ? sealSecret(keys, row.environment, id, "client", clientSecret) : null;
        const state = live ? row.state : stateOf(settings, row.state, present.hasRefreshToken);
        const { owner } = settings;
        const values = [toJson(settings), owner?.flow, owner?.node, clientSecret !== undefined, sealed, state];
        const [changed] = await transaction.query<GrantRow>(CHANGE, [tenant, id, ...values, stamp(), by]);
        return toGrant(changed as GrantRow);
      });
    },
    async remove(tenant, id, ifVersion) {
      await database.transaction(tenant, async (transaction) => {
        const { row, live } = await lockGrant(transaction, tenant, id, stamp);
        if (ifVersion !== undefined && ifVersion !== row.version)
          throw mortiseError("API_CONFLICT", { what: `The grant "${id}" was changed by another since it was read` });
        // Its answer would find nothing to be stored in.
        if (live) throw mortiseError("GRANT_BUSY", { grant: id });
        await transaction.query(REMOVE, [tenant, id]);
      });
    },
    async ledger(tenant, id, page) {
      const size = pageSize(page);
      const [before] = readCursor(page, 1) ?? [];
      if (before !== undefined && !/^\d{1,15}$/.test(before))
        throw mortiseError("API_INVALID", { what: "the cursor is not one that a page gave" }, { pointer: "/cursor" });
      const rows = await database.query<LedgerRow>(tenant, LEDGER, [tenant, id, before, size + 1]);
      if (rows.length === 0 && !(await get(tenant, id))) throw noGrant(id);
      return pageOf(rows, size, (row) => [String(row.number)], toEntry);
    },
  };
}

/** Client credentials need nobody's consent. */
function stateOf({ grantType }: GrantSettings, present: GrantRecord["state"], hasRefreshToken: boolean) {
  if (grantType === "client_credentials") return "READY";
  return present === "READY" && grantType === "authorization_code" && !hasRefreshToken ? "NEEDS_CONSENT" : present;
}

function toJson({ environment: _, owner: __, ...settings }: GrantSettings): string {
  return JSON.stringify(settings);
}

function toEntry(row: LedgerRow): GrantLedgerEntry {
  const { intent_id, at, ...rest } = row;
  return { ...rest, at: at.getTime(), intent: intent_id };
}
