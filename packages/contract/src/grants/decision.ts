/** What stands in a grant's row when a refresh is thought of. Instants are epoch milliseconds on the database's clock. */
export interface GrantFacts {
  readonly state: "READY" | "SPENDING" | "NEEDS_CONSENT" | "IN_DOUBT";
  /** Grows with each answer that brought tokens. */
  readonly generation: number;
  /** Whether it can be refreshed at all: there is a refresh token, or the client's own credentials are enough. */
  readonly renewable: boolean;
  readonly hasAccessToken: boolean;
  /** Null: unknown, so until it is refused. */
  readonly accessExpiresAt: number | null;
  /** The provider accepts no refresh before. */
  readonly notBefore: number | null;
  /** The keeper refreshes it then. */
  readonly keepAt: number | null;
  /** After a refusal or a failure it is not tried again before. */
  readonly retryAt: number | null;
  readonly doubt: Doubt | null;
}

/** A refresh token was sent, and nobody knows what became of it. */
export interface Doubt {
  readonly intent: string;
  readonly sentAt: number;
  /** It is not probed before: until then its sender may still be at it. */
  readonly openFrom: number;
  /** How often the same token was sent once more within the leeway. */
  readonly resends: number;
  /** The old token was tried once after the access token had ended. */
  readonly probed: boolean;
}

/** A spending that was begun and not ended. */
export interface LiveIntent {
  readonly id: string;
  readonly kind: SpendKind;
  readonly sentAt: number | null;
  readonly deadline: number;
  /** Its process ended, or its peers lost sight of it. */
  readonly ownerGone: boolean;
}

/** Why a refresh token is sent. `resend`: once more within the leeway; `probe`: to find out whether it was spent. */
export type SpendKind = "refresh" | "resend" | "probe";

/** What somebody needs of a grant. */
export interface RefreshNeed {
  /** `use`: an access token; `keep`: that the grant does not die; `person`: a refresh, asked for by hand. */
  readonly for: "use" | "keep" | "person";
  /** Milliseconds that the access token has to live on. */
  readonly margin: number;
  /** The generation whose access token was refused: a newer one is needed. */
  readonly refused?: number | undefined;
  readonly leeway: { readonly kind: "time" | "untilSuccessorUsed" | "none"; readonly ms: number };
  /** Whether the old token may be tried when in doubt. */
  readonly probe: boolean;
  readonly callsPerDay: number | null;
  readonly errorsPerHour: number | null;
  /** A refresh sooner than so many milliseconds after the answer before counts as an error, though it works. */
  readonly errorBefore?: number | undefined;
  /** Nothing but a new token will do: the author asks for one at each use. */
  readonly everyUse?: boolean | undefined;
}

/** What the provider's budget of this grant has seen. */
export interface Spent {
  /** Token requests within a day, and when the oldest of them is a day old. */
  readonly calls: number;
  readonly callsUntil: number;
  /** Refused token requests within an hour, and when the oldest of them is an hour old. */
  readonly errors: number;
  readonly errorsUntil: number;
}

export type RefreshDecision = (
  | { readonly kind: "use" }
  /** Another is at it, or was a moment ago. */
  | { readonly kind: "wait"; readonly until: number }
  /** The provider accepts no refresh yet. */
  | { readonly kind: "early"; readonly until: number }
  /** It failed a moment ago. */
  | { readonly kind: "blocked"; readonly until: number }
  | { readonly kind: "budget"; readonly what: "calls" | "errors"; readonly until: number }
  | { readonly kind: "consent" }
  | { readonly kind: "doubt" }
  | { readonly kind: "spend"; readonly spends: SpendKind }
) & {
  /** An intent that nobody will end any more, and how it is closed. */
  readonly closes?: { readonly intent: string; readonly as: "abandoned" | "in doubt" };
  /** The doubt as it is after that. */
  readonly doubt: Doubt | null;
};

/** A resend whose answer is lost too leaves what was there before it: it is made again, and not for ever. */
export const MOST_RESENDS = 3;

/** A request that is begun now must have reached the provider within the leeway. */
const LEEWAY_MARGIN = 2_000;

/**
 * Whether a grant is refreshed now: the one place that says so. It is asked under the grant's lock, and a spending is
 * recorded in the same transaction. While an intent lives nothing is sent beside it, however long it takes.
 */
export function decideRefresh(
  grant: GrantFacts,
  live: LiveIntent | undefined,
  need: RefreshNeed,
  now: number,
  spent?: Spent,
): RefreshDecision {
  if (live && !isOver(live, now)) return { kind: "wait", until: live.deadline, doubt: grant.doubt };
  const doubt = live ? doubtAfter(grant.doubt, live) : grant.doubt;
  const closes = live && ({ intent: live.id, as: live.sentAt === null ? "abandoned" : "in doubt" } as const);
  return { ...decide(grant, doubt, need, now, spent), ...(closes ? { closes } : {}), doubt };
}

type Decided = RefreshDecision extends infer D ? (D extends unknown ? Omit<D, "closes" | "doubt"> : never) : never;

function decide(
  grant: GrantFacts,
  doubt: Doubt | null,
  need: RefreshNeed,
  now: number,
  spent: Spent | undefined,
): Decided {
  const { accessExpiresAt: end, notBefore, retryAt, keepAt } = grant;
  const works = grant.hasAccessToken && (need.refused ?? 0) < grant.generation && (end === null || now < end);
  const usable = works && need.for === "use";
  /** Better the present token, which still works, than a failure. */
  const orUse = (otherwise: Decided): Decided => (usable ? { kind: "use" } : otherwise);

  if (need.for === "keep" && !doubt && (keepAt === null || now < keepAt)) return { kind: "use" };
  if (grant.state === "NEEDS_CONSENT") return orUse({ kind: "consent" });
  if (!doubt && usable && (end === null || now + need.margin < end)) return { kind: "use" };
  if (!grant.renewable) return orUse({ kind: "consent" });
  if (retryAt !== null && now < retryAt && need.for !== "person") return orUse({ kind: "blocked", until: retryAt });
  const spend = (spends: SpendKind) => orOverBudget(need, spent, orUse) ?? ({ kind: "spend", spends } as const);
  if (doubt) {
    // A provider with leeway takes the token again at any time; to try it anywhere else while its sender may still be
    // at it would be what it must not be: a second spending.
    if (doubt.resends < MOST_RESENDS && isLeewayOpen(need.leeway, doubt, now)) return spend("resend");
    if (need.probe && !doubt.probed && (!works || need.for === "person"))
      return now < doubt.openFrom ? orUse({ kind: "wait", until: doubt.openFrom }) : spend("probe");
    return orUse({ kind: "doubt" });
  }
  if (notBefore !== null && now < notBefore) return orUse({ kind: "early", until: notBefore });
  return spend("refresh");
}

function isOver(live: LiveIntent, now: number): boolean {
  return live.ownerGone || now >= live.deadline;
}

/** What is in doubt once an intent is given up. Whether it was sent is known: it is written down before the first byte. */
function doubtAfter(doubt: Doubt | null, live: LiveIntent): Doubt | null {
  if (live.sentAt === null) return withoutAttempt(doubt, live.kind);
  if (doubt && live.kind !== "refresh") return { ...doubt, openFrom: live.deadline };
  return { intent: live.id, sentAt: live.sentAt, openFrom: live.deadline, resends: 0, probed: false };
}

/** The doubt as it was before a resend or a probe that certainly was not sent. */
export function withoutAttempt(doubt: Doubt | null, kind: SpendKind): Doubt | null {
  if (!doubt || kind === "refresh") return doubt;
  return kind === "resend" ? { ...doubt, resends: doubt.resends - 1 } : { ...doubt, probed: false };
}

/** The doubt while it is tried to end it. */
export function withAttempt(doubt: Doubt | null, kind: SpendKind): Doubt | null {
  if (!doubt || kind === "refresh") return doubt;
  return kind === "resend" ? { ...doubt, resends: doubt.resends + 1 } : { ...doubt, probed: true };
}

function isLeewayOpen(leeway: RefreshNeed["leeway"], doubt: Doubt, now: number): boolean {
  if (leeway.kind === "none") return false;
  return leeway.kind === "untilSuccessorUsed" || now + LEEWAY_MARGIN < doubt.sentAt + leeway.ms;
}

function orOverBudget(
  need: RefreshNeed,
  spent: Spent | undefined,
  orUse: (otherwise: Decided) => Decided,
): Decided | undefined {
  if (!spent) return undefined;
  if (need.callsPerDay !== null && spent.calls >= need.callsPerDay)
    return orUse({ kind: "budget", what: "calls", until: spent.callsUntil });
  // The last error of the budget is the one that blocks.
  if (need.errorsPerHour !== null && spent.errors >= need.errorsPerHour - 1)
    return need.everyUse
      ? { kind: "budget", what: "errors", until: spent.errorsUntil }
      : orUse({ kind: "budget", what: "errors", until: spent.errorsUntil });
  return undefined;
}
