import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { LogEntry } from "./log.ts";

/** A refresh token, known by its digest. */
export interface RefreshToken {
  readonly digest: string;
  readonly grant: string;
  readonly generation: number;
  readonly issuedAt: number;
  /** When a refresh used it up, or a second answer to the same refresh took its place. */
  spentAt?: number;
  /** How often it was sent to be spent, refused reuse included. */
  sent: number;
}

export interface AccessToken {
  readonly digest: string;
  /** Null: client credentials, which nobody granted. */
  readonly grant: string | null;
  readonly client: string;
  readonly scope: string;
  readonly generation: number;
  readonly expiresAt: number;
}

/** One consent of a user to a client. */
export interface Grant {
  readonly id: string;
  readonly client: string;
  readonly user: string;
  readonly scope: string;
  readonly redirectUri: string | undefined;
  readonly createdAt: number;
  /** Of the present refresh token. */
  generation: number;
  /** Digest of the one refresh token that works. */
  live: string | undefined;
  refreshedAt: number;
  /** Whether anything of the present generation was used yet. */
  used: boolean;
  dead?: { readonly at: number; readonly reason: string };
}

/** Every change of what the server knows; a state file is these, one a line. */
export type Change =
  | {
      readonly type: "grant";
      readonly grant: Pick<Grant, "id" | "client" | "user" | "scope" | "redirectUri" | "createdAt">;
    }
  | {
      readonly type: "issue";
      readonly at: number;
      readonly grant: string | null;
      /** The refresh token that was sent for it. */
      readonly spends?: string | undefined;
      /** Absent: the present one stays. */
      readonly refresh?: { readonly digest: string; readonly generation: number } | undefined;
      readonly access: AccessToken;
    }
  | { readonly type: "reuse"; readonly digest: string }
  | { readonly type: "used"; readonly grant: string }
  | { readonly type: "dead"; readonly at: number; readonly grant: string; readonly reason: string }
  | { readonly type: "clock"; readonly offset: number }
  | { readonly type: "log"; readonly entry: LogEntry };

/** What the server knows. Changes only through `record`, which writes to the state file first. */
export interface Ledger {
  readonly grants: ReadonlyMap<string, Grant>;
  readonly refreshTokens: ReadonlyMap<string, RefreshToken>;
  readonly accessTokens: ReadonlyMap<string, AccessToken>;
  readonly log: readonly LogEntry[];
  /** How far the clock had been put forward. */
  readonly clockOffset: number;
  record(change: Change): void;
}

/** Expired access tokens are forgotten beyond this many, so that a day of simulated refreshes stays small. */
const MOST_ACCESS_TOKENS = 10_000;

/** Opens the ledger; with a path, what an earlier server wrote there is known again. */
export function openLedger(path?: string): Ledger {
  const grants = new Map<string, Grant>();
  const refreshTokens = new Map<string, RefreshToken>();
  const accessTokens = new Map<string, AccessToken>();
  const log: LogEntry[] = [];
  let clockOffset = 0;

  function issue({ at, grant: id, spends, refresh, access }: Extract<Change, { type: "issue" }>): void {
    if (accessTokens.size >= MOST_ACCESS_TOKENS) {
      for (const [digest, { expiresAt }] of accessTokens) if (expiresAt <= at) accessTokens.delete(digest);
    }
    accessTokens.set(access.digest, access);
    const grant = id === null ? undefined : grants.get(id);
    if (!grant) return;
    const spent = spends === undefined ? undefined : refreshTokens.get(spends);
    if (spent) spent.sent += refresh ? 1 : 0;
    grant.refreshedAt = at;
    if (!refresh) return;
    for (const token of [spent, refreshTokens.get(grant.live ?? "")])
      if (token && token.spentAt === undefined) token.spentAt = at;
    refreshTokens.set(refresh.digest, { ...refresh, grant: grant.id, issuedAt: at, sent: 0 });
    grant.generation = refresh.generation;
    grant.live = refresh.digest;
    grant.used = false;
  }

  function apply(change: Change): void {
    if (change.type === "grant") {
      const { createdAt } = change.grant;
      grants.set(change.grant.id, {
        ...change.grant,
        generation: 0,
        live: undefined,
        refreshedAt: createdAt,
        used: false,
      });
    } else if (change.type === "issue") issue(change);
    else if (change.type === "reuse") (refreshTokens.get(change.digest) as RefreshToken).sent++;
    else if (change.type === "used") (grants.get(change.grant) as Grant).used = true;
    else if (change.type === "clock") clockOffset = change.offset;
    else if (change.type === "log") log.push(change.entry);
    else {
      const grant = grants.get(change.grant);
      if (grant) Object.assign(grant, { live: undefined, dead: { at: change.at, reason: change.reason } });
    }
  }

  if (path !== undefined) for (const change of readChanges(path)) apply(change);

  return {
    grants,
    refreshTokens,
    accessTokens,
    log,
    get clockOffset() {
      return clockOffset;
    },
    record(change) {
      if (path !== undefined) appendFileSync(path, `${JSON.stringify(change)}\n`, { mode: 0o600 });
      apply(change);
    },
  };
}

function readChanges(path: string): Change[] {
  mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  const rest = lines.pop();
  // A server that was killed while it wrote leaves a line without its end: it was never answered, so it never was.
  if (rest) appendFileSync(path, "\n");
  return lines
    .filter((line) => line !== "")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Change];
      } catch {
        return [];
      }
    });
}
