import { createHash } from "node:crypto";
import type { GrantStore, PendingConsent } from "@mortise/contract";
import type { Context } from "../context.ts";
import { sql } from "../postgres/statement.ts";
import { openSecret, sealSecret } from "./row.ts";

const BEGIN = sql`
  INSERT INTO grant_consent (tenant_id, state_hash, grant_id, verifier, redirect_uri, by, expires_at)
  SELECT $1, $2, $3, $4, $5, $6, at + $8 * interval '1 millisecond' FROM stamp($7) AS at`;
const BIND = sql`
  UPDATE grant_consent SET browser_hash = $3 WHERE tenant_id = $1 AND state_hash = $2 AND expires_at > stamp($4)
  RETURNING grant_id, verifier, redirect_uri, by`;
const TAKE = sql`
  DELETE FROM grant_consent WHERE tenant_id = $1 AND state_hash = $2
  RETURNING grant_id, verifier, redirect_uri, by, browser_hash, expires_at > stamp($3) AS open`;

interface Row {
  readonly grant_id: string;
  readonly verifier: Buffer;
  readonly redirect_uri: string;
  readonly by: string;
}

type Consenting = Pick<GrantStore, "beginConsent" | "bindConsent" | "takeConsent">;

/** Consents under way. Their states are kept as hashes: who reads the table can answer none. */
export function createConsenting({ database, vault, stamp }: Context): Consenting {
  async function toConsent(tenant: string, row: Row): Promise<PendingConsent> {
    const keys = await vault.of(tenant);
    const verifier = openSecret(keys, "", row.grant_id, "verifier", row.verifier) as string;
    return { tenant, grant: row.grant_id, verifier, redirectUri: row.redirect_uri, by: row.by };
  }

  return {
    async beginConsent(state, { tenant, grant, verifier, redirectUri, by }, life) {
      const sealed = sealSecret(await vault.of(tenant), "", grant, "verifier", verifier);
      await database.query(tenant, BEGIN, [tenant, hash(state), grant, sealed, redirectUri, by, stamp(), life]);
    },
    async bindConsent(tenant, state, browser) {
      const [row] = await database.query<Row>(tenant, BIND, [tenant, hash(state), hash(browser), stamp()]);
      return row && (await toConsent(tenant, row));
    },
    async takeConsent(tenant, state, browser) {
      const [row] = await database.query<Row & { browser_hash: Buffer | null; open: boolean }>(tenant, TAKE, [
        tenant,
        hash(state),
        stamp(),
      ]);
      if (!row?.open) return undefined;
      const sameBrowser = browser !== undefined && row.browser_hash?.equals(hash(browser)) === true;
      return { ...(await toConsent(tenant, row)), sameBrowser };
    },
  };
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
