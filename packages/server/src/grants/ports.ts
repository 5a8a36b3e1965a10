import type { Clock, GrantStore, MortiseError, ProviderProfile, Settlement } from "@mortise/contract";
import type { GrantFigures } from "./figures.ts";

/** A token request, ready to be written. */
export interface TokenRequest {
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** Milliseconds for the whole of it. */
  readonly timeout: number;
}

/** What a token request came to, as far as the network can tell. */
export type TokenAnswer =
  /** Not a byte left. */
  | { readonly kind: "notSent"; readonly error: MortiseError }
  /** There was a status. `complete`: the body came whole, as far as can be told. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: readonly (readonly [string, string])[];
      readonly body: Uint8Array;
      readonly complete: boolean;
    }
  /** Sent, and nothing came that could be read. */
  | { readonly kind: "lost"; readonly reason: string };

/** Sends one token request on a connection of its own: no redirect is followed, nothing is tried twice. Never throws. */
export interface TokenEndpoint {
  /** `mayStart` is asked in the moment before the first byte. */
  send(request: TokenRequest, mayStart: () => boolean): Promise<TokenAnswer>;
}

/** Files for answers that the database cannot take yet. */
export interface ReceiptSpool {
  /** Resolves when it is on the disk. */
  keep(settlement: Settlement): Promise<void>;
  drop(intent: string): Promise<void>;
  /** Those that an earlier process left behind. */
  left(): Promise<readonly Settlement[]>;
}

/** Where a test may end the process: in and between the lines of the protocol. */
export type GrantPoint =
  | "grant.intent.before"
  | "grant.intent.after"
  | "grant.sent.before"
  | "grant.sent.after"
  | "grant.request.before"
  | "grant.answer"
  | "grant.receipt.before"
  | "grant.receipt.after"
  | "grant.spool.before"
  | "grant.spool.after"
  | "grant.consent.before"
  | "grant.consent.after";

/** Everything that a refresh stands on. */
export interface RefreshPorts {
  readonly store: GrantStore;
  readonly endpoint: TokenEndpoint;
  readonly spool: ReceiptSpool;
  readonly clock: Clock;
  /** Milliseconds that only ever grow, also while the process is stopped. */
  monotonic(): number;
  /** Uniform in [0, 1). */
  random(): number;
  newId(): string;
  profile(name: string): ProviderProfile;
  /** The address of this server's own callback. */
  redirectUri(): string;
  point(name: GrantPoint): void | Promise<void>;
  warn(message: string, about: { readonly [name: string]: unknown }): void;
  readonly figures: GrantFigures;
}
