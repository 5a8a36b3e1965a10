import type { Environment } from "../exchange.ts";
import type { GrantFacts, RefreshDecision, RefreshNeed } from "../grants/decision.ts";
import type { ProfileOverrides } from "../grants/profile.ts";
import type { IntentEnd, IntentKind, NewTokens, SpendOutcome } from "../grants/settlement.ts";
import type { Page, PageRequest } from "./store.ts";

export type GrantState = GrantFacts["state"];

/** How the tokens of a grant come to be. `implicit`: an access token that a person brings, and nothing to refresh it with. */
export type GrantType = "authorization_code" | "client_credentials" | "implicit";

/** The node that a grant belongs to, where it was made for one. */
export interface GrantOwner {
  readonly flow: string;
  readonly node: string;
}

/** What a person says of a grant. The client's secret is written and never read back. */
export interface GrantSettings {
  readonly environment: Environment;
  /** Name of a provider profile. */
  readonly profile: string;
  readonly overrides: ProfileOverrides;
  readonly grantType: GrantType;
  /** Null: the profile's. */
  readonly authorizationUrl: string | null;
  readonly tokenUrl: string | null;
  readonly issuer: string | null;
  readonly clientId: string;
  readonly scope: string | null;
  /** Null: this server's own callback. */
  readonly redirectUri: string | null;
  readonly authorizationParams: { readonly [name: string]: string };
  readonly owner: GrantOwner | null;
}

/** One authorization that a user of a provider gave to one tenant in one environment. Instants are on the database's clock. */
export interface GrantRecord extends GrantSettings, GrantFacts {
  readonly id: string;
  readonly tenant: string;
  readonly hasClientSecret: boolean;
  readonly hasRefreshToken: boolean;
  /** The first 12 hex of the SHA-256 of the present tokens. */
  readonly refreshFingerprint: string | null;
  readonly accessFingerprint: string | null;
  readonly tokenType: string;
  /** What the provider granted, where it said so. */
  readonly grantedScope: string | null;
  readonly consentedAt: number | null;
  /** When tokens last came. */
  readonly refreshedAt: number | null;
  /** Its known end. */
  readonly diesAt: number | null;
  /** Refusals in a row. */
  readonly failures: number;
  /** Why it is as it is: the last refusal or failure. */
  readonly lastError: string | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly updatedAt: number;
  readonly updatedBy: string;
  /** Grows with each change of its settings; the ETag. */
  readonly version: number;
}

/** A line of a grant's history. It is only ever added to, and holds fingerprints, never tokens. */
export interface GrantLedgerEntry {
  readonly number: number;
  readonly at: number;
  /** `intent`, `sent`, `put`, or how an intent ended. */
  readonly kind: "intent" | "sent" | "put" | "consent" | IntentEnd;
  /** Of the grant, after it. */
  readonly generation: number;
  readonly intent: string | null;
  readonly spends: IntentKind | null;
  /** Of the refresh token that was sent, or that came. */
  readonly fingerprint: string | null;
  /** Of the answer. */
  readonly status: number | null;
  readonly detail: string | null;
  readonly by: string;
}

/** A grant with the access token that is the present one. */
export interface HeldGrant {
  readonly grant: GrantRecord;
  readonly accessToken: string | undefined;
  /** A spending is under way. */
  readonly spending: boolean;
  /** Its process is gone, as far as the others know. */
  readonly ownerGone: boolean;
  /** The database's clock. */
  readonly now: number;
}

/** A spending that this process has begun, with what it needs to make the request. */
export interface GrantIntent {
  readonly id: string;
  readonly tenant: string;
  readonly kind: IntentKind;
  readonly grant: GrantRecord;
  /** Of the grant when it was begun. */
  readonly generation: number;
  readonly refreshToken: string | undefined;
  readonly clientSecret: string | undefined;
  readonly openedAt: number;
  /** From then on others may take it for lost. */
  readonly deadline: number;
}

/** What `open` found under the grant's lock, or began. */
export type OpenedGrant =
  | { readonly kind: "intent"; readonly intent: GrantIntent }
  | { readonly kind: "held"; readonly held: HeldGrant; readonly decision: Exclude<RefreshDecision, { kind: "spend" }> };

/** An answer, or the want of one, as it is written down before anything else is done with it. */
export interface Settlement {
  readonly intent: string;
  readonly tenant: string;
  readonly grant: string;
  /** HTTP status; null when there was none. */
  readonly status: number | null;
  /** The answer's bytes as they came, whole or not, in base64. */
  readonly raw: string;
  readonly outcome: SpendOutcome;
}

/** What a settlement did. The same one a second time does nothing and gives back the same. */
export interface Settled {
  /** Undefined: there is no such intent. */
  readonly end: IntentEnd | undefined;
  readonly state: GrantState;
  readonly generation: number;
}

/** An intent whose process is gone, or whose deadline has passed. */
export interface LostGrant {
  readonly tenant: string;
  readonly grant: string;
  readonly state: GrantState;
  /** When it was sent; null when it never was. */
  readonly sentAt: number | null;
}

/** A consent that a person was sent to give: its state is good for one answer, from one browser. */
export interface PendingConsent {
  readonly tenant: string;
  readonly grant: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly by: string;
}

/** How much of a budget is left. */
export interface BudgetLeft {
  readonly taken: boolean;
  /** Errors that may still come before the next call is refused. */
  readonly left: number;
  /** Calls under way that may each become an error. */
  readonly held: number;
  /** When the oldest error is an hour old. */
  readonly until: number;
}

/**
 * The grants and their ledger. Every promise resolves after a commit that has waited for the disk. A call whose commit
 * was not confirmed throws `STORE_UNAVAILABLE` and may be made again with the same intent: it is then found and not
 * made twice.
 */
export interface GrantStore {
  list(
    tenant: string,
    query?: PageRequest & { readonly environment?: Environment; readonly owner?: GrantOwner },
  ): Promise<Page<GrantRecord>>;
  /** Of every tenant; those first whose known end is nearest. */
  fleet(page?: PageRequest): Promise<Page<GrantRecord>>;
  get(tenant: string, id: string): Promise<GrantRecord | undefined>;
  /** Throws `API_CONFLICT` when the id is taken. */
  create(
    tenant: string,
    grant: GrantSettings & { readonly id: string; readonly clientSecret?: string | undefined },
    by: string,
  ): Promise<GrantRecord>;
  /** What is left out stays. Throws `API_NOT_FOUND`, and `API_CONFLICT` when `ifVersion` is not the present one. */
  change(
    tenant: string,
    id: string,
    change: Partial<Omit<GrantSettings, "environment">> & { readonly clientSecret?: string | null },
    by: string,
    ifVersion?: number,
  ): Promise<GrantRecord>;
  /** With its tokens and receipts; the ledger stays. Throws `GRANT_BUSY` while a refresh is under way. */
  remove(tenant: string, id: string, ifVersion?: number): Promise<void>;
  ledger(tenant: string, id: string, page?: PageRequest): Promise<Page<GrantLedgerEntry>>;

  /** One round trip. Throws `API_NOT_FOUND`. */
  read(tenant: string, id: string): Promise<HeldGrant>;
  /** Line 2: under the lock, looks whether it is needed, gives up what is lost, and writes an intent that lives `life` milliseconds. */
  open(tenant: string, id: string, need: RefreshNeed, intent: string, life: number): Promise<OpenedGrant>;
  /** An intent to exchange a code. */
  openExchange(tenant: string, id: string, intent: string, life: number): Promise<GrantIntent>;
  /** Line 3: from now on it may have been sent. Undefined when it must not be: it was given up, or less than `left` milliseconds remain. */
  markSent(intent: GrantIntent, left: number): Promise<{ readonly sentAt: number } | undefined>;
  /** Line 5: receipt, switch and end of the intent in one transaction. */
  settle(settlement: Settlement): Promise<Settled>;
  /** Tokens that a person brings. Throws `API_NOT_FOUND`. */
  put(tenant: string, id: string, tokens: NewTokens, by: string): Promise<GrantRecord>;

  /** Sealed under the tenant's key, for a file. */
  sealSettlement(settlement: Settlement): Promise<Uint8Array>;
  /** Undefined when it was changed, or is of another database. */
  openSettlement(tenant: string, intent: string, sealed: Uint8Array): Promise<Settlement | undefined>;

  /** Line 8: gives up, for every tenant, what is lost, and says what is now in doubt. */
  giveUpLost(): Promise<readonly LostGrant[]>;
  /** Grants of every tenant that the keeper should look at: those whose time has come, and those in doubt. */
  due(limit: number): Promise<readonly { readonly tenant: string; readonly grant: string }[]>;
  /** Grants whose known end is within so many days, and of which nobody was warned at that number yet; each is given once, to one process. */
  warn(days: readonly number[]): Promise<readonly { readonly grant: GrantRecord; readonly days: number }[]>;
  /** How many grants are in each state, over all tenants. */
  states(): Promise<{ readonly [state in GrantState]: number }>;

  /** Keeps a consent's state for `life` milliseconds. */
  beginConsent(state: string, consent: PendingConsent, life: number): Promise<void>;
  /** Binds it to a browser. Gives back where it leads, or undefined when there is no such state (any more). */
  bindConsent(tenant: string, state: string, browser: string): Promise<PendingConsent | undefined>;
  /** Consumes it, whatever comes of it. `browser` is what its cookie said. */
  takeConsent(
    tenant: string,
    state: string,
    browser: string | undefined,
  ): Promise<(PendingConsent & { readonly sameBrowser: boolean }) | undefined>;

  /** Holds a place in an hour's error budget before a call: taken only when even an error would stay below the limit. */
  holdBudget(tenant: string, key: string, limit: number): Promise<BudgetLeft>;
  /** Gives the place back; `error`: the call was one. */
  releaseBudget(tenant: string, key: string, error: boolean): Promise<void>;
  /** What the budgets of a tenant have left, without taking anything. */
  budgets(
    tenant: string,
  ): Promise<readonly { readonly key: string; readonly errors: number; readonly until: number }[]>;
}

/** An access token, at the moment of its use. It is handed on to nobody and kept nowhere. */
export interface AccessToken {
  readonly value: string;
  readonly type: string;
  /** Whose refusal `force` names. */
  readonly generation: number;
  /** Epoch milliseconds on the database's clock; null when it is not known. */
  readonly expiresAt: number | null;
}

/** A call whose error would count. */
export interface BudgetedCall {
  /** Tells what it came to; undefined when there was no answer. */
  ended(status: number | undefined): Promise<void>;
}

/** The grants of the run's tenant, as a component may use them. */
export interface GrantTokens {
  /**
   * An access token that works. Refreshes where it has to; the refresh goes on when `signal` aborts. With `force`, the
   * generation whose token was refused, it is a newer one where one can be had, else the same. Throws
   * `GRANT_NEEDS_CONSENT`, `GRANT_IN_DOUBT`, `GRANT_GUARDED` (a grant of the other environment), `REMOTE_BUDGET`,
   * `REMOTE_*`, `STORE_UNAVAILABLE`, `API_NOT_FOUND`.
   */
  fresh(
    grant: string,
    options?: {
      readonly force?: number | undefined;
      /** Milliseconds that the token has to live on. Defaults to what the profile says. */
      readonly margin?: number | undefined;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<AccessToken>;
  /** Takes part in the provider's error budget. Throws `REMOTE_BUDGET` where one more error could block the client. */
  call(grant: string, call: { readonly url: string; readonly company?: string | undefined }): Promise<BudgetedCall>;
  /** The id of the grant that belongs to a node of the run's flow. Throws `API_NOT_FOUND` when none was made: the version was not installed here. */
  own(node: string): Promise<string>;
  /** What stands in the ledger now. Throws `API_NOT_FOUND`, `GRANT_GUARDED`. */
  read(grant: string): Promise<HeldGrant>;
}
