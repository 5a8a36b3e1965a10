import { type GrantLedgerEntry, type GrantRecord, Type } from "@mortise/contract";
import { AnyJson, EnvironmentName, Instant, iso, isoOrNull, Nullable, object } from "../api/schemas.ts";
import type { Grants } from "./grants.ts";

const DAY = 86_400_000;

const Text = Type.String();

/** A grant as the API shows it. No token and no secret is in it. */
export const GrantSchema = object(
  {
    id: Text,
    tenant: Text,
    environment: EnvironmentName,
    profile: Text,
    overrides: Type.Record(Type.String(), AnyJson),
    grantType: Type.Enum(["authorization_code", "client_credentials", "implicit"]),
    authorizationUrl: Nullable(Text),
    tokenUrl: Nullable(Text),
    issuer: Nullable(Text),
    clientId: Text,
    scope: Nullable(Text),
    redirectUri: Type.String({ description: "What has to be registered at the provider." }),
    authorizationParams: Type.Record(Type.String(), Text),
    owner: Nullable(object({ flow: Text, node: Text })),
    hasClientSecret: Type.Boolean(),
    hasRefreshToken: Type.Boolean(),
    state: Type.Enum(["READY", "SPENDING", "NEEDS_CONSENT", "IN_DOUBT"]),
    generation: Type.Integer({ description: "Grows with each answer that brought tokens." }),
    grantedScope: Nullable(Text),
    consentedAt: Nullable(Instant),
    refreshedAt: Nullable(Instant),
    accessExpiresAt: Nullable(Instant),
    nextRefreshAt: Nullable(Type.String({ description: "When it is refreshed though nobody uses it." })),
    diesAt: Nullable(Instant),
    daysLeft: Nullable(Type.Number({ description: "Until its known end." })),
    inDoubtSince: Nullable(Instant),
    lastError: Nullable(Text),
    obstacle: Nullable(Type.String({ description: "Why it cannot be authorized yet." })),
    createdAt: Instant,
    createdBy: Text,
    updatedAt: Instant,
    updatedBy: Text,
    version: Type.Integer(),
  },
  "Grant",
);

/** Shows a grant as it is at an instant of the database's clock. */
export function showGrant(grants: Grants, grant: GrantRecord, now: number) {
  const { id, tenant, environment, profile, overrides, grantType, authorizationUrl, tokenUrl, issuer } = grant;
  const { clientId, scope, authorizationParams, owner, hasClientSecret, hasRefreshToken, state, generation } = grant;
  return {
    ...{ id, tenant, environment, profile, overrides, grantType, authorizationUrl, tokenUrl, issuer, clientId, scope },
    redirectUri: grants.consents.redirectUri(grant),
    ...{ authorizationParams, owner, hasClientSecret, hasRefreshToken, state, generation },
    grantedScope: grant.grantedScope,
    consentedAt: isoOrNull(grant.consentedAt),
    refreshedAt: isoOrNull(grant.refreshedAt),
    accessExpiresAt: isoOrNull(grant.accessExpiresAt),
    nextRefreshAt: isoOrNull(grant.keepAt),
    diesAt: isoOrNull(grant.diesAt),
    daysLeft: grant.diesAt === null ? null : Math.round(((grant.diesAt - now) / DAY) * 10) / 10,
    inDoubtSince: isoOrNull(grant.doubt?.sentAt ?? null),
    lastError: grant.lastError,
    obstacle: grants.consents.obstacle(grant) ?? null,
    createdAt: iso(grant.createdAt),
    createdBy: grant.createdBy,
    updatedAt: iso(grant.updatedAt),
    updatedBy: grant.updatedBy,
    version: grant.version,
  };
}

/** A line of the ledger as the API shows it. */
export const LedgerSchema = object(
  {
    number: Type.Integer(),
    at: Instant,
    kind: Type.String({ examples: ["intent", "sent", "stored", "refused", "dead", "in doubt", "put", "consent"] }),
    generation: Type.Integer(),
    intent: Nullable(Text),
    spends: Nullable(Type.Enum(["refresh", "resend", "probe", "exchange"])),
    fingerprint: Nullable(Type.String({ description: "The first 12 hex of the refresh token's SHA-256." })),
    status: Nullable(Type.Integer({ description: "Of the provider's answer." })),
    detail: Nullable(Text),
    by: Text,
  },
  "GrantLedgerEntry",
);

export function showEntry({ at, ...entry }: GrantLedgerEntry) {
  return { ...entry, at: iso(at) };
}
