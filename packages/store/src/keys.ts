import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type KeyRecord, type KeyStore, mortiseError, type Role } from "@mortise/contract";
import type { Context } from "./context.ts";
import { hasState } from "./postgres/failure.ts";
import { statement } from "./postgres/statement.ts";
import { noTenant } from "./tenants.ts";

/** What a record of a key is made of. */
export const KEY_COLUMNS = "key_id, tenant_id, name, role, scopes, created_at, last_used_at";
const LIST = statement(`SELECT ${KEY_COLUMNS} FROM api_key WHERE tenant_id = $1 ORDER BY created_at DESC, key_id`);
const CREATE = statement(`
  INSERT INTO api_key (key_id, tenant_id, name, role, scopes, hash, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, stamp($7)) ON CONFLICT DO NOTHING RETURNING ${KEY_COLUMNS}`);
const REMOVE = statement("DELETE FROM api_key WHERE tenant_id = $1 AND key_id = $2 RETURNING key_id");
const FIND = statement(`SELECT ${KEY_COLUMNS} FROM api_key WHERE hash = $1`);
const ADMIN = statement("SELECT key_id FROM api_key WHERE tenant_id IS NULL AND role = 'admin' LIMIT 1");
const MARK_USED = statement("UPDATE api_key SET last_used_at = stamp($2) WHERE key_id = $1");

/** So that a key that leaks into a text is recognised, by people and by scanners. */
const PREFIX = "mrt_";
/** A busy key is not written to the disk with each of its requests. */
const USED_EVERY = 60_000;

/** A key as the database has it. */
export interface KeyRow {
  readonly key_id: string;
  readonly tenant_id: string | null;
  readonly name: string;
  readonly role: Role;
  readonly scopes: string[];
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

/** API keys: 256 random bits each, kept as a hash only. */
export function createKeyStore({ database, stamp }: Context): KeyStore {
  async function insert(tenant: string | null, name: string, role: Role, scopes: readonly string[], key: string) {
    const values = [randomUUID(), tenant, name, role, scopes, hashOf(key), stamp()];
    try {
      const [row] = await database.engine<KeyRow>(CREATE, values);
      return row;
    } catch (error) {
      throw tenant !== null && hasState((error as Error).cause, "23503") ? noTenant(tenant) : error;
    }
  }

  return {
    async list(tenant) {
      return (await database.query<KeyRow>(tenant, LIST, [tenant])).map(toKeyRecord);
    },
    async create(tenant, { name, role, scopes = [] }) {
      const key = PREFIX + randomBytes(32).toString("base64url");
      const row = await insert(tenant, name, role, scopes, key);
      return { ...toKeyRecord(row as KeyRow), key };
    },
    async ensureAdmin(key, name) {
      await insert(null, name, "admin", ["secrets"], key);
    },
    async hasAdmin() {
      return (await database.engine(ADMIN)).length > 0;
    },
    async remove(tenant, id) {
      const gone = await database.query(tenant, REMOVE, [tenant, id]);
      if (gone.length === 0) throw mortiseError("API_NOT_FOUND", { what: `key "${id}"` });
    },
    async find(key) {
      // Looked up by its hash: how long that takes tells nothing about the key.
      const [row] = await database.engine<KeyRow>(FIND, [hashOf(key)]);
      if (!row) return undefined;
      if (!row.last_used_at || Date.now() - row.last_used_at.getTime() > USED_EVERY)
        // When it was used is worth a row, not the request's failure.
        database.engine(MARK_USED, [row.key_id, stamp()]).catch(() => {});
      return toKeyRecord(row);
    },
  };
}

function hashOf(key: string): Buffer {
  return createHash("sha256").update(key, "utf8").digest();
}

/** The record of a key, without the key. */
export function toKeyRecord(row: KeyRow): KeyRecord {
  return {
    id: row.key_id,
    tenant: row.tenant_id,
    name: row.name,
    role: row.role,
    scopes: row.scopes,
    createdAt: row.created_at.getTime(),
    lastUsedAt: row.last_used_at?.getTime() ?? null,
  };
}
