import { createHash } from "node:crypto";
import type { Doubt, Environment, GrantRecord, GrantSettings, GrantState } from "@mortise/contract";
import { mortiseError } from "@mortise/contract";
import type { TenantVault } from "../crypto/vault.ts";

/** A grant as its table holds it. */
export interface GrantRow {
  readonly tenant_id: string;
  readonly grant_id: string;
  readonly environment: Environment;
  readonly settings: Omit<GrantSettings, "environment" | "owner">;
  readonly owner_flow: string | null;
  readonly owner_node: string | null;
  readonly client_secret: Buffer | null;
  readonly state: GrantState;
  readonly generation: number;
  readonly refresh_token: Buffer | null;
  readonly refresh_fingerprint: string | null;
  readonly access_token: Buffer | null;
  readonly access_fingerprint: string | null;
  readonly token_type: string;
  readonly granted_scope: string | null;
  readonly access_expires_at: Date | null;
  readonly not_before: Date | null;
  readonly keep_at: Date | null;
  readonly retry_at: Date | null;
  readonly dies_at: Date | null;
  readonly consented_at: Date | null;
  readonly refreshed_at: Date | null;
  readonly failures: number;
  readonly last_error: string | null;
  readonly doubt: Doubt | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly updated_at: Date;
  readonly updated_by: string;
  readonly version: number;
}

/** The row without its secrets. */
export function toGrant(row: GrantRow): GrantRecord {
  const hasRefreshToken = row.refresh_token !== null;
  return {
    id: row.grant_id,
    tenant: row.tenant_id,
    environment: row.environment,
    ...row.settings,
    owner: row.owner_flow === null || row.owner_node === null ? null : { flow: row.owner_flow, node: row.owner_node },
    state: row.state,
    generation: row.generation,
    renewable:
      row.settings.grantType === "client_credentials" ||
      (row.settings.grantType === "authorization_code" && hasRefreshToken),
    hasClientSecret: row.client_secret !== null,
    hasRefreshToken,
    hasAccessToken: row.access_token !== null,
    refreshFingerprint: row.refresh_fingerprint,
    accessFingerprint: row.access_fingerprint,
    tokenType: row.token_type,
    grantedScope: row.granted_scope,
    accessExpiresAt: instant(row.access_expires_at),
    notBefore: instant(row.not_before),
    keepAt: instant(row.keep_at),
    retryAt: instant(row.retry_at),
    diesAt: instant(row.dies_at),
    consentedAt: instant(row.consented_at),
    refreshedAt: instant(row.refreshed_at),
    failures: row.failures,
    lastError: row.last_error,
    doubt: row.doubt,
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.getTime(),
    updatedBy: row.updated_by,
    version: row.version,
  };
}

const instant = (date: Date | null): number | null => date?.getTime() ?? null;

export const date = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));

/** The first 12 hex of a token's SHA-256: enough to compare with, useless to whoever finds it. */
export function fingerprintOf(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}

/** Which of a grant's secrets. */
type Secret = "refresh" | "access" | "client" | "verifier";

/** Seals a secret of a grant, where it belongs and nowhere else. */
export function sealSecret(vault: TenantVault, environment: string, id: string, secret: Secret, plain: string): Buffer {
  return vault.seal({ environment, kind: "grant", name: `${id}/${secret}` }, plain);
}

/** Opens a secret of a grant. Throws `STORE_KEY_WRONG` when it cannot be read. */
export function openSecret(
  vault: TenantVault,
  environment: string,
  id: string,
  secret: Secret,
  sealed: Buffer | null,
): string | undefined {
  if (sealed === null) return undefined;
  const plain = vault.unseal({ environment, kind: "grant", name: `${id}/${secret}` }, sealed);
  if (!plain) throw mortiseError("STORE_KEY_WRONG");
  return plain.toString("utf8");
}

/** There is no such grant. */
export function noGrant(id: string) {
  return mortiseError("API_NOT_FOUND", { what: `grant "${id}"` });
}
