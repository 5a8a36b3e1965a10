import {
  decideRefresh,
  type GrantIntent,
  type GrantStore,
  type HeldGrant,
  type IntentKind,
  type OpenedGrant,
  type RefreshDecision,
  type RefreshNeed,
  type Spent,
  withAttempt,
} from "@mortise/contract";
import type { Context } from "../context.ts";
import type { TenantVault } from "../crypto/vault.ts";
import { addEvents } from "../history.ts";
import type { Transaction } from "../postgres/database.ts";
import { sql } from "../postgres/statement.ts";
import { forceCommit } from "../variables/write.ts";
import { doubtText, grantEvent } from "./events.ts";
import { type Locked, lockGrant, note, toLive } from "./lock.ts";
import { type GrantRow, noGrant, openSecret, toGrant } from "./row.ts";

const READ = sql`
  SELECT g.*, stamp($3) AS now, l.intent_id IS NOT NULL AS spending, coalesce(l.owner_gone, false) AS owner_gone
  FROM oauth_grant g LEFT JOIN LATERAL (
    SELECT i.intent_id, (p.number IS NULL OR p.stopped_at IS NOT NULL OR p.missed_at IS NOT NULL) AS owner_gone
    FROM grant_intent i LEFT JOIN process p ON p.number = i.owner
    WHERE i.grant_id = g.grant_id AND i.tenant_id = g.tenant_id AND i.closed_at IS NULL AND i.kind <> 'exchange') l ON true
  WHERE g.tenant_id = $1 AND g.grant_id = $2`;
const OWN = sql`
  SELECT kind, generation, opened_at, deadline, closed_at FROM grant_intent WHERE tenant_id = $1 AND intent_id = $2`;
const OPEN = sql`
  INSERT INTO grant_intent (tenant_id, intent_id, grant_id, kind, generation, fingerprint, owner, opened_at, deadline)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;
const SPENDING = sql`
  UPDATE oauth_grant SET state = 'SPENDING', doubt = $3 WHERE tenant_id = $1 AND grant_id = $2`;
const STATE = sql`
  UPDATE oauth_grant SET state = $3, doubt = $4, last_error = coalesce($5, last_error)
  WHERE tenant_id = $1 AND grant_id = $2`;
const CLOSE = sql`
  UPDATE grant_intent SET closed_at = $3, outcome = $4
  WHERE tenant_id = $1 AND intent_id = $2 AND closed_at IS NULL`;
const SPENT = sql`
  WITH sent AS (
    SELECT sent_at, sent_at > $3::timestamptz - interval '1 hour' AND (outcome IN ('refused', 'dead')
        OR sent_at < lag(closed_at) OVER (ORDER BY opened_at) + $4 * interval '1 millisecond') AS error
    FROM grant_intent
    WHERE grant_id = $2 AND tenant_id = $1 AND opened_at > $3::timestamptz - interval '25 hours'
      AND sent_at > $3::timestamptz - interval '1 day')
  SELECT count(*) AS calls, min(sent_at) + interval '1 day' AS calls_until,
    count(*) FILTER (WHERE error) AS errors, min(sent_at) FILTER (WHERE error) + interval '1 hour' AS errors_until
  FROM sent`;
const MARK = sql`
  WITH now AS (SELECT stamp($4) AS at)
  UPDATE grant_intent i SET sent_at = coalesce(sent_at, now.at) FROM now
  WHERE tenant_id = $1 AND intent_id = $2 AND closed_at IS NULL AND deadline - now.at >= $3 * interval '1 millisecond'
  RETURNING sent_at, generation, fingerprint, kind, grant_id`;

interface OwnRow {
  readonly kind: IntentKind;
  readonly generation: number;
  readonly opened_at: Date;
  readonly deadline: Date;
  readonly closed_at: Date | null;
}

type Opening = Pick<GrantStore, "read" | "open" | "openExchange" | "markSent">;

/** Lines 2 and 3 of the protocol. */
export function createSpending({ database, vault, session, stamp }: Context): Opening {
  function toIntent(row: GrantRow, keys: TenantVault, id: string, own: Omit<OwnRow, "closed_at">): GrantIntent {
    const secret = (name: "refresh" | "client", sealed: Buffer | null) =>
      openSecret(keys, row.environment, row.grant_id, name, sealed);
    return {
      id,
      tenant: row.tenant_id,
      kind: own.kind,
      grant: toGrant(row),
      generation: own.generation,
      refreshToken: secret("refresh", row.refresh_token),
      clientSecret: secret("client", row.client_secret),
      openedAt: own.opened_at.getTime(),
      deadline: own.deadline.getTime(),
    };
  }

  function toHeld(row: GrantRow, keys: TenantVault, now: number, spending: boolean, ownerGone = false): HeldGrant {
    const accessToken = openSecret(keys, row.environment, row.grant_id, "access", row.access_token);
    return { grant: toGrant(row), accessToken, spending, ownerGone, now };
  }

  async function insert(
    transaction: Transaction,
    row: GrantRow,
    id: string,
    kind: IntentKind,
    now: number,
    life: number,
  ): Promise<Omit<OwnRow, "closed_at">> {
    const { tenant_id: tenant, grant_id: grant, generation } = row;
    const opened_at = new Date(now);
    const deadline = new Date(now + life);
    const fingerprint = kind === "exchange" ? null : row.refresh_fingerprint;
    const values = [tenant, id, grant, kind, generation, fingerprint, session.number, opened_at, deadline];
    await transaction.query(OPEN, values);
    await note(transaction, tenant, grant, {
      at: now,
      kind: "intent",
      generation,
      intent: id,
      spends: kind,
      fingerprint,
    });
    return { kind, generation, opened_at, deadline };
  }

  return {
    async read(tenant, id) {
      const [row] = await database.query<GrantRow & { now: Date; spending: boolean; owner_gone: boolean }>(
        tenant,
        READ,
        [tenant, id, stamp()],
      );
      if (!row) throw noGrant(id);
      return toHeld(row, await vault.of(tenant), row.now.getTime(), row.spending, row.owner_gone);
    },
    async open(tenant, id, need, intent, life): Promise<OpenedGrant> {
      const keys = await vault.of(tenant);
      return await database.transaction(tenant, async (transaction): Promise<OpenedGrant> => {
        const locked = await lockGrant(transaction, tenant, id, stamp);
        const { row, now } = locked;
        const [own] = await transaction.query<OwnRow>(OWN, [tenant, intent]);
        // Its commit was not confirmed, and it is asked for again.
        if (own && own.closed_at === null) return { kind: "intent", intent: toIntent(row, keys, intent, own) };
        const decision = decideRefresh(
          toGrant(row),
          toLive(locked.live),
          need,
          now,
          await spentOf(transaction, need, tenant, id, now),
        );
        await giveUp(transaction, locked, decision, stamp());
        if (decision.kind !== "spend" || own) {
          const after = (await lockGrant(transaction, tenant, id, stamp)).row;
          const held = toHeld(after, keys, now, locked.live !== undefined && !decision.closes);
          // One that was given up before it was ever known: its number is used up, so the caller begins anew.
          return { kind: "held", held, decision: decision.kind === "spend" ? waiting(now, decision) : decision };
        }
        const doubt = withAttempt(decision.doubt, decision.spends);
        await transaction.query(SPENDING, [tenant, id, doubt === null ? null : JSON.stringify(doubt)]);
        const made = await insert(transaction, row, intent, decision.spends, now, life);
        return { kind: "intent", intent: toIntent({ ...row, state: "SPENDING", doubt }, keys, intent, made) };
      });
    },
    async openExchange(tenant, id, intent, life) {
      const keys = await vault.of(tenant);
      return await database.transaction(tenant, async (transaction) => {
        const { row, now } = await lockGrant(transaction, tenant, id, stamp);
        const [own] = await transaction.query<OwnRow>(OWN, [tenant, intent]);
        const made = own ?? (await insert(transaction, row, intent, "exchange", now, life));
        return toIntent(row, keys, intent, made);
      });
    },
    async markSent({ tenant, id }, left) {
      return await database.transaction(tenant, async (transaction) => {
        await forceCommit(transaction);
        const [row] = await transaction.query<{
          sent_at: Date;
          generation: number;
          fingerprint: string | null;
          kind: IntentKind;
          grant_id: string;
        }>(MARK, [tenant, id, left, stamp()]);
        if (!row) return undefined;
        const { generation, fingerprint, kind: spends } = row;
        const line = { at: row.sent_at.getTime(), kind: "sent", generation, intent: id, spends, fingerprint };
        await note(transaction, tenant, row.grant_id, line);
        return { sentAt: row.sent_at.getTime() };
      });
    },
  };
}

/** Closes what is lost and writes down what that means for the grant. */
export async function giveUp(
  transaction: Transaction,
  { row, live, now }: Locked,
  { closes, doubt, kind }: Pick<RefreshDecision, "closes" | "doubt" | "kind">,
  at: Date | null,
): Promise<void> {
  const { tenant_id: tenant, grant_id: id, generation } = row;
  if (closes && live) {
    await transaction.query(CLOSE, [tenant, closes.intent, new Date(now), closes.as]);
    const reason = closes.as === "abandoned" ? "never sent" : "its process is gone, or its deadline has passed";
    const line = { at: now, kind: closes.as, generation, intent: closes.intent, spends: live.kind, detail: reason };
    await note(transaction, tenant, id, line);
    const state = row.state === "NEEDS_CONSENT" ? "NEEDS_CONSENT" : doubt ? "IN_DOUBT" : "READY";
    await transaction.query(STATE, [
      tenant,
      id,
      state,
      doubt && JSON.stringify(doubt),
      doubt ? "no answer came" : null,
    ]);
    if (closes.as === "in doubt" && doubt)
      await addEvents(
        transaction,
        [grantEvent(toGrant(row), "grant.in-doubt", doubtText(doubt, generation, reason))],
        at,
      );
  }
  // An access token that nobody can renew has ended.
  if (kind === "consent" && row.state === "READY")
    await transaction.query(STATE, [
      tenant,
      id,
      "NEEDS_CONSENT",
      null,
      "its access token has ended, and there is no refresh token",
    ]);
}

function waiting(until: number, { doubt, closes }: RefreshDecision) {
  return { kind: "wait", until, doubt, ...(closes ? { closes } : {}) } as const;
}

async function spentOf(
  transaction: Transaction,
  need: RefreshNeed,
  tenant: string,
  id: string,
  now: number,
): Promise<Spent | undefined> {
  if (need.callsPerDay === null && need.errorsPerHour === null) return undefined;
  const [row] = await transaction.query<{
    calls: number;
    calls_until: Date | null;
    errors: number;
    errors_until: Date | null;
  }>(SPENT, [tenant, id, new Date(now), need.errorBefore ?? 0]);
  return {
    calls: row?.calls ?? 0,
    callsUntil: row?.calls_until?.getTime() ?? now,
    errors: row?.errors ?? 0,
    errorsUntil: row?.errors_until?.getTime() ?? now,
  };
}
