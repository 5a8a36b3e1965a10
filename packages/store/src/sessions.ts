import { createHash, randomBytes } from "node:crypto";
import type { SessionStore } from "@mortise/contract";
import type { Context } from "./context.ts";
import { KEY_COLUMNS, type KeyRow, toKeyRecord } from "./keys.ts";
import { statement } from "./postgres/statement.ts";

const OPEN = statement("INSERT INTO session (hash, key_id, expires_at) VALUES ($1, $2, $3)");
const PRUNE = statement("DELETE FROM session WHERE expires_at < $1");
const FIND = statement(`
  SELECT ${KEY_COLUMNS} FROM api_key JOIN session USING (key_id) WHERE session.hash = $1 AND session.expires_at > $2`);
const CLOSE = statement("DELETE FROM session WHERE hash = $1");

/** Sessions of the console: 256 random bits each, kept as a hash only. */
export function createSessionStore({ database }: Context): SessionStore {
  return {
    async open(keyId, expiresAt) {
      const token = randomBytes(32).toString("base64url");
      await database.engine(PRUNE, [new Date()]);
      await database.engine(OPEN, [hashOf(token), keyId, new Date(expiresAt)]);
      return token;
    },
    async find(token) {
      const [row] = await database.engine<KeyRow>(FIND, [hashOf(token), new Date()]);
      return row && toKeyRecord(row);
    },
    async close(token) {
      await database.engine(CLOSE, [hashOf(token)]);
    },
  };
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}
