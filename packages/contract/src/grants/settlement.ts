import type { Doubt, GrantFacts, SpendKind } from "./decision.ts";
import { withoutAttempt } from "./decision.ts";

/** What a token request came to. */
export type SpendOutcome =
  | ({ readonly kind: "tokens" } & NewTokens)
  /** Refused, and the refresh token works as before. */
  | ({ readonly kind: "alive" } & Refused)
  /** Refused, because the grant is dead. */
  | ({ readonly kind: "dead" } & Refused)
  /** Sent, and nobody knows what became of it. */
  | { readonly kind: "unknown"; readonly reason: string; readonly access?: NewAccess | undefined }
  /** Not a byte left. */
  | { readonly kind: "notSent"; readonly reason: string; readonly retryAt: number | null };

export interface Refused {
  /** What the provider said, without a secret: `invalid_client`. */
  readonly reason: string;
  /** Not tried again before. */
  readonly retryAt: number | null;
}

/** An access token that came, with its end as it is known. */
export interface NewAccess {
  readonly token: string;
  readonly expiresAt: number | null;
  readonly type: string;
}

/** Tokens that came. What is absent stays as it is: nothing empty ever overwrites a token. */
export interface NewTokens {
  readonly access?: NewAccess | undefined;
  readonly refresh?: string | undefined;
  readonly scope?: string | undefined;
  /** When the answer came. */
  readonly receivedAt: number;
  /** The provider accepts no refresh before. */
  readonly notBefore: number | null;
  readonly keepAt: number | null;
  /** The known end of the grant. */
  readonly diesAt: number | null;
}

/** How an intent ended. */
export type IntentEnd =
  | "stored"
  /** Tokens that came too late: newer ones were there, or another request was under way. Their receipt is kept. */
  | "orphaned"
  | "refused"
  | "dead"
  /** Refused as dead, when the token that was sent was no longer the present one. */
  | "stale"
  | "in doubt"
  | "not sent"
  /** Never sent, and given up by another process. */
  | "abandoned";

/** Why a token request is made. `exchange`: the code of a consent becomes tokens; it spends nothing that is there already. */
export type IntentKind = SpendKind | "exchange";

/** What an outcome is to be held against, read under the grant's lock. */
export interface SettlementFacts {
  readonly grant: Pick<GrantFacts, "state" | "generation" | "doubt">;
  readonly intent: {
    readonly id: string;
    readonly kind: IntentKind;
    readonly generation: number;
    readonly sentAt: number;
  };
  /** A later intent for the same token that is not ended yet, or is in doubt. */
  readonly later?: { readonly sent: boolean; readonly open: boolean } | undefined;
  readonly now: number;
}

const ENDS = { alive: "refused", dead: "dead", unknown: "in doubt", notSent: "not sent" } as const;

/** What becomes of the grant. */
export interface SettlementEffect {
  readonly end: IntentEnd;
  readonly state: GrantFacts["state"];
  readonly doubt: Doubt | null;
  /** The tokens that came become the present ones, and the generation the next one. */
  readonly switches: boolean;
}

/**
 * What an answer does to its grant. A refusal is evidence about the bytes that were sent, never a verdict on the grant:
 * only when they are still the present ones, and nothing else is under way, does it need a new consent.
 */
export function settleIntent({ grant, intent, later, now }: SettlementFacts, outcome: SpendOutcome): SettlementEffect {
  const { kind } = intent;
  const stays = (end: IntentEnd): SettlementEffect => ({
    end,
    state: grant.state,
    doubt: grant.doubt,
    switches: false,
  });
  // A person has just consented: whatever was there before is past.
  if (kind === "exchange")
    return outcome.kind === "tokens"
      ? { end: "stored", state: "READY", doubt: null, switches: true }
      : stays(ENDS[outcome.kind]);
  const moved = grant.generation !== intent.generation;
  const becomes = (end: IntentEnd, doubt: Doubt | null): SettlementEffect => ({
    end,
    state: later?.open ? "SPENDING" : grant.state === "NEEDS_CONSENT" ? "NEEDS_CONSENT" : doubt ? "IN_DOUBT" : "READY",
    doubt,
    switches: false,
  });

  switch (outcome.kind) {
    case "tokens":
      // What another request brings, or brought to nobody, is newer than this; a token that it superseded must never
      // be sent.
      if (moved || later?.sent) return stays("orphaned");
      return { end: "stored", state: "READY", doubt: null, switches: true };
    case "notSent":
    case "alive": {
      const end = outcome.kind === "alive" ? "refused" : "not sent";
      if (moved) return stays(end);
      const settled = grant.doubt?.intent === intent.id ? null : withoutAttempt(grant.doubt, kind);
      return becomes(end, settled);
    }
    case "dead":
      if (moved || (later?.open && later.sent)) return stays("stale");
      return { end: "dead", state: "NEEDS_CONSENT", doubt: null, switches: false };
    case "unknown": {
      if (moved) return stays("in doubt");
      const first = { intent: intent.id, sentAt: intent.sentAt, openFrom: now, resends: 0, probed: false };
      const again = grant.doubt && (kind !== "refresh" || grant.doubt.intent === intent.id);
      return becomes("in doubt", again ? { ...(grant.doubt as Doubt), openFrom: now } : first);
    }
  }
}
