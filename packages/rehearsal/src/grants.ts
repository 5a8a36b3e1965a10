import { randomUUID } from "node:crypto";
import type { Client } from "./client.ts";
import { digest, secretValue } from "./fingerprint.ts";
import type { Grant, RefreshToken } from "./ledger.ts";
import type { Refusal } from "./profile.ts";
import type { World } from "./world.ts";

/** Tokens in clear: they exist in an answer and nowhere else. */
export interface IssuedTokens {
  readonly access: string;
  /** Absent where there is none to give. */
  readonly refresh?: string | undefined;
  readonly scope: string;
  readonly grant: Grant | undefined;
}

export type Issued =
  | { readonly tokens: IssuedTokens; readonly early?: boolean }
  | { readonly refusal: Refusal; readonly grant?: Grant | undefined };

const DAY = 86_400_000;

/** A new grant with its first tokens, as after a consent. */
export function startGrant(
  world: World,
  consent: {
    readonly client: string;
    readonly user: string;
    readonly scope: string;
    readonly redirectUri?: string | undefined;
  },
): IssuedTokens {
  const now = world.clock.now();
  const id = randomUUID();
  world.ledger.record({ type: "grant", grant: { id, redirectUri: undefined, ...consent, createdAt: now } });
  return issueTokens(world, world.ledger.grants.get(id) as Grant, { generation: 1, scope: consent.scope });
}

/** An access token that stands for the client itself. */
export function clientToken(world: World, client: Client, scope: string): IssuedTokens {
  const now = world.clock.now();
  const access = secretValue();
  const expiresAt = now + world.profile.accessTokenSec * 1000;
  const token = { digest: digest(access), grant: null, client: client.id, scope, generation: 0, expiresAt };
  world.ledger.record({ type: "issue", at: now, grant: null, access: token });
  return { access, scope, grant: undefined };
}

/**
 * Spends a refresh token. Checks that change nothing come first, so that a refused request leaves the token as it
 * was; a spent token that comes again ends the grant, where the profile says so.
 */
export function refresh(
  world: World,
  client: Client,
  request: {
    readonly token: string;
    readonly scope?: string | undefined;
    readonly redirectUri?: string | undefined;
    readonly keep?: boolean;
  },
): Issued {
  const { ledger, profile, clock } = world;
  const now = clock.now();
  const token = ledger.refreshTokens.get(digest(request.token));
  const grant = token && ledger.grants.get(token.grant);
  if (!token || !grant || grant.client !== client.id) return { refusal: profile.deadGrant };
  const refuse = (refusal: Refusal) => ({ refusal, grant });
  const again = token.digest !== grant.live;
  if (grant.dead) {
    if (again && token.spentAt !== undefined) ledger.record({ type: "reuse", digest: token.digest });
    return refuse(profile.deadGrant);
  }
  if (again && !isInLeeway(world, grant, token, now)) {
    ledger.record({ type: "reuse", digest: token.digest });
    if (profile.reuse === "revoke")
      endGrant(world, grant, `refresh token of generation ${token.generation} was sent again`);
    return refuse(profile.deadGrant);
  }
  const life = endOfLife(world, grant);
  if (life !== undefined && now > life) {
    endGrant(world, grant, "not refreshed in time");
    return refuse(profile.deadGrant);
  }
  if (request.redirectUri !== undefined && grant.redirectUri !== undefined && request.redirectUri !== grant.redirectUri)
    return refuse({
      status: 400,
      error: "invalid_grant",
      description: "redirect_uri is not the one of the authorization.",
    });
  const scope = request.scope || grant.scope;
  const granted = new Set(grant.scope.split(" "));
  if (scope.split(" ").some((part) => !granted.has(part)))
    return refuse({ status: 400, error: "invalid_scope", description: "The scope goes beyond what was granted." });
  const early = profile.notBefore !== undefined && now - grant.refreshedAt < profile.notBefore.sec * 1000;
  if (early && profile.notBefore?.early === "refuse") return refuse(profile.notBefore.refusal);
  const stays =
    request.keep || (profile.rotation !== "always" && now - token.issuedAt < profile.rotation.afterSec * 1000);
  const generation = stays ? undefined : token.generation + 1;
  const tokens = issueTokens(world, grant, { generation, scope, spends: token.digest });
  return { tokens: stays ? { ...tokens, refresh: request.token } : tokens, early };
}

/** Ends a grant with all its tokens. */
export function endGrant(world: World, grant: Grant, reason: string): void {
  if (!grant.dead) world.ledger.record({ type: "dead", at: world.clock.now(), grant: grant.id, reason });
}

/** When a grant dies by itself, where its profile knows. */
export function endOfLife({ profile }: World, grant: Grant): number | undefined {
  const ends = [
    profile.idleDays === undefined ? undefined : grant.refreshedAt + profile.idleDays * DAY,
    profile.absoluteDays === undefined ? undefined : grant.createdAt + profile.absoluteDays * DAY,
  ].filter((end) => end !== undefined);
  return ends.length ? Math.min(...ends) : undefined;
}

function isInLeeway({ profile: { leeway } }: World, grant: Grant, token: RefreshToken, now: number): boolean {
  if (leeway.kind === "none" || token.spentAt === undefined || token.generation < grant.generation - 1) return false;
  return leeway.kind === "time" ? now - token.spentAt <= leeway.sec * 1000 : !grant.used;
}

function issueTokens(
  world: World,
  grant: Grant,
  { generation, scope, spends }: { generation: number | undefined; scope: string; spends?: string },
): IssuedTokens {
  const now = world.clock.now();
  const access = secretValue();
  const next = generation === undefined ? undefined : secretValue();
  world.ledger.record({
    type: "issue",
    at: now,
    grant: grant.id,
    spends,
    refresh: next === undefined || generation === undefined ? undefined : { digest: digest(next), generation },
    access: {
      digest: digest(access),
      grant: grant.id,
      client: grant.client,
      scope,
      generation: generation ?? grant.generation,
      expiresAt: now + world.profile.accessTokenSec * 1000,
    },
  });
  return { access, refresh: next, scope, grant };
}
