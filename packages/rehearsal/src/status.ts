import { fingerprint } from "./fingerprint.ts";
import { endOfLife } from "./grants.ts";
import type { World } from "./world.ts";

/** What is known of one grant; tokens as fingerprints. */
export interface GrantStatus {
  readonly id: string;
  readonly client: string;
  readonly user: string;
  readonly state: "live" | "dead";
  readonly reason?: string | undefined;
  readonly generation: number;
  /** The one refresh token that works. */
  readonly live: string | null;
  readonly refreshedAt: string;
  readonly diesAt?: string | undefined;
  /** Times that the refresh token of each generation was sent to be spent, the oldest first. */
  readonly spends: readonly { readonly generation: number; readonly token: string; readonly sent: number }[];
}

/** The oracle's answer: was any token sent twice, and which one is live? */
export interface RehearsalStatus {
  readonly profile: string;
  readonly url: string;
  readonly now: string;
  readonly everyTokenSpentOnce: boolean;
  /** In words, for a terminal. */
  readonly sentence: string;
  readonly tokensSpent: number;
  readonly tokensSentTwice: number;
  readonly calls: { readonly authorize: number; readonly token: number; readonly api: number };
  readonly refused: { readonly token: number; readonly api: number };
  readonly grants: readonly GrantStatus[];
}

/** More generations than this of one grant are left out of its `spends`; the sums count them all. */
const MOST_SPENDS = 1_000;

export function statusOf(world: World): RehearsalStatus {
  const { ledger, profile, clock, url } = world;
  const tokens = [...ledger.refreshTokens.values()];
  const spent = tokens.filter(({ sent }) => sent > 0).length;
  const twice = tokens.filter(({ sent }) => sent > 1).length;
  const count = (kind: string, refused = false) =>
    ledger.log.filter((entry) => entry.kind === kind && (!refused || entry.outcome !== "ok")).length;
  return {
    profile: profile.name,
    url,
    now: new Date(clock.now()).toISOString(),
    everyTokenSpentOnce: twice === 0,
    sentence: `every token was spent once: ${twice === 0} (${spent} spent, ${twice} sent more than once)`,
    tokensSpent: spent,
    tokensSentTwice: twice,
    calls: { authorize: count("authorize"), token: count("token"), api: count("api") },
    refused: { token: count("token", true), api: count("api", true) },
    grants: [...ledger.grants.values()].map((grant): GrantStatus => {
      const life = grant.dead ? undefined : endOfLife(world, grant);
      return {
        id: grant.id,
        client: grant.client,
        user: grant.user,
        state: grant.dead ? "dead" : "live",
        reason: grant.dead?.reason,
        generation: grant.generation,
        live: grant.live === undefined ? null : fingerprint(grant.live),
        refreshedAt: new Date(grant.refreshedAt).toISOString(),
        diesAt: life === undefined ? undefined : new Date(life).toISOString(),
        spends: tokens
          .filter((token) => token.grant === grant.id)
          .slice(-MOST_SPENDS)
          .map(({ generation, digest, sent }) => ({ generation, token: fingerprint(digest), sent })),
      };
    }),
  };
}
