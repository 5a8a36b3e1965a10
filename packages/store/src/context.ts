import type { Log } from "@mortise/contract";
import type { Vault } from "./crypto/vault.ts";
import type { Durations } from "./durations.ts";
import type { Database } from "./postgres/database.ts";
import type { Session } from "./postgres/session.ts";
import type { Stamp } from "./stamp.ts";

/** What every part of the store stands on. */
export interface Context {
  readonly database: Database;
  readonly vault: Vault;
  readonly session: Session;
  readonly stamp: Stamp;
  /** How long the journal's group commits took. */
  readonly journalCommits: Durations;
  readonly log: Log | undefined;
}
